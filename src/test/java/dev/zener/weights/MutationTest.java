package dev.zener.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.label.InputException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Damaged files are read, or refused by an InputException: nothing else ever comes out. */
class MutationTest {
  @SuppressWarnings("unused")
  static final List<String> FILES = files();

  private static final int MUTANTS = 3000;
  private static final byte[] LIKELY = {0, 1, -1, 127, -128, '(', ']', '}', 'R', '{', '[', '"'};

  private static List<String> files() {
    List<String> files = new ArrayList<>(Golden.SAME);
    files.add("module.bin");
    files.add("module-legacy.bin");
    return files;
  }

  @ParameterizedTest
  @FieldSource("FILES")
  void nothingButInputExceptions(String name) {
    byte[] whole = Golden.bytes(name);
    Random random = new Random(name.hashCode());
    int read = 0;
    for (int i = 0; i < MUTANTS; i++) {
      read += survives(mutate(whole, random), name + " mutant " + i) ? 1 : 0;
    }
    // Both ends of the road are walked.
    assertThat(read).isBetween(MUTANTS / 100, MUTANTS * 99 / 100);
  }

  @Test
  void indexesToo() {
    byte[] whole = Golden.bytes("sharded-bin/pytorch_model.bin.index.json");
    Random random = new Random(5);
    for (int i = 0; i < MUTANTS; i++) {
      byte[] mutant = mutate(whole, random);
      try {
        ShardIndex.parse(ByteBuffer.wrap(mutant));
      } catch (InputException refusal) {
        assertThat(refusal).hasMessageNotContaining("\n");
      }
    }
  }

  private static boolean survives(byte[] mutant, String which) {
    try {
      WeightFile weights = Golden.parse(mutant);
      weights.names().forEach(name -> readAll(weights, name));
      return true;
    } catch (InputException refusal) {
      assertThat(refusal.getMessage()).as(which).isNotBlank().doesNotContain("\n");
      return false;
    } catch (RuntimeException | Error e) {
      throw new AssertionError(which, e);
    }
  }

  private static void readAll(WeightFile weights, String name) {
    TensorInfo info = weights.info(name);
    int count = Math.toIntExact(info.elements());
    if (info.dtype().floating()) {
      assertThat(weights.floats(name)).hasSize(count);
      weights.read(name, 0, DoubleBuffer.allocate(count));
    } else {
      weights.read(name, 0, LongBuffer.allocate(count));
    }
  }

  private static byte[] mutate(byte[] whole, Random random) {
    byte[] mutant = whole.clone();
    for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
      mutant = edit(mutant, random);
    }
    return mutant;
  }

  private static byte[] edit(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return bytes;
    }
    int at = random.nextInt(bytes.length);
    int length = 1 + random.nextInt(Math.min(16, bytes.length - at));
    switch (random.nextInt(6)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt();
      case 2 -> bytes[at] = LIKELY[random.nextInt(LIKELY.length)];
      case 3 -> Arrays.fill(bytes, at, at + length, LIKELY[random.nextInt(5)]);
      case 4 ->
          System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, at, length);
      default -> {
        return spliced(bytes, at, length, random.nextBoolean());
      }
    }
    return bytes;
  }

  /** Leaves a few bytes out, or has them twice. */
  private static byte[] spliced(byte[] bytes, int at, int length, boolean twice) {
    int rest = twice ? at : at + length;
    int head = twice ? at + length : at;
    byte[] spliced = Arrays.copyOf(bytes, head + bytes.length - rest);
    System.arraycopy(bytes, rest, spliced, head, bytes.length - rest);
    return spliced;
  }
}
