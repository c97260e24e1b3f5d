package dev.zener.tokenizer;

import java.util.List;

/** Splits text into words. It needs no vocabulary. */
@FunctionalInterface
public interface PreTokenizer {
  /** The words of a text, from left to right, without overlaps. */
  List<Word> words(String text);
}
