package dev.zener.data;

import java.util.List;

/** Splits text into words. A splitter can be made from a model's tokenizer. */
@FunctionalInterface
public interface WordSplitter {
  /** The words of {@code text}, from left to right, without overlaps. */
  List<CharSpan> split(String text);
}
