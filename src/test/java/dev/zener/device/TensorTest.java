package dev.zener.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTest {
  private final Block block = Block.allocate(256);

  @AfterEach
  void close() {
    block.close();
  }

  @Test
  void viewsShareTheMemory() {
    Tensor t = block.tensor(0, ElementType.FLOAT32, 2, 3);
    Tensor sameMemory = Tensor.at(t.address(), ElementType.FLOAT32, 6);
    t.floats().put(4, 1.5f);
    assertThat(sameMemory.get(4)).isEqualTo(1.5);
    assertThat(t.bytes().order()).isEqualTo(ByteOrder.nativeOrder());
    assertThat(t.bytes().getFloat(16)).isEqualTo(1.5f);
    sameMemory.set(5, -2);
    assertThat(t.toFloats()).containsExactly(0, 0, 0, 0, 1.5f, -2);
  }

  @Test
  void aViewOfBytesHasAPositionOfItsOwn() {
    Tensor t = block.tensor(0, ElementType.INT32, 2);
    t.bytes().putInt(3).putInt(4);
    t.bytes().putInt(5);
    assertThat(t.toInts()).containsExactly(5, 4);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void floatingTensorsRoundToTheirType(ElementType type) {
    Tensor t = block.tensor(0, type, 2);
    t.setDoubles(new double[] {0.1, 1e-3});
    t.set(1, 0.3);
    boolean single = type == ElementType.FLOAT32;
    assertThat(t.toDoubles()).containsExactly(single ? 0.1f : 0.1, single ? 0.3f : 0.3);
    assertThat(t.get(1)).isEqualTo(t.toDoubles()[1]);
  }

  @Test
  void sizesFollowFromShapeAndType() {
    Tensor t = block.tensor(64, ElementType.INT64, 3, 2);
    assertThat(t.size()).isEqualTo(6);
    assertThat(t.dim(1)).isEqualTo(2);
    assertThat(t.longs().capacity()).isEqualTo(6);
    assertThat(t.bytes().capacity()).isEqualTo(48);
    assertThat(block.tensor(0, ElementType.FLOAT64).size()).as("a scalar's").isOne();
    assertThat(t).hasToString("INT64[3, 2]");
  }

  @Test
  void theShapeCannotBeChangedFromOutside() {
    long[] shape = {2, 3};
    Tensor t = block.tensor(0, ElementType.FLOAT32, shape);
    shape[0] = 7;
    t.shape()[1] = 7;
    assertThat(t.shape()).containsExactly(2, 3);
  }

  @Test
  void anotherTypeIsRefused() {
    Tensor ints = block.tensor(0, ElementType.INT32, 4);
    Tensor floats = block.tensor(0, ElementType.FLOAT32, 4);
    assertThatThrownBy(ints::floats)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("INT32[4] used as FLOAT32");
    assertThatThrownBy(floats::ints).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(floats::doubles).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(floats::longs).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(ints::toDoubles).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void asManyValuesAsElements() {
    Tensor t = block.tensor(0, ElementType.FLOAT64, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> t.setDoubles(new double[2]))
        .withMessage("2 values for FLOAT64[3]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> block.tensor(0, ElementType.INT32, 3).setInts(new int[4]));
  }

  @Test
  void moreThanTwoGibibytesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.at(block.address(), ElementType.FLOAT32, 1 << 29))
        .withMessageContaining("2147483648 bytes");
    assertThatThrownBy(() -> Tensor.elements(1L << 32, 1L << 32))
        .isInstanceOf(ArithmeticException.class);
  }
}
