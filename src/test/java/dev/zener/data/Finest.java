package dev.zener.data;

import java.util.regex.Pattern;

/** Cuts text as finely as a rule for words needs. */
final class Finest {
  /** Runs of letters and digits, and every other character but white space. */
  static final WordSplitter SPLITTER =
      text ->
          Pattern.compile("[\\p{L}\\p{N}]+|[^\\p{L}\\p{N}\\s]")
              .matcher(text)
              .results()
              .map(match -> new CharSpan(match.start(), match.end()))
              .toList();

  private Finest() {}
}
