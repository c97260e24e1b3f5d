package dev.zener;

/**
 * An entity that a tagger found.
 *
 * @param type such as PER
 * @param text its characters
 * @param start its first character in the text, in UTF-16 units unless asked for otherwise
 * @param end behind its last character
 * @param firstWord its first word, from 0
 * @param endWord behind its last word
 * @param confidence the lowest probability of the tags chosen for its words, in [0, 1]
 */
public record TaggedEntity(
    String type, String text, int start, int end, int firstWord, int endWord, double confidence) {}
