package dev.zener.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Words are compared with a direct computation in double. */
class CslsTest {
  private static final int NEIGHBOURS = 10;

  private final Random random = new Random(5);

  @Test
  void equalsADirectComputation() {
    // more words than a tile has rows or columns, and not a multiple of them
    check(Words.random(301, 20, random), Words.random(2100, 20, random));
  }

  @Test
  void fewerWordsThanNeighboursAreAllNeighbours() {
    check(Words.random(7, 3, random), Words.random(4, 3, random));
  }

  private static void check(float[][] from, float[][] to) {
    try (WordMatrix source = Words.of("s", from).matrix();
        WordMatrix target = Words.of("t", to).matrix()) {
      double[][] direct = direct(unit(source), unit(target));
      Csls csls = new Csls(source, target, NEIGHBOURS);
      NearestNeighbours found = csls.targets(source.count(), 3);
      float[] ofSource = csls.meanCosines(source);
      int[] nearestOfTarget = new int[target.count()];
      for (int y = 0; y < target.count(); y++) {
        int column = y;
        nearestOfTarget[y] = best(source.count(), x -> direct[x][column])[0];
      }
      WordPairs.Collector mutual = new WordPairs.Collector();
      for (int x = 0; x < source.count(); x++) {
        double[] row = direct[x];
        int[] wanted = best(row.length, y -> row[y]);
        for (int rank = 0; rank < 3; rank++) {
          assertThat(found.key(x, rank)).isEqualTo(wanted[rank]);
          double similarity = 2.0 * found.score(x, rank) - ofSource[x];
          assertThat(Math.abs(similarity - row[wanted[rank]])).isLessThan(1e-6);
        }
        if (nearestOfTarget[wanted[0]] == x) {
          mutual.add(x, wanted[0]);
        }
      }
      assertThat(mutual.pairs().count()).isPositive();
      assertThat(csls.mutual(from.length + to.length))
          .usingRecursiveComparison()
          .isEqualTo(mutual.pairs());
    }
  }

  private static double[][] unit(WordMatrix matrix) {
    double[][] rows = new double[matrix.count()][matrix.width()];
    float[] row = new float[matrix.width()];
    for (int word = 0; word < rows.length; word++) {
      matrix.copy(word, row);
      for (int k = 0; k < row.length; k++) {
        rows[word][k] = row[k];
      }
    }
    return rows;
  }

  /** CSLS of all pairs. */
  private static double[][] direct(double[][] source, double[][] target) {
    double[][] cosine = new double[source.length][target.length];
    double[] ofSource = new double[source.length];
    double[] ofTarget = new double[target.length];
    for (int x = 0; x < source.length; x++) {
      for (int y = 0; y < target.length; y++) {
        for (int k = 0; k < source[x].length; k++) {
          cosine[x][y] += source[x][k] * target[y][k];
        }
      }
      ofSource[x] = meanOfLargest(cosine[x]);
    }
    for (int y = 0; y < target.length; y++) {
      int column = y;
      ofTarget[y] = meanOfLargest(Arrays.stream(cosine).mapToDouble(row -> row[column]).toArray());
    }
    for (int x = 0; x < source.length; x++) {
      for (int y = 0; y < target.length; y++) {
        cosine[x][y] = 2 * cosine[x][y] - ofSource[x] - ofTarget[y];
      }
    }
    return cosine;
  }

  private static double meanOfLargest(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int least = Math.max(0, sorted.length - NEIGHBOURS);
    return Arrays.stream(sorted, least, sorted.length).average().orElseThrow();
  }

  private static int[] best(int count, IntToDoubleFunction value) {
    return IntStream.range(0, count)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -value.applyAsDouble(i)))
        .mapToInt(i -> i)
        .toArray();
  }

  /** Worked by hand, with one neighbour: r(x) = 1 and 0.8, r(y) = 1 and 0.8. */
  @Test
  void equalsNumbersWorkedByHand() {
    try (WordMatrix source = Words.of("s", new float[][] {{1, 0}, {0.6f, 0.8f}}).matrix();
        WordMatrix target = Words.of("t", new float[][] {{1, 0}, {0, 1}}).matrix()) {
      Csls csls = new Csls(source, target, 1);
      NearestNeighbours found = csls.targets(2, 2);
      float[] ofSource = csls.meanCosines(source);
      assertThat(ofSource[1]).isEqualTo(0.8f, Offset.offset(1e-6f));
      assertThat(found.key(0, 0)).isZero();
      assertThat(2.0 * found.score(0, 0) - ofSource[0]).isEqualTo(2 - 1 - 1, within());
      assertThat(found.key(1, 0)).isEqualTo(1);
      assertThat(2.0 * found.score(1, 0) - ofSource[1]).isEqualTo(1.6 - 0.8 - 0.8, within());
      assertThat(2.0 * found.score(1, 1) - ofSource[1]).isEqualTo(1.2 - 0.8 - 1, within());
      assertThat(csls.criterion(2)).isEqualTo(0.9, within());
    }
  }

  private static Offset<Double> within() {
    return Offset.offset(1e-6);
  }

  @Test
  void ofEqualKeysTheFirstIsFound() {
    try (WordMatrix source = Words.of("s", new float[][] {{1, 0}}).matrix();
        WordMatrix target = Words.of("t", new float[][] {{0, 1}, {1, 0}, {1, 0}}).matrix()) {
      NearestNeighbours found = NearestNeighbours.find(source, 1, target, new float[3], 2);
      assertThat(found.key(0, 0)).isEqualTo(1);
      assertThat(found.key(0, 1)).isEqualTo(2);
    }
  }
}
