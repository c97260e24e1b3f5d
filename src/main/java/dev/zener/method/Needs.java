package dev.zener.method;

/**
 * What a method needs of a configuration, besides the source's text.
 *
 * @param encoder a pretrained encoder, or the shape of one
 * @param unlabelled each target's unlabelled text
 * @param sourceVectors vectors of the source's words
 * @param targetVectors vectors of each target's words
 */
public record Needs(
    boolean encoder, boolean unlabelled, boolean sourceVectors, boolean targetVectors) {}
