package dev.zener.mapping;

/**
 * What was learnt.
 *
 * @param space the space of the mapping with the best criterion
 * @param criterion the mean cosine of the most frequent source words with their nearest target
 *     words by CSLS
 */
public record LearntMapping(MappedSpace space, double criterion) {}
