package dev.zener.format;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a file says of a sentence besides its words and labels, so that it can be written again. */
public sealed interface Origin {
  /** Nothing else is known. */
  Origin NONE = new Nothing();

  /** Nothing else is known. */
  record Nothing() implements Origin {}

  /** The keys of a JSON object that are neither words, text nor labels. */
  record Json(JsonNode keys) implements Origin {}

  /**
   * The lines of a CoNLL-U sentence.
   *
   * @param columns the names of the file's columns
   * @param tag the index of the column with the tags; -1 if they are in MISC
   * @param comments the comment lines before it
   * @param rows the columns of each line, in the order of the file, with ranges and empty nodes
   * @param words the index in {@code rows} of each word
   */
  record Conllu(
      List<String> columns,
      int tag,
      List<String> comments,
      List<List<String>> rows,
      List<Integer> words)
      implements Origin {}
}
