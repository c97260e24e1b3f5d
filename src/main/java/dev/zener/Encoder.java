package dev.zener;

import dev.zener.data.Window;
import dev.zener.device.ElementType;
import dev.zener.device.MemoryLimit;
import dev.zener.device.Tensor;
import dev.zener.model.EncoderShape;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerGraph;
import dev.zener.model.TaggerShape;
import dev.zener.op.Backend;
import dev.zener.op.Backends;
import dev.zener.predict.Batching;
import dev.zener.predict.Inference;
import dev.zener.pretrained.LoadReport;
import dev.zener.pretrained.LoadedModel;
import dev.zener.pretrained.ModelDirectory;
import dev.zener.pretrained.ModelSource;
import dev.zener.tokenizer.WordPieceTokenizer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * All hidden states of texts, and the logits of every piece where the model has a head that tags.
 * Not thread-safe.
 */
public final class Encoder implements AutoCloseable {
  /** Takes the vectors of one text. */
  @FunctionalInterface
  public interface Sink {
    /**
     * One tensor of one text.
     *
     * @param text its number
     * @param name {@code hidden.0} to {@code hidden.L}, or {@code logits}
     * @param values row by row, [pieces, width]; valid during the call
     */
    void accept(int text, String name, FloatBuffer values);
  }

  /** The name of the logits. */
  public static final String LOGITS = "logits";

  private final ModelDirectory model;
  private final LoadedModel loaded;
  private final Inference inference;
  private final Batching batching;

  private Encoder(
      ModelDirectory model, LoadedModel loaded, Inference inference, Batching batching) {
    this.model = model;
    this.loaded = loaded;
    this.inference = inference;
    this.batching = batching;
  }

  /**
   * Opens a model, with or without heads.
   *
   * @param device auto, reference, onednn or cuda
   * @param precision of products: float32, tf32, bfloat16 or auto
   * @param batchPieces computed at once
   * @param maxMemory bytes that the process may hold resident (Linux): batches become smaller where
   *     that is too little; empty: as much as batches need
   * @throws dev.zener.label.InputException if the directory cannot be read, or memory does not
   *     suffice for the model
   * @throws IllegalArgumentException if this machine cannot have the device or the precision
   */
  public static Encoder open(
      ModelSource source,
      String device,
      String precision,
      int batchPieces,
      OptionalLong maxMemory) {
    Backend backend = Backends.choose(device, precision);
    Batching batching = new Batching(batchPieces, MemoryLimit.of(maxMemory), "shorter texts");
    ModelDirectory model = ModelDirectory.open(source);
    LoadedModel loaded = load(model, batching.memory());
    try {
      Inference inference = new Inference(loaded.parameters(), backend, graphNames(model).values());
      return new Encoder(model, loaded, inference, batching);
    } catch (RuntimeException | Error e) {
      loaded.close();
      throw e;
    }
  }

  /** Where there is no head, a graph needs one all the same; nothing of it is computed. */
  private static LoadedModel load(ModelDirectory model, MemoryLimit memory) {
    TaggerShape shape =
        model.isTagger() ? model.shape() : new TaggerShape(model.encoder(), 1, List.of());
    memory.require(Parameters.bytes(shape, ElementType.FLOAT32), "the model", "a smaller one");
    return model.isTagger()
        ? model.load(ElementType.FLOAT32)
        : model.loadEncoder(shape, ElementType.FLOAT32, 0);
  }

  /** The graph's names by ours. */
  private static Map<String, String> graphNames(ModelDirectory model) {
    int layers = model.encoder().layers();
    Map<String, String> names = new LinkedHashMap<>();
    for (int layer = 0; layer <= layers; layer++) {
      names.put(TaggerGraph.HIDDEN + layer, TaggerGraph.HIDDEN + layer);
    }
    if (model.isTagger()) {
      names.put(LOGITS, TaggerGraph.LOGITS + layers);
    }
    return names;
  }

  /** Sizes and rates. */
  public EncoderShape shape() {
    return model.encoder();
  }

  /** C, where there is a head that tags. */
  public OptionalInt labels() {
    return model.isTagger() ? OptionalInt.of(model.labels().size()) : OptionalInt.empty();
  }

  /** The width of each tensor of a text, by name. */
  public Map<String, Integer> widths() {
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (String name : graphNames(model).keySet()) {
      widths.put(name, name.equals(LOGITS) ? labels().getAsInt() : shape().hidden());
    }
    return widths;
  }

  /** The pieces of a text, [CLS] first and [SEP] last. */
  public int[] ids(String text) {
    WordPieceTokenizer tokenizer = model.tokenizer();
    IntStream pieces = IntStream.of(tokenizer.encode(text).ids());
    IntStream cls = IntStream.of(tokenizer.vocabulary().cls());
    IntStream sep = IntStream.of(tokenizer.vocabulary().sep());
    return IntStream.concat(IntStream.concat(cls, pieces), sep).toArray();
  }

  /**
   * Encodes texts, those of like length together, and so hands them over in any order.
   *
   * @param ids of each text, as {@link #ids} gives them; at most as many as there are positions
   * @throws dev.zener.label.InputException if memory does not suffice for a text
   */
  public void encode(List<int[]> ids, Sink sink) {
    List<Window> windows = new ArrayList<>(ids.size());
    for (int text = 0; text < ids.size(); text++) {
      windows.add(allRows(text, ids.get(text)));
    }
    inference.run(windows, batching, (batch, outputs) -> handOver(batch, outputs, sink));
  }

  /** A window that counts every piece as a word, so that logits come out for each. */
  private Window allRows(int text, int[] ids) {
    if (ids.length > shape().positions()) {
      throw new IllegalArgumentException(
          String.format(
              "text %d has %d pieces with [CLS] and [SEP]; the model has %d positions",
              text, ids.length, shape().positions()));
    }
    int[] rows = IntStream.range(0, ids.length).toArray();
    return new Window(text, ids, rows, rows);
  }

  private void handOver(List<Window> batch, Map<String, Tensor> outputs, Sink sink) {
    graphNames(model)
        .forEach(
            (name, graphName) -> {
              Tensor tensor = outputs.get(graphName); // [N,width]
              int row = 0;
              for (Window text : batch) {
                int end = row + text.pieces();
                sink.accept(text.sentence(), name, rows(tensor, row, end));
                row = end;
              }
            });
  }

  private static FloatBuffer rows(Tensor tensor, int from, int to) {
    int width = tensor.dim(1);
    return tensor.floats().duplicate().limit(to * width).position(from * width);
  }

  /** What became of every weight of the model's files. */
  public LoadReport loadReport() {
    return model.isTagger() ? loaded.report() : loaded.report().withFresh(List.of());
  }

  @Override
  public void close() {
    inference.close();
    loaded.close();
  }
}
