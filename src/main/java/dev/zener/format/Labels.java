package dev.zener.format;

import dev.zener.data.Entity;
import dev.zener.data.Source;
import dev.zener.label.Span;
import java.util.List;
import java.util.Optional;

/** The labels of a sentence as its file has them. */
sealed interface Labels {
  /** No labels: they were not asked for. */
  record None() implements Labels {}

  /**
   * A tag for each word, as written in the file.
   *
   * @param sources the location of each tag
   * @param beside entities that the file gives beside the tags, in characters of the text
   */
  record Tags(List<String> tags, List<Source> sources, Optional<List<Entity>> beside)
      implements Labels {
    /** Tags that are the only labels. */
    Tags(List<String> tags, List<Source> sources) {
      this(tags, sources, Optional.empty());
    }
  }

  /** Entities given in characters of the text. */
  record Entities(List<Entity> entities) implements Labels {}

  /** Entities given in words. */
  record Spans(List<Span> spans) implements Labels {}
}
