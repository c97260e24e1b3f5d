package dev.zener.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockTest {
  @Test
  void blocksAreAligned() {
    List<Block> blocks = new ArrayList<>();
    for (int bytes = 0; bytes < 200; bytes += 13) {
      blocks.add(Block.allocate(bytes));
    }
    assertThat(blocks).allMatch(b -> b.address() % Block.ALIGNMENT == 0);
    blocks.forEach(Block::close);
  }

  /** A new block must not show the contents of a closed block. */
  @ParameterizedTest
  @ValueSource(ints = {4, 60, 64, 68, 4096})
  void freshBlocksAreZero(int bytes) {
    for (int round = 0; round < 5; round++) {
      try (Block block = Block.allocate(bytes)) {
        Tensor t = block.tensor(0, ElementType.INT32, bytes / 4);
        assertThat(t.toInts()).containsOnly(0);
        int[] dirt = new int[bytes / 4];
        Arrays.fill(dirt, -1);
        t.setInts(dirt);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 64", "63, 64", "64, 64", "65, 128", "8589934593, 8589934656"})
  void alignsUpwards(long n, long expected) {
    assertThat(Block.align(n)).isEqualTo(expected);
  }

  @Test
  void tensorsLieWhereTheyWereAskedFor() {
    try (Block block = Block.allocate(32)) {
      Tensor all = block.tensor(0, ElementType.INT32, 8);
      Tensor tail = block.tensor(24, ElementType.INT32, 2);
      tail.setInts(new int[] {7, 8});
      assertThat(all.toInts()).containsExactly(0, 0, 0, 0, 0, 0, 7, 8);
      assertThat(tail.address()).isEqualTo(block.address() + 24);
      assertThat(block.tensor(32, ElementType.FLOAT32, 0, 5).size()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-4, 28, 32, 1L << 40, Long.MAX_VALUE - 3})
  void aTensorMustLieInside(long offset) {
    try (Block block = Block.allocate(32)) {
      assertThatThrownBy(() -> block.tensor(offset, ElementType.FLOAT32, 2))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("FLOAT32[2] at byte " + offset + " of a block of 32");
    }
  }

  @Test
  void aClosedBlockGivesNothing() {
    Block block = Block.allocate(32);
    block.close();
    block.close();
    assertThatThrownBy(() -> block.tensor(0, ElementType.FLOAT32, 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the block is closed");
  }

  @Test
  void whatCannotBeHadIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Block.allocate(-1))
        .withMessageContaining("-1 bytes");
    assertThatThrownBy(() -> Block.allocate(1L << 60))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessageContaining("1099511627776 MiB of host memory are not available");
  }
}
