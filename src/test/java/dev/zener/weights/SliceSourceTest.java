package dev.zener.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class SliceSourceTest {
  private static final TensorSource MATRIX =
      TensorSource.of("m", new float[] {0, 1, 10, 11, 20, 21, 30, 31}, 4, 2);

  @Test
  void rowsAreReadInAnyPieces() {
    TensorSource rows = MATRIX.rows(3, 0, 2);
    assertThat(rows.info().shape()).containsExactly(3, 2);
    assertThat(rows.info().dtype()).isEqualTo(DType.F32);
    float[] expected = {30, 31, 0, 1, 20, 21};
    for (int from = 0; from <= 6; from++) {
      for (int to = from; to <= 6; to++) {
        float[] floats = new float[8];
        FloatBuffer part = FloatBuffer.wrap(floats, 1, to - from);
        rows.read(from, part);
        assertThat(part.hasRemaining()).isFalse();
        double[] doubles = new double[to - from];
        rows.read(from, DoubleBuffer.wrap(doubles));
        for (int i = from; i < to; i++) {
          assertThat(floats[1 + i - from]).isEqualTo(expected[i]);
          assertThat(doubles[i - from]).isEqualTo(expected[i]);
        }
        assertThat(floats[0] + floats[1 + to - from]).isZero();
      }
    }
  }

  @Test
  void aVectorHasRowsOfOneNumberAndASingleNumberHasNone() {
    TensorSource vector = TensorSource.of("v", new float[] {5, 6, 7}, 3).rows(0, 2);
    float[] values = new float[2];
    vector.read(0, FloatBuffer.wrap(values));
    assertThat(values).containsExactly(5, 7);
    assertThat(vector.rows().info().shape()).containsExactly(0);
    assertThatThrownBy(() -> TensorSource.of("s", new float[] {1}).rows(0))
        .hasMessageContaining("single number");
    assertThatThrownBy(() -> MATRIX.rows(4)).hasMessageContaining("row 4");
    assertThatThrownBy(() -> MATRIX.rows(-1)).hasMessageContaining("row -1");
  }
}
