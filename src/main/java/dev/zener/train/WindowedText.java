package dev.zener.train;

import dev.zener.data.Sentence;
import dev.zener.data.SentenceCutter;
import dev.zener.data.Window;
import dev.zener.data.WindowReport;
import dev.zener.predict.PieceCutter;
import dev.zener.tokenizer.PieceTokenizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Sentences cut into windows of pieces. Sentences without pieces are left out; the others are
 * renumbered from 0.
 *
 * @param sentences the windows of each sentence that is kept; the field {@code sentence} of a
 *     window is the index among all sentences given, before any were left out
 * @param report counts of what was split into windows or shortened
 */
public record WindowedText(List<List<Window>> sentences, WindowReport report) {
  public WindowedText {
    sentences = List.copyOf(sentences);
    if (sentences.isEmpty()) {
      throw new IllegalArgumentException("the corpus has no words; name a file with sentences");
    }
  }

  /**
   * Tokenizes sentences and cuts them into windows of at most {@code maxPieces} pieces, including
   * the special pieces at its ends.
   *
   * @throws IllegalArgumentException if no sentence has a piece
   */
  public static WindowedText of(PieceTokenizer tokenizer, int maxPieces, List<Sentence> sentences) {
    return of(new PieceCutter(tokenizer, maxPieces), sentences);
  }

  /**
   * Cuts sentences into windows.
   *
   * @throws IllegalArgumentException if no sentence has a window
   */
  public static WindowedText of(SentenceCutter cutter, List<Sentence> sentences) {
    List<List<Window>> cut = new ArrayList<>();
    for (int s = 0; s < sentences.size(); s++) {
      List<Window> windows = cutter.windows(s, sentences.get(s));
      if (!windows.isEmpty()) {
        cut.add(windows);
      }
    }
    return new WindowedText(cut, cutter.report());
  }

  /** The number of sentences that have pieces. */
  public int size() {
    return sentences.size();
  }

  /** The windows of all sentences, in order. */
  public List<Window> windows() {
    return sentences.stream().flatMap(List::stream).toList();
  }

  /** The total number of pieces in the windows of the chosen sentences. */
  int pieces(int[] chosen) {
    return windows(chosen).stream().mapToInt(Window::pieces).sum();
  }

  /** The windows of the chosen sentences, in the order given. */
  List<Window> windows(int[] chosen) {
    List<Window> windows = new ArrayList<>();
    for (int s : chosen) {
      windows.addAll(sentences.get(s));
    }
    return windows;
  }
}
