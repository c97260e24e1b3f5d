package dev.zener.mapping;

/**
 * A word of the other language.
 *
 * @param csls the similarity by which it is near
 * @param cosine the cosine of both vectors
 */
public record Neighbour(String word, double csls, double cosine) {}
