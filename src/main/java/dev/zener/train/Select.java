package dev.zener.train;

import java.util.Optional;

/** How the checkpoint of a training is selected. */
public enum Select {
  /**
   * The checkpoint with the best F1 on the source's development set, for zero-shot transfer without
   * any target labels. If that set is a map, the mean F1 of its languages is used.
   */
  SOURCE_DEV(DevSets.SOURCE),
  /**
   * The checkpoint with the best F1 on the target's development set, which may be a map too. This
   * uses target labels, which zero-shot transfer does not have.
   */
  TARGET_DEV(DevSets.TARGET),
  /** The last checkpoint. F1 on the source's development set is only used to compare seeds. */
  LAST(null);

  private final String set;

  Select(String set) {
    this.set = set;
  }

  /** The name of the development set whose F1 decides; empty: the last step is used. */
  Optional<String> set() {
    return Optional.ofNullable(set);
  }
}
