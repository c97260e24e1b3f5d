package dev.zener;

import dev.zener.data.Window;
import dev.zener.device.Tensor;
import dev.zener.model.EncoderShape;
import dev.zener.model.TaggerGraph;
import dev.zener.predict.Inference;
import dev.zener.pretrained.LoadReport;
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

  private final OpenEncoder open;
  private final Inference inference;

  private Encoder(OpenEncoder open, Inference inference) {
    this.open = open;
    this.inference = inference;
  }

  /**
   * Opens a model, with or without heads.
   *
   * @throws dev.zener.problem.InputException if the directory cannot be read, or the model does not
   *     fit in the memory allowed
   * @throws IllegalArgumentException if this machine does not support the device or the precision
   */
  public static Encoder open(ModelSource source, EncoderOptions options) {
    OpenEncoder open = OpenEncoder.open(source, options);
    try {
      return open.threads().with(() -> new Encoder(open, inference(open)));
    } catch (RuntimeException | Error e) {
      open.close();
      throw e;
    }
  }

  private static Inference inference(OpenEncoder open) {
    return new Inference(
        open.loaded().parameters(), open.backend(), graphNames(open.model()).values());
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
    return open.model().encoder();
  }

  /** The number of labels C, which may have no names; empty if the model has no tagging head. */
  public OptionalInt labels() {
    int outputs = open.model().outputs();
    return outputs > 0 ? OptionalInt.of(outputs) : OptionalInt.empty();
  }

  /** The width of each tensor that a {@link Sink} receives, by name. */
  public Map<String, Integer> widths() {
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (String name : graphNames(open.model()).keySet()) {
      widths.put(name, name.equals(LOGITS) ? labels().getAsInt() : shape().hidden());
    }
    return widths;
  }

  /** The piece ids of a text, with the special pieces that begin and end an input. */
  public int[] ids(String text) {
    PieceTokenizer tokenizer = open.model().tokenizer();
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
    open.threads()
        .run(
            () ->
                inference.run(
                    windows, open.batching(), (batch, outputs) -> handOver(batch, outputs, sink)));
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
    graphNames(open.model())
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
    return open.loadReport();
  }

  @Override
  public void close() {
    inference.close();
    open.close();
  }
}
