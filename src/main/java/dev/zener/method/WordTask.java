package dev.zener.method;

import dev.zener.mapping.NamedVectors;
import java.util.Map;

/**
 * What methods on word vectors read words by.
 *
 * @param source the vectors of the source's language
 * @param targets the vectors of the targets' languages, by language
 */
public record WordTask(NamedVectors source, Map<String, NamedVectors> targets) {}
