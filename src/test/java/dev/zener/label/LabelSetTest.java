package dev.zener.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    assertThatThrownBy(() -> LabelSet.ofTags(List.of("O", "S-PER"))).hasMessageContaining("S-PER");
    assertThatThrownBy(() -> LabelSet.ofTags(List.of("O", "B-X", "O")))
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> LabelSet.ofTags(List.of("B-X", "I-X"))).hasMessageContaining("'O'");
    assertThatThrownBy(() -> LabelSet.ofId2Label(Map.of(0, "O", 2, "B-X")))
        .hasMessageContaining("no entry 1");
    assertThatThrownBy(() -> LabelSet.of(List.of("X")).index("B-Y")).hasMessageContaining("B-Y");
  }
}
