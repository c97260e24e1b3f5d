package dev.zener.cli;

import dev.zener.TaggedText;
import dev.zener.predict.Thresholds;
import java.util.List;

/** Leaves out entities below thresholds of confidence, and counts them. */
final class ConfidenceFilter {
  private final Thresholds thresholds;
  private long found;
  private long kept;

  ConfidenceFilter(Thresholds thresholds) {
    this.thresholds = thresholds;
  }

  /** The texts without the entities that have too little confidence. */
  List<TaggedText> apply(List<TaggedText> texts) {
    List<TaggedText> filtered = texts.stream().map(text -> text.atLeast(thresholds)).toList();
    found += entities(texts);
    kept += entities(filtered);
    return filtered;
  }

  private static long entities(List<TaggedText> texts) {
    return texts.stream().mapToLong(text -> text.entities().size()).sum();
  }

  /** The number of entities before the filter. */
  long found() {
    return found;
  }

  /** The number of entities left out. */
  long leftOut() {
    return found - kept;
  }
}
