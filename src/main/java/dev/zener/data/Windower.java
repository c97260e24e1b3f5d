package dev.zener.data;

import dev.zener.tokenizer.InputFrame;
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
  private final InputFrame frame;
  private WindowReport report = WindowReport.NONE;

  /**
   * Creates a windower.
   *
   * @param maxPieces the maximum number of pieces in a window, including those of the frame; at
   *     least one more than it has
   * @param frame the special pieces that begin and end every window
   */
  public Windower(int maxPieces, InputFrame frame) {
    if (maxPieces <= frame.size()) {
      throw new IllegalArgumentException(
          "Windows of %d pieces; at least %d: a piece and the %d that begin and end a window"
              .formatted(maxPieces, frame.size() + 1, frame.size()));
    }
    this.maxPieces = maxPieces;
    this.frame = frame;
  }

  /** The words [from, to), counting only words that have pieces. */
  private record Range(int from, int to) {}

  /**
   * Cuts a sentence into windows, ordered from left to right.
   *
   * @param sentence the number of the sentence, stored in its windows
   * @param piecesPerWord the piece ids of each word, without those of the frame
   */
  public List<Window> windows(int sentence, int[][] piecesPerWord) {
    int room = room();
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

  /** The maximum number of pieces of text in a window. */
  private int room() {
    return maxPieces - frame.size();
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
    int[] ids = new int[offsets[range.to] - start];
    int[] rows = new int[range.to - range.from];
    int[] predicted = new int[rows.length];
    int count = 0;
    for (int i = range.from; i < range.to; i++) {
      int at = offsets[i] - start;
      System.arraycopy(pieces[words[i]], 0, ids, at, offsets[i + 1] - offsets[i]);
      if (home[i] == self) {
        rows[count] = frame.begin().size() + at;
        predicted[count++] = words[i];
      }
    }
    return new Window(
        sentence, frame.around(ids), Arrays.copyOf(rows, count), Arrays.copyOf(predicted, count));
  }

  private void count(int[][] piecesPerWord, int[] words, int windows) {
    long shortened = Arrays.stream(piecesPerWord).filter(pieces -> pieces.length > room()).count();
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
