package dev.zener.mapping;

/**
 * How many pairs of a dictionary could be used.
 *
 * @param name the name of the dictionary
 * @param pairs the number of pairs it has
 * @param used the number of pairs of which both words have vectors
 * @param unknownSource the number of pairs whose source word has none
 * @param unknownTarget the number of pairs whose source word has one and whose target word has none
 */
public record DictionaryReport(
    String name, int pairs, int used, int unknownSource, int unknownTarget) {
  @Override
  public String toString() {
    return unknownSource + unknownTarget == 0
        ? "%s: %d pairs, all used".formatted(name, pairs)
        : "%s: %d pairs, %d used; the source word of %d and the target word of %d have no vector"
            .formatted(name, pairs, used, unknownSource, unknownTarget);
  }
}
