package dev.zener.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.data.PackedBatch;
import dev.zener.data.Sentence;
import dev.zener.data.Window;
import dev.zener.device.MemoryLimit;
import dev.zener.device.Tensor;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerGraph;
import dev.zener.op.backend.Backends;
import dev.zener.predict.Batching;
import dev.zener.predict.Inference;
import dev.zener.predict.Probabilities;
import dev.zener.problem.InputException;
import dev.zener.testing.Close;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeacherOutputsTest {
  private static final int C = TinyCorpora.LABELS.size();

  @TempDir Path folder;

  /** The corpus contains each window twice, so only identity distinguishes two equal windows. */
  private final WindowedText target =
      TinyCorpora.corpus(twice(TinyCorpora.unlabelled(1, 5, 0, 22, 1, 3)));

  private final WindowedText source = TinyCorpora.source(TinyCorpora.labelled(2, 4, 18, 0, 2, 6));

  private static List<Sentence> twice(List<Sentence> sentences) {
    List<Sentence> twice = new ArrayList<>(sentences);
    twice.addAll(sentences);
    return twice;
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 30, 4096})
  void equalTheTeacherRunOverEachWindow(int batchPieces) {
    List<String> wanted = List.of("logits.1", "logits.2", TaggerGraph.CLS);
    try (Parameters teacher = TinyCorpora.parameters();
        TeacherOutputs outputs = compute(teacher, batchPieces);
        Inference inference = new Inference(teacher, Backends.best(), wanted)) {
      for (Window w : target.windows()) {
        Map<String, Tensor> out = inference.run(PackedBatch.of(List.of(w)));
        for (int layer : new int[] {1, 2}) {
          double[] truth = probabilities(out.get("logits." + layer), w.words().length);
          close("soft." + layer, outputs.soft(layer, List.of(w)), truth);
        }
      }
      for (Window w : source.windows()) {
        Tensor cls = inference.run(PackedBatch.of(List.of(w))).get(TaggerGraph.CLS);
        close("cls", outputs.cls(List.of(w)), cls.toDoubles());
      }
    }
  }

  private TeacherOutputs compute(Parameters teacher, int batchPieces) {
    return compute(teacher, Batching.of(batchPieces));
  }

  private TeacherOutputs compute(Parameters teacher, Batching batching) {
    Path file = folder.resolve("outputs.safetensors");
    TeacherOutputs.write(teacher, Backends.best(), target, source, batching, file);
    return TeacherOutputs.open(file, target, source);
  }

  /** The bits of a training must not depend on the available memory. */
  @Tag("slow")
  @Test
  void littleMemoryChangesNoBit() {
    try (Parameters teacher = TinyCorpora.parameters();
        TeacherOutputs outputs = compute(teacher, Batching.of(4096))) {
      float[] soft = outputs.soft(2, target.windows());
      float[] cls = outputs.cls(source.windows());
      long little = 1 << 20;
      long enough = 1 << 26;
      int once = computeWithin(enough, teacher, soft, cls);
      while (enough - little > 4096) { // find the least memory that suffices
        long free = (little + enough) / 2;
        if (computeWithin(free, teacher, soft, cls) > 0) {
          enough = free;
        } else {
          little = free;
        }
      }
      assertThat(computeWithin(enough, teacher, soft, cls)).isGreaterThan(2 * once);
    }
  }

  /** Returns how often the memory was checked, or 0 if it did not suffice. */
  private int computeWithin(long free, Parameters teacher, float[] soft, float[] cls) {
    AtomicInteger asked = new AtomicInteger();
    MemoryLimit memory = new MemoryLimit(free, () -> asked.getAndIncrement() * 0);
    try (TeacherOutputs cut = compute(teacher, new Batching(4096, memory, ""))) {
      assertThat(cut.soft(2, target.windows())).isEqualTo(soft);
      assertThat(cut.cls(source.windows())).isEqualTo(cls);
      return asked.get();
    } catch (InputException e) {
      return 0;
    }
  }

  private static double[] probabilities(Tensor logits, int words) {
    return IntStream.range(0, words)
        .mapToObj(w -> Probabilities.softmax(logits, w * C, C))
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  private static void close(String name, float[] actual, double[] truth) {
    Close.check(name, doubles(actual), truth, 1e-5, 0);
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  @Test
  void windowsComeInTheOrderAskedFor() {
    try (Parameters teacher = TinyCorpora.parameters();
        TeacherOutputs outputs = compute(teacher, 64)) {
      List<Window> some = List.of(target.windows().get(6), target.windows().get(1));
      float[] first = outputs.soft(1, some.subList(0, 1));
      float[] second = outputs.soft(1, some.subList(1, 2));
      assertThat(first).isNotEqualTo(second);
      float[] both = outputs.soft(1, some);
      assertThat(Arrays.copyOf(both, first.length)).isEqualTo(first);
      assertThat(Arrays.copyOfRange(both, first.length, both.length)).isEqualTo(second);
      assertThat(outputs.soft(2, some)).isNotEqualTo(both);
      assertThat(outputs.soft(1, List.of())).isEmpty();
      List<Window> last = List.of(source.windows().get(3), source.windows().get(0));
      float[] cls = outputs.cls(last);
      assertThat(Arrays.copyOfRange(cls, TinyCorpora.HIDDEN, cls.length))
          .isEqualTo(outputs.cls(last.subList(1, 2)));
    }
  }
}
