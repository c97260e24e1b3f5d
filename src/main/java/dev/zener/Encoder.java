package dev.zener;

import dev.zener.data.Window;
import dev.zener.device.ElementType;
import dev.zener.device.MemoryLimit;
import dev.zener.device.Tensor;
import dev.zener.device.ThreadLimit;
import dev.zener.model.EncoderShape;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerGraph;
import dev.zener.model.TaggerShape;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Backends;
import dev.zener.predict.Batching;
import dev.zener.predict.Inference;
import dev.zener.pretrained.LoadReport;
import dev.zener.pretrained.LoadedModel;
import dev.zener.pretrained.ModelDirectory;
import dev.zener.pretrained.ModelSource;
import dev.zener.tokenizer.PieceTokenizer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Computes all hidden states of texts and, if the model has a tagging head, the logits of every
 * piece. Not thread-safe.
 */
public final class Encoder implements AutoCloseable {
  /** Receives the tensors of each text. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Receives one tensor of one text.
     *
     * @param text the index of the text in the list given to {@link #encode}, from 0
     * @param name {@code hidden.0} to {@code hidden.L}, or {@code logits}
     * @param values the tensor [pieces,width] in row-major order; valid only during the call
     */
    void accept(int text, String name, FloatBuffer values);
  }

  /** The name under which logits are passed to a {@link Sink}. */
  public static final String LOGITS = "logits";

  private final ModelDirectory model;
  private final LoadedModel loaded;
  private final Inference inference;
  private final Batching batching;
  private final ThreadLimit threads;

  private Encoder(
      ModelDirectory model,
      LoadedModel loaded,
      Inference inference,
      Batching batching,
      ThreadLimit threads) {
    this.model = model;
    this.loaded = loaded;
    this.inference = inference;
    this.batching = batching;
    this.threads = threads;
  }

  /**
   * Opens a model, with or without heads.
   *
   * @throws dev.zener.problem.InputException if the directory cannot be read, or the model does not
   *     fit in the memory allowed
   * @throws IllegalArgumentException if this machine does not support the device or the precision
   */
  public static Encoder open(ModelSource source, EncoderOptions options) {
    ThreadLimit threads = ThreadLimit.of(options.threads());
    return threads.with(() -> open(source, options, threads));
  }

  private static Encoder open(ModelSource source, EncoderOptions options, ThreadLimit threads) {
    Backend backend = Backends.choose(options.device(), options.precision());
    Batching batching =
        new Batching(
            options.batchPieces(), MemoryLimit.of(options.maxMemory()), "use shorter texts");
    ModelDirectory model = ModelDirectory.open(source);
    LoadedModel loaded = load(model, batching.memory());
    try {
      Inference inference = new Inference(loaded.parameters(), backend, graphNames(model).values());
      return new Encoder(model, loaded, inference, batching, threads);
    } catch (RuntimeException | Error e) {
      loaded.close();
      throw e;
    }
  }

  /**
   * Loads the model. A tagger graph requires a head, so a model without one gets a placeholder head
   * with one label, which is never computed.
   */
  private static LoadedModel load(ModelDirectory model, MemoryLimit memory) {
    if (model.outputs() > 0) {
      memory.require(model.bytes(ElementType.FLOAT32), "the model", "use a smaller model");
      return model.load(ElementType.FLOAT32);
    }
    TaggerShape shape = new TaggerShape(model.encoder(), 1, List.of());
    memory.require(
        Parameters.bytes(shape, ElementType.FLOAT32), "the model", "use a smaller model");
    return model.loadEncoder(shape, ElementType.FLOAT32, 0);
  }

  /** Maps each tensor name that a {@link Sink} receives to its name in the graph. */
  private static Map<String, String> graphNames(ModelDirectory model) {
    int layers = model.encoder().layers();
    Map<String, String> names = new LinkedHashMap<>();
    for (int layer = 0; layer <= layers; layer++) {
      names.put(TaggerGraph.HIDDEN + layer, TaggerGraph.HIDDEN + layer);
    }
    if (model.outputs() > 0) {
      names.put(LOGITS, TaggerGraph.LOGITS + layers);
    }
    return names;
  }

  /** The encoder's sizes and dropout rates. */
  public EncoderShape shape() {
    return model.encoder();
  }

  /** The number of labels C, which may have no names; empty if the model has no tagging head. */
  public OptionalInt labels() {
    return model.outputs() > 0 ? OptionalInt.of(model.outputs()) : OptionalInt.empty();
  }

  /** The width of each tensor that a {@link Sink} receives, by name. */
  public Map<String, Integer> widths() {
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (String name : graphNames(model).keySet()) {
      widths.put(name, name.equals(LOGITS) ? labels().getAsInt() : shape().hidden());
    }
    return widths;
  }

  /** The piece ids of a text, with the special pieces that begin and end an input. */
  public int[] ids(String text) {
    PieceTokenizer tokenizer = model.tokenizer();
    return tokenizer.frame().around(tokenizer.encode(text).ids());
  }

  /**
   * Encodes texts. Texts of similar length are computed together, so the sink does not receive them
   * in the order given.
   *
   * @param ids the piece ids of each text, as returned by {@link #ids}
   * @throws IllegalArgumentException if a text has more pieces than the model has positions
   * @throws dev.zener.problem.InputException if a single text does not fit in the memory allowed
   */
  public void encode(List<int[]> ids, Sink sink) {
    List<Window> windows = new ArrayList<>(ids.size());
    for (int text = 0; text < ids.size(); text++) {
      windows.add(allRows(text, ids.get(text)));
    }
    threads.run(
        () -> inference.run(windows, batching, (batch, outputs) -> handOver(batch, outputs, sink)));
  }

  /** A window in which every piece counts as a word, so that logits are computed for each piece. */
  private Window allRows(int text, int[] ids) {
    if (ids.length > shape().positions()) {
      throw new IllegalArgumentException(
          String.format(
              "text %d has %d pieces, including the special pieces at its ends; allowed: up to %d, the"
                  + " model's positions",
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

  /** Reports how each weight in the model's files was used. */
  public LoadReport loadReport() {
    return model.outputs() > 0 ? loaded.report() : loaded.report().withFresh(List.of());
  }

  @Override
  public void close() {
    inference.close();
    loaded.close();
  }
}
