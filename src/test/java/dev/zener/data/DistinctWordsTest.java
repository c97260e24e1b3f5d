package dev.zener.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DistinctWordsTest {
  @Test
  void eachWordOnceInTheOrderOfTheText() {
    // ab, b, ab, and in a second window: b with another vector, b, an unknown word
    Window a =
        new Window(
            0,
            new int[] {1, 2, 2, 1, 2},
            new int[] {0, 2, 3},
            new int[] {0, 1, 2},
            new int[] {7, 8, 7});
    Window b =
        new Window(
            1,
            new int[] {2, 2, 3, 3},
            new int[] {0, 1, 2},
            new int[] {0, 1, 2},
            new int[] {9, 8, -1});
    DistinctWords words = DistinctWords.of(PackedBatch.of(List.of(a, b)));
    assertThat(words.ids()).containsExactly(1, 2, 2, 2, 3, 3);
    assertThat(words.offsets()).containsExactly(0, 2, 3, 4, 6);
    assertThat(words.numbers()).containsExactly(7, 8, 9, -1);
    assertThat(words.rows()).containsExactly(0, 1, 0, 2, 1, 3);
  }

  /** Words of up to four of two characters, so that many are the same. */
  @Test
  void togetherTheyAreTheText() {
    Random random = new Random(4);
    int[] lengths = random.ints(500, 1, 5).toArray();
    int[] rows = new int[lengths.length];
    for (int w = 1; w < rows.length; w++) {
      rows[w] = rows[w - 1] + lengths[w - 1];
    }
    int[] ids = random.ints(Arrays.stream(lengths).sum(), 0, 2).toArray();
    int[] numbers = random.ints(lengths.length, -1, 3).toArray();
    Window window = new Window(0, ids, rows, IntStream.range(0, lengths.length).toArray(), numbers);
    DistinctWords words = DistinctWords.of(PackedBatch.of(List.of(window)));
    List<String> different =
        IntStream.range(0, words.numbers().length)
            .mapToObj(
                d ->
                    words.numbers()[d]
                        + Arrays.toString(
                            Arrays.copyOfRange(
                                words.ids(), words.offsets()[d], words.offsets()[d + 1])))
            .toList();
    assertThat(different).doesNotHaveDuplicates().hasSizeLessThan(130);
    for (int w = 0; w < lengths.length; w++) {
      String word =
          numbers[w] + Arrays.toString(Arrays.copyOfRange(ids, rows[w], rows[w] + lengths[w]));
      assertThat(different.get(words.rows()[w])).isEqualTo(word);
    }
  }
}
