package dev.zener;

/**
 * An entity that a tagger found.
 *
 * @param type the entity type, such as PER
 * @param text the entity's characters
 * @param start the offset of its first character in the text, in UTF-16 units unless it comes from
 *     {@link TaggedText#entities(dev.zener.data.Offsets)}
 * @param end the offset after its last character, in the same units
 * @param firstWord the index of its first word, from 0
 * @param endWord the index after its last word
 * @param confidence a share in [0, 1] from the probabilities of the tags chosen for its words: the
 *     lowest one unless {@link TaggerOptions#confidence} says otherwise
 */
public record TaggedEntity(
    String type, String text, int start, int end, int firstWord, int endWord, double confidence) {}
