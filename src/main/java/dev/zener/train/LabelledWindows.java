package dev.zener.train;

import dev.zener.data.Window;
import dev.zener.label.LabelSet;
import java.util.List;

/**
 * Sentences as windows, with a label for each word.
 *
 * @param labels the label of each word of each sentence, by the number of the sentence in its
 *     windows
 */
public record LabelledWindows(WindowedText text, int[][] labels) {
  /**
   * Finds the labels of tags.
   *
   * @param tags the IOB2 tags of all sentences that the text was cut from
   */
  public static LabelledWindows of(WindowedText text, List<List<String>> tags, LabelSet labels) {
    return new LabelledWindows(
        text,
        tags.stream()
            .map(sentence -> sentence.stream().mapToInt(labels::index).toArray())
            .toArray(int[][]::new));
  }

  /** The labels of the words of windows, window by window. */
  int[] of(List<Window> windows) {
    int[] labels = new int[windows.stream().mapToInt(w -> w.words().length).sum()];
    int at = 0;
    for (Window window : windows) {
      for (int word : window.words()) {
        labels[at++] = this.labels[window.sentence()][word];
      }
    }
    return labels;
  }

  /** The number of words of each sentence that has windows. */
  int[] lengths() {
    return text.sentences().stream()
        .mapToInt(windows -> windows.stream().mapToInt(w -> w.words().length).sum())
        .toArray();
  }
}
