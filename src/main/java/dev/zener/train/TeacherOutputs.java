package dev.zener.train;

import dev.zener.data.Window;
import dev.zener.device.Tensor;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerGraph;
import dev.zener.model.TaggerShape;
import dev.zener.op.backend.Backend;
import dev.zener.predict.Batching;
import dev.zener.predict.Inference;
import dev.zener.predict.Probabilities;
import dev.zener.weights.SafetensorsWriter;
import dev.zener.weights.TensorSource;
import dev.zener.weights.WeightFile;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The teacher's outputs, computed once and read from a file: soft labels of every target word,
 * {@code soft.M [words,C]} for the head on each layer M, and the [CLS] vector of every source
 * window, {@code cls [windows,H]}.
 */
public final class TeacherOutputs implements Teaching {
  private static final String CLS = "cls";

  private final WeightFile file;
  private final int labels;
  private final int hidden;
  private final Map<Window, Integer> firstWord;
  private final Map<Window, Integer> number;

  private TeacherOutputs(
      WeightFile file, Map<Window, Integer> firstWord, Map<Window, Integer> number) {
    this.file = file;
    this.firstWord = firstWord;
    this.number = number;
    long[] shape = file.info(CLS).shape();
    hidden = Math.toIntExact(shape[1]);
    String soft =
        file.names().stream().filter(n -> n.startsWith(TaggerGraph.SOFT)).findFirst().orElseThrow();
    labels = Math.toIntExact(file.info(soft).shape()[1]);
  }

  /** The row of each window's first word among all words. Windows are compared by identity. */
  private static Map<Window, Integer> firstWords(List<Window> windows) {
    Map<Window, Integer> firstWord = new IdentityHashMap<>();
    int words = 0;
    for (Window w : windows) {
      firstWord.put(w, words);
      words += w.words().length;
    }
    return firstWord;
  }

  private static Map<Window, Integer> numbers(List<Window> windows) {
    Map<Window, Integer> number = new IdentityHashMap<>();
    windows.forEach(w -> number.put(w, number.size()));
    return number;
  }

  /**
   * Computes the teacher's outputs for both corpora and writes them to the file.
   *
   * @throws dev.zener.problem.InputException if a single window does not fit in the memory allowed
   */
  public static void write(
      Parameters teacher,
      Backend backend,
      WindowedText target,
      WindowedText source,
      Batching batching,
      Path file) {
    List<Window> targetWindows = target.windows();
    List<Window> sourceWindows = source.windows();
    Map<Window, Integer> firstWord = firstWords(targetWindows);
    Map<Window, Integer> number = numbers(sourceWindows);
    List<TensorSource> tensors =
        new ArrayList<>(softLabels(teacher, backend, targetWindows, firstWord, batching));
    tensors.add(cls(teacher, backend, sourceWindows, number, batching));
    SafetensorsWriter.write(file, Map.of("format", "zener.teacher"), tensors);
  }

  /**
   * Opens a file that {@link #write} wrote for the same text.
   *
   * @param target the text given to {@code write}, the same object or one with equal windows in the
   *     same order, whose windows are given to {@link #soft}
   * @param source likewise for {@link #cls}
   */
  public static TeacherOutputs open(Path file, WindowedText target, WindowedText source) {
    return new TeacherOutputs(
        WeightFile.open(file), firstWords(target.windows()), numbers(source.windows()));
  }

  private static List<TensorSource> softLabels(
      Parameters teacher,
      Backend backend,
      List<Window> windows,
      Map<Window, Integer> firstWord,
      Batching batching) {
    int c = TaggerShape.of(teacher).labels();
    List<Integer> layers = TaggerShape.of(teacher).headLayers();
    int words = windows.stream().mapToInt(w -> w.words().length).sum();
    Map<Integer, float[]> soft = new LinkedHashMap<>();
    layers.forEach(layer -> soft.put(layer, new float[Math.multiplyExact(words, c)]));
    List<String> outputs = layers.stream().map(m -> TaggerGraph.LOGITS + m).toList();
    try (Inference inference = new Inference(teacher, backend, outputs)) {
      inference.run(
          windows,
          batching,
          (batch, out) ->
              soft.forEach(
                  (layer, values) ->
                      store(batch, out.get(TaggerGraph.LOGITS + layer), c, firstWord, values)));
    }
    List<TensorSource> tensors = new ArrayList<>();
    soft.forEach(
        (layer, values) ->
            tensors.add(TensorSource.of(TaggerGraph.SOFT + layer, values, values.length / c, c)));
    return tensors;
  }

  private static void store(
      List<Window> batch, Tensor logits, int c, Map<Window, Integer> firstWord, float[] soft) {
    int row = 0;
    for (Window w : batch) {
      for (int i = 0; i < w.words().length; i++, row++) {
        double[] p = Probabilities.softmax(logits, row * c, c);
        for (int j = 0; j < c; j++) {
          soft[(firstWord.get(w) + i) * c + j] = (float) p[j];
        }
      }
    }
  }

  private static TensorSource cls(
      Parameters teacher,
      Backend backend,
      List<Window> windows,
      Map<Window, Integer> number,
      Batching batching) {
    int h = TaggerShape.of(teacher).encoder().hidden();
    float[] values = new float[Math.multiplyExact(windows.size(), h)];
    try (Inference inference = new Inference(teacher, backend, List.of(TaggerGraph.CLS))) {
      inference.run(
          windows,
          batching,
          (batch, out) -> {
            Tensor cls = out.get(TaggerGraph.CLS); // [B,H]
            for (int b = 0; b < batch.size(); b++) {
              cls.floats().get(b * h, values, number.get(batch.get(b)) * h, h);
            }
          });
    }
    return TensorSource.of(CLS, values, windows.size(), h);
  }

  @Override
  public float[] soft(int layer, List<Window> windows) {
    int words = windows.stream().mapToInt(w -> w.words().length).sum();
    FloatBuffer values = FloatBuffer.allocate(words * labels);
    for (Window w : windows) {
      values.limit(values.position() + w.words().length * labels);
      file.read(TaggerGraph.SOFT + layer, (long) firstWord.get(w) * labels, values);
    }
    return values.array();
  }

  @Override
  public float[] cls(List<Window> windows) {
    FloatBuffer values = FloatBuffer.allocate(windows.size() * hidden);
    for (Window w : windows) {
      values.limit(values.position() + hidden);
      file.read(CLS, (long) number.get(w) * hidden, values);
    }
    return values.array();
  }

  @Override
  public void close() {
    file.close();
  }
}
