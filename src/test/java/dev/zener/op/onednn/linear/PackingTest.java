package dev.zener.op.onednn.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.OpenMp;
import dev.zener.device.Tensor;
import dev.zener.op.onednn.Supported;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackingTest {
  /**
   * Everything that a product sums over is written: the numbers of the matrix, and zeros in the
   * rest.
   */
  @ParameterizedTest
  @CsvSource({
    "BFLOAT16, 1, 768",
    "BFLOAT16, 33, 768",
    "BFLOAT16, 64, 9",
    "FLOAT32, 1, 768",
    "FLOAT32, 33, 64",
    "FLOAT32, 100, 9"
  })
  void fillsUpWithZeros(ElementType type, int n, int width) {
    Supported.assume(type);
    OpenMp.single();
    Packing packing = Packing.of(type, n, width);
    int elements = (int) (packing.bytes() / type.bytes());
    try (Block plain = Block.allocate((long) n * width * type.bytes());
        Block packed = Block.allocate(packing.bytes())) {
      Tensor from = plain.tensor(0, type, n, width);
      for (int e = 0; e < from.size(); e++) {
        from.set(e, 1);
      }
      Tensor to = packed.tensor(0, type, elements);
      for (int e = 0; e < elements; e++) {
        to.set(e, Double.NaN);
      }
      packing.run(from, packed.address());
      double sum = 0;
      for (int e = 0; e < elements; e++) {
        sum += to.get(e);
      }
      assertEquals((double) n * width, sum);
    }
  }
}
