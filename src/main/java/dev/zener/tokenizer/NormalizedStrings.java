package dev.zener.tokenizer;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The strings that are one piece wherever they occur in the normalised text. They are normalised
 * themselves, so in an uncased tokenizer they are found in any case. If two start at the same
 * position, the longer one is used.
 */
final class NormalizedStrings {
  /** A string as it is found, in UTF-16 units, and as it was given. */
  private record Pattern(char[] chars, String string) {
    boolean isAt(AlignedText text, int at) {
      int end = at + chars.length;
      boolean equal = end <= text.length;
      for (int i = 0; i < chars.length && equal; i++) {
        equal = chars[i] == spaced(text.chars[at + i]);
      }
      return equal;
    }
  }

  private static final CharacterProperties PROPERTIES = CharacterProperties.all();

  /** The strings by their first unit, the longest first. */
  private final Map<Character, List<Pattern>> byFirst;

  NormalizedStrings(Casing casing, List<String> strings) {
    StretchNormalizer normalizer = new StretchNormalizer(casing);
    byFirst =
        strings.stream()
            .map(string -> new Pattern(normal(string, normalizer), string))
            .filter(pattern -> pattern.chars.length > 0)
            .sorted(Comparator.comparingInt((Pattern p) -> p.chars.length).reversed())
            .collect(Collectors.groupingBy(pattern -> pattern.chars[0]));
  }

  /** A unit, or a space for any white space, which HuggingFace makes a space before it searches. */
  private static char spaced(char unit) {
    return PROPERTIES.is(unit, CharacterProperties.SPACE) ? ' ' : unit;
  }

  private static char[] normal(String string, StretchNormalizer normalizer) {
    AlignedText text = new AlignedText();
    text.set(normalizer.normalize(string.toCharArray(), 0, string.length()));
    char[] chars = Arrays.copyOf(text.chars, text.length);
    for (int i = 0; i < chars.length; i++) {
      chars[i] = spaced(chars[i]);
    }
    return chars;
  }

  boolean isEmpty() {
    return byFirst.isEmpty();
  }

  /** Passes the strings and the words between them to a sink. */
  void split(AlignedText text, WordSink sink, Words between) {
    int from = 0;
    for (int at = 0; at < text.length; ) {
      Pattern found = at(text, at);
      if (found == null) {
        at++;
        continue;
      }
      between.split(from, at);
      from = at + found.chars.length;
      sink.special(found.string, text.starts[at], text.ends[from - 1]);
      at = from;
    }
    between.split(from, text.length);
  }

  private Pattern at(AlignedText text, int at) {
    for (Pattern pattern : byFirst.getOrDefault(spaced(text.chars[at]), List.of())) {
      if (pattern.isAt(text, at)) {
        return pattern;
      }
    }
    return null;
  }

  /** Splits a part of the normalised text into words. */
  @FunctionalInterface
  interface Words {
    void split(int from, int to);
  }
}
