package dev.zener.data;

import java.util.List;

/** Cuts sentences into the windows that a model reads. Not thread-safe, because it counts. */
public interface SentenceCutter {
  /**
   * The windows of a sentence, from left to right; none if the model can read none of its words.
   *
   * @param number the number of the sentence, stored in its windows
   */
  List<Window> windows(int number, Sentence sentence);

  /** Counts of what was split into windows or shortened so far. */
  WindowReport report();
}
