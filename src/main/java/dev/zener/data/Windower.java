package dev.zener.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts sentences of any length into windows.
 *
 * <p>A window holds as many whole words as fit. The next window starts at the last word that begins
 * no more than half a window after the start of this one, so that neighbours overlap by at least
 * half a window (less only near words longer than that). A word is predicted in the window where
 * its distance in pieces to the nearer edge is largest; of equal windows, the earlier one is used.
 * A word longer than a window is cut to its first pieces; a word without pieces is in no window. A
 * window that would predict no word is left out, so a sentence without pieces has no windows.
 *
 * <p>Not thread-safe, because it counts what it does, see {@link #report}.
 */
public final class Windower {
  private final int maxPieces;
  private final int cls;
  private final int sep;
  private WindowReport report = WindowReport.NONE;

  /**
   * Creates a windower.
   *
   * @param maxPieces the maximum number of pieces in a window, including [CLS] and [SEP]; at least
   *     3
   * @param cls the id of [CLS]
   * @param sep the id of [SEP]
   */
  public Windower(int maxPieces, int cls, int sep) {
    if (maxPieces < 3) {
      throw new IllegalArgumentException(
          "Windows of " + maxPieces + " pieces; at least 3: [CLS], a piece, [SEP]");
    }
    this.maxPieces = maxPieces;
    this.cls = cls;
    this.sep = sep;
  }

  /** The words [from, to), counting only words that have pieces. */
  private record Range(int from, int to) {}

  /**
   * Cuts a sentence into windows, ordered from left to right.
   *
   * @param sentence the number of the sentence, stored in its windows
   * @param piecesPerWord the piece ids of each word, without [CLS] and [SEP]
   */
  public List<Window> windows(int sentence, int[][] piecesPerWord) {
    int room = maxPieces - 2;
    int[] words = wordsWithPieces(piecesPerWord);
    int[] offsets = offsets(piecesPerWord, words, room);
    List<Range> ranges = words.length == 0 ? List.of() : ranges(offsets, room);
    int[] home = homes(ranges, offsets);
    List<Window> windows = new ArrayList<>(ranges.size());
    for (int w = 0; w < ranges.size(); w++) {
      Window window = window(sentence, piecesPerWord, words, offsets, ranges.get(w), home, w);
      if (window.words().length > 0) {
        windows.add(window);
      }
    }
    count(piecesPerWord, words, windows.size());
    return windows;
  }

  private static int[] wordsWithPieces(int[][] piecesPerWord) {
    int[] words = new int[piecesPerWord.length];
    int count = 0;
    for (int word = 0; word < piecesPerWord.length; word++) {
      if (piecesPerWord[word].length > 0) {
        words[count++] = word;
      }
    }
    return Arrays.copyOf(words, count);
  }

  /** The start of each of {@code words} in the sentence's pieces, then the end of the last. */
  private static int[] offsets(int[][] piecesPerWord, int[] words, int room) {
    int[] offsets = new int[words.length + 1];
    for (int i = 0; i < words.length; i++) {
      offsets[i + 1] = offsets[i] + Math.min(piecesPerWord[words[i]].length, room);
    }
    return offsets;
  }

  private static List<Range> ranges(int[] offsets, int room) {
    int count = offsets.length - 1;
    List<Range> ranges = new ArrayList<>();
    int from = 0;
    int to = lastWithin(offsets, 0, room);
    ranges.add(new Range(from, to));
    while (to < count) {
      from = Math.max(from + 1, lastWithin(offsets, from, room / 2));
      to = lastWithin(offsets, from, room);
      ranges.add(new Range(from, to));
    }
    return ranges;
  }

  /** The last word that starts no more than {@code pieces} pieces after word {@code from}. */
  private static int lastWithin(int[] offsets, int from, int pieces) {
    int word = from;
    while (word + 1 < offsets.length && offsets[word + 1] - offsets[from] <= pieces) {
      word++;
    }
    return word;
  }

  /** The number of the window that predicts each word. */
  private static int[] homes(List<Range> ranges, int[] offsets) {
    int[] home = new int[offsets.length - 1];
    int[] distance = new int[home.length];
    Arrays.fill(distance, -1);
    for (int w = 0; w < ranges.size(); w++) {
      Range range = ranges.get(w);
      for (int word = range.from; word < range.to; word++) {
        int before = offsets[word] - offsets[range.from];
        int behind = offsets[range.to] - offsets[word + 1];
        if (Math.min(before, behind) > distance[word]) {
          distance[word] = Math.min(before, behind);
          home[word] = w;
        }
      }
    }
    return home;
  }

  private Window window(
      int sentence, int[][] pieces, int[] words, int[] offsets, Range range, int[] home, int self) {
    int start = offsets[range.from];
    int[] ids = new int[offsets[range.to] - start + 2];
    int[] rows = new int[range.to - range.from];
    int[] predicted = new int[rows.length];
    int count = 0;
    ids[0] = cls;
    ids[ids.length - 1] = sep;
    for (int i = range.from; i < range.to; i++) {
      int row = offsets[i] - start + 1;
      System.arraycopy(pieces[words[i]], 0, ids, row, offsets[i + 1] - offsets[i]);
      if (home[i] == self) {
        rows[count] = row;
        predicted[count++] = words[i];
      }
    }
    return new Window(sentence, ids, Arrays.copyOf(rows, count), Arrays.copyOf(predicted, count));
  }

  private void count(int[][] piecesPerWord, int[] words, int windows) {
    long shortened =
        Arrays.stream(piecesPerWord).filter(pieces -> pieces.length > maxPieces - 2).count();
    report =
        report.plus(
            new WindowReport(
                1,
                windows > 1 ? 1 : 0,
                Math.max(0, windows - 1),
                shortened,
                piecesPerWord.length - words.length));
  }

  /** Counts of what this windower did so far. */
  public WindowReport report() {
    return report;
  }
}
