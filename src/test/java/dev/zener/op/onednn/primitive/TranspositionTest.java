package dev.zener.op.onednn.primitive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.OpenMp;
import dev.zener.device.Tensor;
import dev.zener.op.onednn.Supported;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranspositionTest {
  /** All bit patterns, including NaN and subnormal numbers, arrive unchanged at the right place. */
  @ParameterizedTest
  @CsvSource({
    "BFLOAT16, 1, 2, 0, 2, 2",
    "BFLOAT16, 2, 8, 2, 4, 2",
    "BFLOAT16, 301, 768, 128, 128, 320",
    "BFLOAT16, 300, 768, 640, 128, 300",
    "BFLOAT16, 37, 9, 0, 9, 64",
    "BFLOAT16, 37, 10, 0, 2, 37",
    "BFLOAT16, 6, 10, 3, 4, 6",
    "FLOAT32, 1, 1, 0, 1, 1",
    "FLOAT32, 301, 160, 32, 128, 304"
  })
  void isTheStripeTurned(ElementType type, int n, int m, int first, int width, int length) {
    Supported.assume(type);
    OpenMp.single();
    try (Block block = Block.allocate((long) n * m * type.bytes());
        Block turned = Block.allocate((long) width * length * type.bytes())) {
      Tensor from = block.tensor(0, type, n, m);
      byte[] bits = new byte[n * m * type.bytes()];
      new Random(5).nextBytes(bits);
      from.bytes().put(bits);
      ByteBuffer to = turned.tensor(0, type, width, length).bytes();
      for (int b = 0; b < to.capacity(); b++) {
        to.put(b, (byte) 0x5a);
      }
      Transposition.run(from, first, width, length, turned.address());
      for (int i = 0; i < length; i++) {
        for (int j = 0; j < width; j++) {
          for (int b = 0; b < type.bytes(); b++) {
            int expected = i < n ? bits[(i * m + first + j) * type.bytes() + b] : 0;
            assertEquals(
                expected,
                to.get((j * length + i) * type.bytes() + b),
                "row " + i + ", column " + j);
          }
        }
      }
    }
  }
}
