package dev.zener.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PackedBatchTest {
  @Test
  void windowsEndToEnd() {
    Window a = new Window(7, new int[] {1, 10, 11, 2}, new int[] {1, 2}, new int[] {0, 3});
    Window b = new Window(8, new int[] {1, 2}, new int[0], new int[0]);
    Window c = new Window(7, new int[] {1, 11, 12, 13, 2}, new int[] {3}, new int[] {5});
    PackedBatch batch = PackedBatch.of(List.of(a, b, c));
    assertThat(batch.ids()).containsExactly(1, 10, 11, 2, 1, 2, 1, 11, 12, 13, 2);
    assertThat(batch.offsets()).containsExactly(0, 4, 6, 11);
    assertThat(batch.wordRows()).containsExactly(1, 2, 9);
    assertThat(batch.wordOffsets()).containsExactly(0, 2, 2, 3);
    assertThat(batch.words()).containsExactly(0, 3, 5);
    assertThat(batch.sentences()).containsExactly(7, 8, 7);
    assertThat(batch.clsRows()).containsExactly(0, 4, 6);
    assertThat(batch.pieces()).isEqualTo(11);
    assertThat(batch.size()).isEqualTo(3);
  }

  @Test
  void aBatchOfNothingIsRefused() {
    assertThatThrownBy(() -> PackedBatch.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
