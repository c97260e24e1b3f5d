package dev.zener.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.tokenizer.InputFrame;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WindowerTest {
  private static final int BEGIN = 101;
  private static final int END = 102;
  private static final InputFrame FRAME = new InputFrame(List.of(BEGIN), List.of(END));

  /** Words with these numbers of pieces; the id of piece p of word w is 1000 (w + 1) + p. */
  private static int[][] words(int... lengths) {
    return IntStream.range(0, lengths.length)
        .mapToObj(w -> IntStream.range(0, lengths[w]).map(p -> 1000 * (w + 1) + p).toArray())
        .toArray(int[][]::new);
  }

  private static int[] ints(int... values) {
    return values;
  }

  @Test
  void aSentenceThatFitsIsOneWindow() {
    Windower windower = new Windower(8, FRAME);
    assertThat(windower.windows(5, words(1, 3, 2)))
        .containsExactly(
            new Window(
                5,
                ints(BEGIN, 1000, 2000, 2001, 2002, 3000, 3001, END),
                ints(1, 2, 5),
                ints(0, 1, 2)));
    assertThat(windower.report()).isEqualTo(new WindowReport(1, 0, 0, 0, 0));
  }

  /**
   * Ten words of one piece and windows of at most six: 0-5, 3-8 and 6-9. In a window of six, the
   * distances to the nearer edge are 0 1 2 2 1 0, in the last window of four 0 1 1 0. Words 4 and 7
   * have the same distance in two windows and belong to the earlier one.
   */
  @Test
  void eachWordIsPredictedFarthestFromAnEdge() {
    Windower windower = new Windower(8, FRAME);
    List<Window> windows = windower.windows(0, words(1, 1, 1, 1, 1, 1, 1, 1, 1, 1));
    assertThat(windows)
        .containsExactly(
            new Window(
                0,
                ints(BEGIN, 1000, 2000, 3000, 4000, 5000, 6000, END),
                ints(1, 2, 3, 4, 5),
                ints(0, 1, 2, 3, 4)),
            new Window(
                0,
                ints(BEGIN, 4000, 5000, 6000, 7000, 8000, 9000, END),
                ints(3, 4, 5),
                ints(5, 6, 7)),
            new Window(0, ints(BEGIN, 7000, 8000, 9000, 10000, END), ints(3, 4), ints(8, 9)));
  }

  /**
   * Windows of at most two pieces: words 0-1; word 1 again, alone, because word 2 does not fit into
   * the same window; word 2.
   */
  @Test
  void aWindowThatPredictsNothingIsLeftOut() {
    Windower windower = new Windower(4, FRAME);
    assertThat(windower.windows(0, words(1, 1, 2)))
        .containsExactly(
            new Window(0, ints(BEGIN, 1000, 2000, END), ints(1, 2), ints(0, 1)),
            new Window(0, ints(BEGIN, 3000, 3001, END), ints(1), ints(2)));
    assertThat(windower.report().extraWindows()).isEqualTo(1);
  }

  @Test
  void reportsWhatItDid() {
    Windower windower = new Windower(6, FRAME);
    windower.windows(0, words(1, 0, 1));
    windower.windows(1, words(1, 1, 1, 1, 1, 1, 1));
    windower.windows(2, words(9));
    windower.windows(3, words());
    WindowReport expected = new WindowReport(4, 1, 2, 1, 1);
    assertThat(windower.report()).isEqualTo(expected);
    assertThat(expected.plus(expected)).isEqualTo(new WindowReport(8, 2, 4, 2, 2));
    assertThat(expected)
        .hasToString(
            "4 sentences, 1 cut into windows (2 extra windows), 1 word shortened, 1 word"
                + " without pieces");
  }

  @Test
  void wordsAreNotSplit() {
    List<Window> windows = new Windower(7, FRAME).windows(0, words(2, 2, 2));
    assertThat(windows)
        .containsExactly(
            new Window(0, ints(BEGIN, 1000, 1001, 2000, 2001, END), ints(1, 3), ints(0, 1)),
            new Window(0, ints(BEGIN, 2000, 2001, 3000, 3001, END), ints(3), ints(2)));
  }

  @Test
  void aWordLongerThanAWindowKeepsItsFirstPieces() {
    List<Window> windows = new Windower(5, FRAME).windows(0, words(1, 7, 1));
    assertThat(windows)
        .containsExactly(
            new Window(0, ints(BEGIN, 1000, END), ints(1), ints(0)),
            new Window(0, ints(BEGIN, 2000, 2001, 2002, END), ints(1), ints(1)),
            new Window(0, ints(BEGIN, 3000, END), ints(1), ints(2)));
  }

  @Test
  void wordsWithoutPiecesAreNowhere() {
    Windower windower = new Windower(5, FRAME);
    assertThat(windower.windows(0, words(0, 1, 0)))
        .containsExactly(new Window(0, ints(BEGIN, 2000, END), ints(1), ints(1)));
    assertThat(windower.windows(0, words(0, 0))).isEmpty();
    assertThat(windower.windows(0, words())).isEmpty();
  }

  @Test
  void aWindowNeedsRoomForAPiece() {
    assertThatThrownBy(() -> new Windower(2, FRAME)).isInstanceOf(IllegalArgumentException.class);
    assertThat(new Windower(3, FRAME).windows(0, words(1, 2))).hasSize(2);
  }

  /**
   * Two special pieces before the text and one after it leave room for two of five. The second
   * window starts half a window after the first, at word 1, and predicts only word 2.
   */
  @Test
  void aFrameMayHaveAnyNumberOfPieces() {
    InputFrame frame = new InputFrame(List.of(7, 8), List.of(9));
    assertThat(new Windower(5, frame).windows(0, words(1, 1, 1)))
        .containsExactly(
            new Window(0, ints(7, 8, 1000, 2000, 9), ints(2, 3), ints(0, 1)),
            new Window(0, ints(7, 8, 2000, 3000, 9), ints(3), ints(2)));
    assertThatThrownBy(() -> new Windower(3, frame))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 4");
  }

  @Test
  void promisesHoldForAnySentence() {
    Random random = new Random(11);
    for (int round = 0; round < 3000; round++) {
      int max = 3 + random.nextInt(14);
      int longest = 1 + random.nextInt(6);
      int[][] words = words(random.ints(random.nextInt(40), 0, longest + 1).toArray());
      checkPromises(words, max, new Windower(max, FRAME).windows(round, words));
    }
  }

  private static void checkPromises(int[][] words, int max, List<Window> windows) {
    int[] withPieces = IntStream.range(0, words.length).filter(w -> words[w].length > 0).toArray();
    int[] predicted = windows.stream().flatMapToInt(w -> Arrays.stream(w.words())).toArray();
    assertThat(predicted).containsExactlyInAnyOrder(withPieces);
    Map<Integer, Integer> best = bestDistances(words, withPieces, max - 2);
    for (Window window : windows) {
      assertThat(window.pieces()).isLessThanOrEqualTo(max);
      assertThat(window.ids()[0]).isEqualTo(BEGIN);
      assertThat(window.ids()[window.pieces() - 1]).isEqualTo(END);
      assertThat(window.words()).isSorted().isNotEmpty();
    }
    for (Window window : windows) {
      Map<Integer, Integer> distances = distances(words, window, max - 2);
      for (int i = 0; i < window.words().length; i++) {
        int word = window.words()[i];
        assertThat(window.ids()[window.rows()[i]]).isEqualTo(words[word][0]);
        assertThat(distances.get(word)).isEqualTo(best.get(word));
      }
    }
  }

  /** For each word of a window, the number of pieces to the nearer edge. The words are complete. */
  private static Map<Integer, Integer> distances(int[][] words, Window window, int room) {
    Map<Integer, Integer> distances = new HashMap<>();
    int row = 1;
    while (row < window.pieces() - 1) {
      int word = window.ids()[row] / 1000 - 1;
      int length = Math.min(room, words[word].length);
      assertThat(Arrays.copyOfRange(window.ids(), row, row + length))
          .isEqualTo(Arrays.copyOf(words[word], length));
      distances.put(word, Math.min(row - 1, window.pieces() - 1 - row - length));
      row += length;
    }
    return distances;
  }

  /**
   * A direct implementation of the contract: windows are filled with whole words; the next window
   * starts at the last word within half of the available pieces, or at the next word. For each
   * word, the largest distance to an edge in any window.
   */
  private static Map<Integer, Integer> bestDistances(int[][] words, int[] withPieces, int room) {
    Map<Integer, Integer> best = new HashMap<>();
    int[] lengths = Arrays.stream(withPieces).map(w -> Math.min(room, words[w].length)).toArray();
    int start = 0;
    int end = 0;
    while (end < lengths.length) {
      end = start;
      while (end < lengths.length && sum(lengths, start, end + 1) <= room) {
        end++;
      }
      for (int w = start; w < end; w++) {
        int nearer = Math.min(sum(lengths, start, w), sum(lengths, w + 1, end));
        best.merge(withPieces[w], nearer, Math::max);
      }
      int next = end;
      while (next > start + 1 && sum(lengths, start, next) > room / 2) {
        next--;
      }
      start = next;
    }
    return best;
  }

  private static int sum(int[] lengths, int from, int to) {
    return Arrays.stream(lengths, from, to).sum();
  }
}
