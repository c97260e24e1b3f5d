package dev.zener.op.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.OpenMp;
import dev.zener.device.Tensor;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranspositionTest {
  /** Any bits at all, NaN and subnormal numbers among them, arrive where they belong. */
  @ParameterizedTest
  @CsvSource({
    "BFLOAT16, 1, 2, 0, 2",
    "BFLOAT16, 2, 8, 2, 4",
    "BFLOAT16, 301, 768, 128, 128",
    "BFLOAT16, 300, 768, 640, 128",
    "BFLOAT16, 37, 9, 0, 9",
    "BFLOAT16, 6, 10, 3, 4",
    "FLOAT32, 1, 1, 0, 1",
    "FLOAT32, 301, 160, 32, 128"
  })
  void isTheStripeTurned(ElementType type, int n, int m, int first, int width) {
    OpenMp.single();
    int stride = Transposition.stride(type, n);
    try (Block block = Block.allocate((long) n * m * type.bytes());
        Block turned = Block.allocate((long) width * stride * type.bytes())) {
      Tensor from = block.tensor(0, type, n, m);
      byte[] bits = new byte[n * m * type.bytes()];
      new Random(5).nextBytes(bits);
      from.bytes().put(bits);
      Transposition.run(from, first, width, turned.address());
      ByteBuffer to = turned.tensor(0, type, width, stride).bytes();
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < width; j++) {
          for (int b = 0; b < type.bytes(); b++) {
            assertEquals(
                bits[(i * m + first + j) * type.bytes() + b],
                to.get((j * stride + i) * type.bytes() + b),
                "row " + i + ", column " + j);
          }
        }
      }
    }
  }
}
