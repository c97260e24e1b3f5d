package dev.zener.data;

import java.util.List;

/** Finds the words of a text; the tokenizer of a model gives one. */
@FunctionalInterface
public interface WordSplitter {
  /** The words of {@code text} from left to right, none overlapping. */
  List<CharSpan> split(String text);
}
