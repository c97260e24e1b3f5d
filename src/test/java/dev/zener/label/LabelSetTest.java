package dev.zener.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.problem.InputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelSetTest {
  @Test
  void ownSetsRunOutsideThenPairs() {
    LabelSet labels = LabelSet.of(List.of("PER", "LOC", "PER"));
    assertThat(labels.tags()).containsExactly("O", "B-PER", "I-PER", "B-LOC", "I-LOC");
    assertThat(labels.types()).containsExactly("PER", "LOC");
    assertThat(labels.size()).isEqualTo(5);
    assertThat(labels.index("I-LOC")).isEqualTo(4);
    assertThat(labels.tag(3)).isEqualTo("B-LOC");
    assertThat(LabelSet.sorted(List.of("PER", "LOC")).types()).containsExactly("LOC", "PER");
  }

  @Test
  void aCheckpointKeepsItsOrder() {
    Map<Integer, String> id2label = Map.of(0, "B-LOC", 1, "I-LOC", 2, "O");
    LabelSet labels = LabelSet.ofId2Label(id2label);
    assertThat(labels.tags()).containsExactly("B-LOC", "I-LOC", "O");
    assertThat(labels.outside()).isEqualTo(2);
    assertThat(labels).isEqualTo(LabelSet.ofTags(List.of("B-LOC", "I-LOC", "O")));
    assertThat(labels).isNotEqualTo(LabelSet.of(List.of("LOC")));
  }

  @Test
  void insideFollowsOnlyItsOwnType() {
    LabelSet labels = LabelSet.of(List.of("X", "Y"));
    boolean[][] allowed = {
      {true, true, false, true, false}, // O
      {true, true, true, true, false}, // B-X
      {true, true, true, true, false}, // I-X
      {true, true, false, true, true}, // B-Y
      {true, true, false, true, true}, // I-Y
    };
    for (int from = 0; from < 5; from++) {
      for (int to = 0; to < 5; to++) {
        assertThat(labels.mayFollow(from, to)).as(from + " " + to).isEqualTo(allowed[from][to]);
      }
      assertThat(labels.mayStart(from)).isEqualTo(allowed[0][from]);
    }
  }

  @Test
  void badLabelsAreErrors() {
    assertThatThrownBy(() -> LabelSet.ofTags(List.of("O", "LABEL_1")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'LABEL_1'")
        .hasMessageContaining("id2label");
    assertThatThrownBy(() -> LabelSet.ofTags(List.of("O", "B-PER", "PER")))
        .hasMessageContaining("'PER': not a tag like the others; allowed: O, B-X, I-X");
    assertThatThrownBy(() -> LabelSet.ofTags(List.of("NOUN", "VERB")))
        .hasMessageContaining("'NOUN'");
    assertThatThrownBy(() -> LabelSet.ofTags(List.of("O", "B-X", "O")))
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> LabelSet.ofTags(List.of("B-X", "I-X"))).hasMessageContaining("'O'");
    assertThatThrownBy(() -> LabelSet.ofId2Label(Map.of(0, "O", 2, "B-X")))
        .hasMessageContaining("no entry 1");
    assertThatThrownBy(() -> LabelSet.of(List.of("X")).index("B-Y")).hasMessageContaining("B-Y");
  }

  @Test
  void labelsKeepTheirSpellingAndMeanCanonicalTags() {
    LabelSet labels = LabelSet.ofTags(List.of("O", "b_loc", "l_loc", "U_per", "[CLS]", "X"));
    assertThat(labels.tags()).containsExactly("O", "B-loc", "E-loc", "S-per", "O", "O");
    assertThat(labels.label(2)).isEqualTo("l_loc");
    assertThat(labels.index("E-loc")).isEqualTo(2);
    assertThat(labels.outside()).isZero();
    assertThat(labels.types()).containsExactly("loc", "per");
    assertThat(labels.isExtra(4)).isTrue();
    assertThat(labels.isExtra(3)).isFalse();
  }

  @Test
  void theSchemeFollowsFromTheLabels() {
    assertThat(LabelSet.of(List.of("A", "B")).scheme()).isEqualTo(Scheme.IOB2);
    assertThat(LabelSet.ofTags(List.of("O", "B-A", "L-A")).scheme()).isEqualTo(Scheme.BIOES);
    assertThat(LabelSet.ofTags(List.of("O", "A", "C")).scheme()).isEqualTo(Scheme.IO);
    assertThat(LabelSet.ofTags(List.of("O", "I-A", "I-B", "B-B")).scheme()).isEqualTo(Scheme.IOB1);
    assertThat(LabelSet.ofTags(List.of("O", "B-A")).scheme()).isEqualTo(Scheme.IOB2);
  }

  @Test
  void extraLabelsNeverFollowStartOrEnd() {
    LabelSet labels = LabelSet.ofTags(List.of("<PAD>", "O", "A", "-", "_", "X", "[SEP]"));
    assertThat(labels.outside()).isEqualTo(1);
    for (int i = 0; i < labels.size(); i++) {
      boolean word = i == 1 || i == 2;
      assertThat(labels.isExtra(i)).isEqualTo(!word);
      assertThat(labels.mayStart(i)).isEqualTo(word);
      assertThat(labels.mayEnd(i)).isEqualTo(word);
      assertThat(labels.mayFollow(1, i)).isEqualTo(word);
      assertThat(labels.mayFollow(i, 1)).isEqualTo(word);
    }
  }

  @Test
  void bioesMustEndItsEntities() {
    LabelSet labels = LabelSet.ofTags(List.of("O", "B-A", "I-A", "E-A", "S-A"));
    boolean[] ends = {true, false, false, true, true};
    boolean[] afterB = {false, false, true, true, false};
    boolean[] starts = {true, true, false, false, true};
    for (int i = 0; i < 5; i++) {
      assertThat(labels.mayEnd(i)).isEqualTo(ends[i]);
      assertThat(labels.mayFollow(1, i)).isEqualTo(afterB[i]);
      assertThat(labels.mayStart(i)).isEqualTo(starts[i]);
    }
  }

  @Test
  void bOutsideIsOutsideOnlyWithoutO() {
    LabelSet labels = LabelSet.ofTags(List.of("B-O", "B-A", "I-O"));
    assertThat(labels.tags()).containsExactly("O", "B-A", "O");
    assertThat(labels.outside()).isZero();
    assertThat(LabelSet.ofTags(List.of("B-O", "O")).types()).containsExactly("O");
  }
}
