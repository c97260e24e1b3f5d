package dev.zener.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zener.device.Arena;
import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Memory;
import dev.zener.device.Tensor;
import dev.zener.graph.Program.Value;
import dev.zener.op.backend.Backends;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacementTest {
  /** A tensor with the steps that first write and last read it. */
  private record Life(Value value, long[] shape, int from, int to) {
    long bytes() {
      long slack = shape.length == 2 ? 15 * shape[1] : 0; // for rows that a product may add
      return Block.align(Math.max(1, (Tensor.elements(shape) + slack) * value.type.bytes()));
    }

    boolean meets(Life other) {
      return from <= other.to && other.from <= to;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void noTwoLiveTensorsOverlap(long seed) {
    List<Life> lives = random(new Random(seed), 120);
    try (Arena arena = new Arena(Memory.HOST)) {
      Tensor[] tensors = place(lives, arena);
      for (Life a : lives) {
        long start = tensors[a.value.index].address();
        assertThat(start % Block.ALIGNMENT).isZero();
        for (Life b : lives) {
          if (a != b && a.meets(b)) {
            long other = tensors[b.value.index].address();
            assertThat(start + a.bytes() <= other || other + b.bytes() <= start)
                .as("%s and %s stand apart", a, b)
                .isTrue();
          }
        }
      }
      assertThat(arena.bytes()).isBetween(peak(lives), total(lives) / 2);
    }
  }

  @Test
  void aFreedPlaceIsTakenAgain() {
    List<Life> chain = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      chain.add(life(i, new long[] {100, 10}, i, i + 1));
    }
    try (Arena arena = new Arena(Memory.HOST)) {
      place(chain, arena);
      long two = 2 * chain.get(0).bytes();
      assertThat(arena.bytes()).isEqualTo(two + two / 8);
    }
  }

  /** CUDA aligns memory to 256 bytes, and cuBLASLt is told so. */
  @Test
  void tensorsAreAlignedAsTheirMemoryIs() {
    assumeTrue(Backends.missing("cuda").isEmpty(), "no CUDA library, not even an emulated one");
    Placement.Builder builder = new Placement.Builder(3, Backends.choose("cuda").memory());
    long[][] shapes = {{1}, {100}, {3, 5}};
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < shapes.length; i++) {
      values.add(new Value(i, "v" + i, ElementType.FLOAT32, null, false));
      builder.allocate(values.get(i), shapes[i]);
    }
    Placement placement = builder.build(shapes);
    Tensor[] tensors = new Tensor[3];
    try (Arena arena = new Arena(Memory.HOST)) {
      arena.reserve(placement.bytes());
      placement.fill(tensors, values, arena);
      for (Tensor t : tensors) {
        assertThat((t.address() - arena.address()) % 256).isZero();
      }
      assertThat(placement.bytes()).as("4, 400 and 60 + 15 rows of 20").isEqualTo(256 + 512 + 512);
    }
  }

  private static Tensor[] place(List<Life> lives, Arena arena) {

    Placement.Builder builder = new Placement.Builder(lives.size(), Memory.HOST);

    long[][] shapes = lives.stream().map(Life::shape).toArray(long[][]::new);
    int end = lives.stream().mapToInt(Life::to).max().orElseThrow();
    for (int step = 0; step <= end; step++) {
      for (Life life : lives) {
        if (life.from == step) {
          builder.allocate(life.value, life.shape);
        }
      }
      for (Life life : lives) {
        if (life.to == step) {
          builder.release(life.value);
        }
      }
    }
    Placement placement = builder.build(shapes);
    arena.reserve(placement.bytes());
    Tensor[] tensors = new Tensor[lives.size()];
    placement.fill(tensors, lives.stream().map(Life::value).toList(), arena);
    return tensors;
  }

  private static List<Life> random(Random random, int count) {
    List<Life> lives = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = i / 2;
      long[] shape = {random.nextInt(60), 1 + random.nextInt(60)};
      int length = random.nextInt(4) == 0 ? random.nextInt(30) : random.nextInt(4);
      lives.add(life(i, shape, from, from + length));
    }
    return lives;
  }

  private static Life life(int index, long[] shape, int from, int to) {
    ElementType type = shape[0] % 3 == 0 ? ElementType.FLOAT64 : ElementType.FLOAT32;
    return new Life(new Value(index, "v" + index, type, null, false), shape, from, to);
  }

  private static long peak(List<Life> lives) {
    int end = lives.stream().mapToInt(Life::to).max().orElseThrow();
    long[] live = new long[end + 1];
    for (Life l : lives) {
      for (int step = l.from; step <= l.to; step++) {
        live[step] += l.bytes();
      }
    }
    return Arrays.stream(live).max().orElseThrow();
  }

  private static long total(List<Life> lives) {
    return lives.stream().mapToLong(Life::bytes).sum();
  }
}
