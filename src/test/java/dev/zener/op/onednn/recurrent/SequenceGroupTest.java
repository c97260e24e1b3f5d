package dev.zener.op.onednn.recurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.testing.Operand;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequenceGroupTest {
  @Test
  void theLongestSequenceIsFirstAndEmptyOnesAreLeftOut() {
    int[] offsets = Operand.starts(2, 0, 3, 2);
    List<SequenceGroup> groups = SequenceGroup.of(offsets, 25);
    assertThat(groups).hasSize(2);
    SequenceGroup forward = groups.get(0);
    assertThat(forward.direction()).isZero();
    assertThat(forward.steps()).isEqualTo(3);
    assertThat(new int[] {forward.active(0), forward.active(1), forward.active(2)})
        .containsExactly(3, 3, 1);
    assertThat(forward.active(3)).isZero();
    assertThat(new int[] {forward.sequence(0), forward.sequence(1), forward.sequence(2)})
        .containsExactly(2, 0, 3);
    assertThat(forward.row(0, 0)).isEqualTo(2);
    assertThat(forward.row(2, 1)).isEqualTo(6);
    SequenceGroup backward = groups.get(1);
    assertThat(backward.direction()).isEqualTo(1);
    assertThat(backward.row(0, 0)).isEqualTo(4);
    assertThat(backward.row(2, 1)).isEqualTo(5);
  }

  @Test
  void aGroupHasAtMostAsManySequencesAsFit() {
    int most = SequenceGroup.most(200);
    int[] lengths = new int[2 * most + 1];
    Arrays.fill(lengths, 1);
    List<SequenceGroup> groups = SequenceGroup.of(Operand.starts(lengths), 200);
    assertThat(groups.stream().map(g -> g.active(0))).containsExactly(most, most, 1, most, most, 1);
  }

  @Test
  void aBatchWithoutRowsHasNoGroups() {
    assertThat(SequenceGroup.of(Operand.starts(0, 0), 4)).isEmpty();
  }
}
