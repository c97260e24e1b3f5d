package dev.zener.format;

import dev.zener.data.Entity;
import dev.zener.data.Source;
import dev.zener.label.Span;
import java.util.List;

/** The labels of a sentence as its file has them. */
sealed interface Labels {
  /** No labels: they were not asked for. */
  record None() implements Labels {}

  /**
   * A tag for each word, as written in the file.
   *
   * @param sources the location of each tag
   */
  record Tags(List<String> tags, List<Source> sources) implements Labels {}

  /** Entities given in characters of the text. */
  record Entities(List<Entity> entities) implements Labels {}

  /** Entities given in words. */
  record Spans(List<Span> spans) implements Labels {}
}
