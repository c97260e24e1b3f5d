package dev.zener.mapping;

import dev.zener.vectors.WordVectors;

/**
 * The word vectors of a language.
 *
 * @param name what messages call them, such as the name of their file
 */
public record NamedVectors(String name, WordVectors vectors) {}
