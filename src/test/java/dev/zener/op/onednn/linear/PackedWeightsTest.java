package dev.zener.op.onednn.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.OpenMp;
import dev.zener.device.Tensor;
import dev.zener.op.onednn.Supported;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackedWeightsTest {
  private final Random random = new Random(11);

  /**
   * Packing both sides at once by stripes gives the same bits as oneDNN's own reorder of each
   * slice.
   */
  @ParameterizedTest
  @CsvSource({
    "FLOAT32, BFLOAT16, 256, 768, true",
    "FLOAT32, BFLOAT16, 768, 256, true",
    "FLOAT32, BFLOAT16, 64, 20, true",
    "FLOAT32, BFLOAT16, 320, 1032, true",
    "FLOAT32, BFLOAT16, 100, 256, false",
    "FLOAT32, BFLOAT16, 9, 33, false",
    "FLOAT32, FLOAT32, 256, 512, true",
    "FLOAT32, FLOAT32, 100, 36, false",
    "BFLOAT16, BFLOAT16, 128, 256, true"
  })
  void liesAsItWouldSliceBySlice(
      ElementType type, ElementType operands, int o, int i, boolean byStripes) {
    Supported.assume(type, operands);
    OpenMp.single();
    try (Block block = Block.allocate((long) o * i * type.bytes())) {
      Tensor w = block.tensor(0, type, o, i);
      fill(w);
      try (PackedWeights packed = PackedWeights.of(w, operands)) {
        packed.plain();
        for (PackedSide side : new PackedSide[] {packed.transposed(), packed.plain()}) {
          assertEquals(byStripes, side.byStripes());
          byte[][] found = contents(side);
          for (int s = 0; s < side.slices().count(); s++) {
            side.packSlice(s);
          }
          assertArrayEquals(contents(side), found);
        }
      }
    }
  }

  @Test
  void followsTheTensor() {
    Supported.assume(ElementType.BFLOAT16);
    OpenMp.single();
    try (Block block = Block.allocate(64L * 96 * Float.BYTES)) {
      Tensor w = block.tensor(0, ElementType.FLOAT32, 64, 96);
      fill(w);
      try (PackedWeights packed = PackedWeights.of(w, ElementType.BFLOAT16)) {
        byte[][] transposed = contents(packed.transposed());
        byte[][] plain = contents(packed.plain());
        w.set(0, 77);
        assertDiffer(transposed, contents(packed.transposed()));
        assertDiffer(plain, contents(packed.plain()));
      }
    }
  }

  @Test
  void whatIsNotPackedYetIsMissing() {
    Supported.assume(ElementType.BFLOAT16);
    OpenMp.single();
    try (Block block = Block.allocate(64L * 96 * Float.BYTES)) {
      Tensor w = block.tensor(0, ElementType.FLOAT32, 64, 96);
      assertEquals(64 * 96 * 2, PackedWeights.missing(w, ElementType.BFLOAT16, true));
      try (PackedWeights packed = PackedWeights.of(w, ElementType.BFLOAT16)) {
        packed.transposed();
        assertEquals(0, PackedWeights.missing(w, ElementType.BFLOAT16, true));
        assertEquals(64 * 96 * 2, PackedWeights.missing(w, ElementType.BFLOAT16, false));
        assertEquals(64 * 96 * 4, PackedWeights.missing(w, ElementType.FLOAT32, true));
      }
      assertEquals(64 * 96 * 2, PackedWeights.missing(w, ElementType.BFLOAT16, true));
    }
  }

  private static void assertDiffer(byte[][] one, byte[][] other) {
    assertFalse(Arrays.deepEquals(one, other));
  }

  private void fill(Tensor w) {
    for (int e = 0; e < w.size(); e++) {
      w.set(e, random.nextGaussian());
    }
  }

  /** The bytes of each slice, including the zeros that fill its blocks. */
  private static byte[][] contents(PackedSide side) {
    byte[][] all = new byte[side.slices().count()][];
    for (int s = 0; s < all.length; s++) {
      int elements = side.k() * side.slices().width(s);
      all[s] = new byte[elements * side.operands().bytes()];
      Tensor.at(side.address(s), side.operands(), elements).bytes().get(all[s]);
    }
    return all;
  }
}
