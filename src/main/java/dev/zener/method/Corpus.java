package dev.zener.method;

import dev.zener.data.Sentence;
import dev.zener.data.Window;
import dev.zener.data.WindowReport;
import dev.zener.data.Windower;
import dev.zener.predict.Pieces;
import dev.zener.tokenizer.Vocabulary;
import dev.zener.tokenizer.WordPieceTokenizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Sentences as windows of pieces. Sentences without pieces have none and are left out; the others
 * are numbered anew from 0.
 *
 * @param sentences the windows of each sentence; a window's {@code sentence} is its number among
 *     all that were given
 * @param report what was windowed
 */
public record Corpus(List<List<Window>> sentences, WindowReport report) {
  public Corpus {
    sentences = List.copyOf(sentences);
    if (sentences.isEmpty()) {
      throw new IllegalArgumentException(
          "a corpus without a single word to learn from; give a file with sentences");
    }
  }

  /** Tokenizes and cuts into windows of at most {@code maxPieces}. */
  public static Corpus of(WordPieceTokenizer tokenizer, int maxPieces, List<Sentence> sentences) {
    Vocabulary v = tokenizer.vocabulary();
    Windower windower = new Windower(maxPieces, v.cls(), v.sep());
    List<List<Window>> cut = new ArrayList<>();
    for (int s = 0; s < sentences.size(); s++) {
      List<Window> windows = windower.windows(s, Pieces.of(tokenizer, sentences.get(s)));
      if (!windows.isEmpty()) {
        cut.add(windows);
      }
    }
    return new Corpus(cut, windower.report());
  }

  /** Number of sentences with pieces. */
  public int size() {
    return sentences.size();
  }

  /** All windows, in order. */
  public List<Window> windows() {
    return sentences.stream().flatMap(List::stream).toList();
  }

  /** Pieces of some sentences' windows together. */
  int pieces(int[] chosen) {
    return windows(chosen).stream().mapToInt(Window::pieces).sum();
  }

  /** The windows of some sentences, in the order given. */
  List<Window> windows(int[] chosen) {
    List<Window> windows = new ArrayList<>();
    for (int s : chosen) {
      windows.addAll(sentences.get(s));
    }
    return windows;
  }
}
