package dev.zener.predict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.label.LabelSet;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DecodingTest {
  private static final LabelSet OURS = LabelSet.of(List.of("LOC", "PER"));

  private final Random random = new Random(11);

  /** Our order of labels, and orders that a checkpoint may have. */
  static Stream<LabelSet> labels() {
    return Stream.of(
        OURS,
        LabelSet.of(List.of()),
        LabelSet.ofTags(List.of("I-PER", "O", "B-PER")),
        LabelSet.ofTags(List.of("I-LOC", "B-PER", "I-PER", "B-LOC", "O")),
        LabelSet.ofTags(List.of("E-A", "O", "S-A", "I-A", "B-A")),
        LabelSet.ofTags(List.of("[CLS]", "O", "B-A", "U-A", "L-B", "B-B")),
        LabelSet.ofTags(List.of("LOC", "X", "O", "PER")));
  }

  @ParameterizedTest
  @MethodSource("labels")
  void viterbiFindsTheLikeliestLegalSequence(LabelSet labels) {
    for (int trial = 0; trial < 100; trial++) {
      double[][] p = probabilities(1 + trial % 5, labels.size(), 0);
      assertThat(Decoding.VITERBI.decode(p, labels)).isEqualTo(likeliest(p, labels));
    }
  }

  @ParameterizedTest
  @MethodSource("labels")
  void viterbiChoosesLegalTagsAlone(LabelSet labels) {
    for (int trial = 0; trial < 300; trial++) {
      int words = 1 + trial % 40;
      assertLegal(Decoding.VITERBI.decode(probabilities(words, labels.size(), 0), labels), labels);
    }
  }

  /** Softmax in double gives zeros if logits are far apart; a word without pieces has zeros too. */
  @ParameterizedTest
  @MethodSource("labels")
  void impossibleLabelsDoNotLeadAstray(LabelSet labels) {
    for (int trial = 0; trial < 300; trial++) {
      double[][] p = probabilities(1 + trial % 5, labels.size(), 0.6);
      int[] chosen = Decoding.VITERBI.decode(p, labels);
      assertLegal(chosen, labels);
      int[] best = likeliest(p, labels);
      if (best != null) {
        assertThat(chosen).isEqualTo(best);
      }
    }
  }

  @Test
  void argmaxTakesEachWordsLikeliestLabelAndTheFirstOfEquals() {
    double[][] p = {{0.1, 0.2, 0.5, 0.1, 0.1}, {0, 0.4, 0.2, 0.4, 0}, {0.2, 0.2, 0.2, 0.2, 0.2}};
    assertThat(Decoding.ARGMAX.decode(p, OURS)).containsExactly(2, 1, 0);
  }

  @Test
  void viterbiKeepsWhatArgmaxFindsWhereThatIsLegal() {
    double[][] p = {{0.1, 0.6, 0.1, 0.1, 0.1}, {0.1, 0.1, 0.5, 0.2, 0.1}, {0.9, 0.1, 0, 0, 0}};
    assertThat(Decoding.VITERBI.decode(p, OURS)).containsExactly(1, 2, 0);
  }

  @Test
  void aSentenceWithoutWordsHasNoLabels() {
    for (Decoding decoding : Decoding.values()) {
      assertThat(decoding.decode(new double[0][], OURS)).isEmpty();
    }
  }

  /** Random rows that sum to 1, with a given share of zeros. */
  private double[][] probabilities(int words, int labels, double zeros) {
    double[][] p = new double[words][labels];
    for (double[] row : p) {
      int sure = random.nextInt(labels);
      for (int c = 0; c < labels; c++) {
        row[c] = c != sure && random.nextDouble() < zeros ? 0 : Math.exp(random.nextGaussian());
      }
      double sum = Arrays.stream(row).sum();
      Arrays.setAll(row, c -> row[c] / sum);
    }
    return p;
  }

  /**
   * The most likely legal sequence, by trying all; null if every legal sequence has probability 0.
   */
  private static int[] likeliest(double[][] p, LabelSet labels) {
    int[] best = null;
    double highest = 0;
    int[] sequence = new int[p.length];
    do {
      double product = 1;
      for (int w = 0; w < p.length; w++) {
        product *= p[w][sequence[w]];
      }
      if (product > highest && legal(sequence, labels)) {
        highest = product;
        best = sequence.clone();
      }
    } while (next(sequence, labels.size()));
    return best;
  }

  /** Advances to the next sequence, like a counter with base C. */
  private static boolean next(int[] sequence, int labels) {
    for (int w = 0; w < sequence.length; w++) {
      if (++sequence[w] < labels) {
        return true;
      }
      sequence[w] = 0;
    }
    return false;
  }

  private static List<String> tags(int[] sequence, LabelSet labels) {
    return Arrays.stream(sequence).mapToObj(labels::tag).toList();
  }

  private static boolean legal(int[] sequence, LabelSet labels) {
    return Arrays.stream(sequence).noneMatch(labels::isExtra)
        && labels.scheme().violations(tags(sequence, labels)).isEmpty();
  }

  private static void assertLegal(int[] sequence, LabelSet labels) {
    assertThat(legal(sequence, labels)).as("%s", tags(sequence, labels)).isTrue();
  }
}
