package dev.zener.op.onednn.attention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import dev.zener.op.Attention;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SentencePartTest {
  private static final int HEADS = 12;

  @Test
  void everyQueryOfEveryHeadIsTakenOnce() {
    int[] lengths = {1, 512, 27, 3, 0, 129, 60};
    int[][] taken = new int[lengths.length][HEADS * 512];
    for (List<SentencePart> part : parts(lengths)) {
      for (SentencePart item : part) {
        assertThat(item.keys()).isEqualTo(lengths[item.sentence()]);
        assertThat(item.scores()).isLessThanOrEqualTo(SentencePart.MOST);
        for (int a = item.head(); a < item.head() + item.heads(); a++) {
          for (int i = item.query(); i < item.query() + item.queries(); i++) {
            taken[item.sentence()][a * lengths[item.sentence()] + i]++;
          }
        }
      }
    }
    for (int b = 0; b < lengths.length; b++) {
      int all = HEADS * lengths[b];
      assertThat(Arrays.stream(taken[b], 0, all)).allMatch(n -> n == 1);
      assertThat(Arrays.stream(taken[b]).sum()).isEqualTo(all);
    }
  }

  @Test
  void headsOfASentenceStayWithOnePartInOrder() {
    for (List<SentencePart> part : parts(512, 300)) {
      for (int i = 1; i < part.size(); i++) {
        SentencePart before = part.get(i - 1);
        SentencePart item = part.get(i);
        int next = before.query() + before.queries();
        assertThat(item.query()).isEqualTo(next == before.keys() ? 0 : next);
      }
      // a thread that started too late has done nothing
      assertThat(part.stream().limit(1)).allSatisfy(item -> assertThat(item.query()).isZero());
    }
  }

  @Test
  void noItemHoldsUpTheOthers() {
    int[] lengths = IntStream.range(0, 64).map(b -> b < 8 ? 60 : 5 + b % 30).toArray();
    int total = Arrays.stream(lengths).map(n -> HEADS * n * n).sum();
    for (List<SentencePart> part : parts(lengths)) {
      assertThat(part)
          .allSatisfy(p -> assertThat(p.scores()).isLessThan(total / (4 * Workers.threads())));
    }
  }

  @Test
  void littleWorkHasOnePart() {
    assertThat(parts(5, 7).stream().filter(p -> !p.isEmpty())).hasSize(1);
  }

  /** The items of each part, for sentences with as many queries as keys. */
  private static List<List<SentencePart>> parts(int... lengths) {
    List<List<SentencePart>> parts = new ArrayList<>();
    for (int p = 0; p < Workers.threads(); p++) {
      parts.add(Collections.synchronizedList(new ArrayList<>()));
    }
    int rows = Arrays.stream(lengths).sum();
    int[] offsets = new int[lengths.length + 1];
    for (int b = 0; b < lengths.length; b++) {
      offsets[b + 1] = offsets[b] + lengths[b];
    }
    try (Block block = Block.allocate(4L * rows * HEADS);
        Block places = Block.allocate(4L * offsets.length)) {
      Tensor x = block.tensor(0, ElementType.FLOAT32, rows, HEADS);
      Tensor at = places.tensor(0, ElementType.INT32, offsets.length);
      at.setInts(offsets);
      Tensor[] in = {x, x, x, at, at};
      SentencePart.forAll(
          new PackedSentences(new Attention(HEADS, 0, 0), in, 0),
          (part, item) -> parts.get(part).add(item));
    }
    return parts;
  }
}
