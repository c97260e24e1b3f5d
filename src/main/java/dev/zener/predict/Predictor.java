package dev.zener.predict;

import dev.zener.data.Sentence;
import dev.zener.data.Window;
import dev.zener.data.WindowReport;
import dev.zener.data.Windower;
import dev.zener.device.Tensor;
import dev.zener.label.LabelSet;
import dev.zener.label.Scheme;
import dev.zener.label.Span;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerGraph;
import dev.zener.model.TaggerShape;
import dev.zener.op.backend.Backend;
import dev.zener.problem.InputException;
import dev.zener.tokenizer.PieceTokenizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Tags sentences of any length with the head on the last layer. Long sentences are cut into
 * overlapping windows, and each word is tagged in the window where it is farthest from an edge. A
 * word without pieces gets the tag O.
 *
 * <p>Several threads may call it. Their batches run one at a time and in turn, so that a short text
 * waits for one batch of a long one and not for all. {@link #close} must come after all calls.
 */
public final class Predictor implements AutoCloseable {
  /**
   * Settings of a predictor.
   *
   * @param maxPieces the maximum number of pieces in a window, including the special pieces at its
   *     ends
   * @param batching how windows are grouped into batches
   * @param decoding how labels are chosen from probabilities
   * @param temperature the divisor of the logits, see {@link Calibration}; it changes the
   *     probabilities, but not which label is the most probable
   */
  public record Settings(int maxPieces, Batching batching, Decoding decoding, double temperature) {
    /** Settings with temperature 1. */
    public Settings(int maxPieces, Batching batching, Decoding decoding) {
      this(maxPieces, batching, decoding, 1);
    }
  }

  private final PieceTokenizer tokenizer;
  private final LabelSet labels;
  private final Settings settings;
  private final String output;
  private final Inference inference;

  /** Fair, so that calls take turns. */
  private final ReentrantLock turn = new ReentrantLock(true);

  private final AtomicReference<WindowReport> report = new AtomicReference<>(WindowReport.NONE);

  /** Compiles the forward pass. The caller still owns the parameters and must close them. */
  public Predictor(
      Parameters parameters,
      Backend backend,
      PieceTokenizer tokenizer,
      LabelSet labels,
      Settings settings) {
    this.tokenizer = tokenizer;
    this.labels = labels;
    this.settings = settings;
    this.output = TaggerGraph.LOGITS + TaggerShape.of(parameters).encoder().layers();
    this.inference = new Inference(parameters, backend, List.of(output));
  }

  /** Predicts the tags of sentences. Returns one prediction per sentence, in order. */
  public List<Prediction> predict(List<Sentence> sentences) {
    return Stream.of(probabilities(sentences)).map(this::decode).toList();
  }

  /** The same, with the probabilities of every tag of each word. */
  public List<Prediction> predictFully(List<Sentence> sentences) {
    return Stream.of(probabilities(sentences)).map(this::decodeFully).toList();
  }

  /** The label probabilities [words][C] of each sentence. */
  double[][][] probabilities(List<Sentence> sentences) {
    Windower windower = windower();
    List<Window> windows = new ArrayList<>();
    double[][][] p = new double[sentences.size()][][];
    for (int s = 0; s < p.length; s++) {
      p[s] = new double[sentences.get(s).size()][];
      windows.addAll(windower.windows(s, Pieces.of(tokenizer, sentences.get(s))));
    }
    inference.run(
        windows, settings.batching(), (batch, outputs) -> store(batch, outputs, p), this::inTurn);
    report.accumulateAndGet(windower.report(), WindowReport::plus);
    for (double[][] sentence : p) {
      for (int w = 0; w < sentence.length; w++) {
        if (sentence[w] == null) {
          sentence[w] = certainlyOutside();
        }
      }
    }
    return p;
  }

  private void inTurn(Runnable batch) {
    turn.lock();
    try {
      batch.run();
    } finally {
      turn.unlock();
    }
  }

  private Windower windower() {
    return new Windower(settings.maxPieces(), tokenizer.frame());
  }

  private void store(List<Window> windows, Map<String, Tensor> outputs, double[][][] p) {
    Tensor logits = outputs.get(output); // [W,C]
    int row = 0;
    for (Window window : windows) {
      for (int word : window.words()) {
        p[window.sentence()][word] = probabilities(logits, row++);
      }
    }
  }

  private double[] probabilities(Tensor logits, int row) {
    double[] p =
        Probabilities.softmax(
            logits,
            row * labels.size(),
            labels.size(),
            settings.temperature(),
            label -> !labels.isExtra(label));
    if (Double.isNaN(p[labels.outside()])) {
      throw new InputException(
          "the model's scores are not finite: its weights contain NaN or infinite numbers; use"
              + " another checkpoint");
    }
    return p;
  }

  private Prediction decode(double[][] p) {
    return prediction(p, settings.decoding().decode(p, labels), labels);
  }

  private Prediction decodeFully(double[][] p) {
    Prediction decoded = decode(p);
    return new Prediction(
        decoded.tags(), decoded.probabilities(), Stream.of(p).map(this::byLabel).toList());
  }

  /** The probabilities of a word by the model's labels, in their order. */
  private Map<String, Double> byLabel(double[] p) {
    Map<String, Double> byLabel = new LinkedHashMap<>();
    for (int c = 0; c < p.length; c++) {
      if (!labels.isExtra(c)) {
        byLabel.put(labels.label(c), p[c]);
      }
    }
    return Collections.unmodifiableMap(byLabel);
  }

  /**
   * The tags of a sentence's words of which these labels were chosen, in IOB2. Tags of IOB2 labels
   * stay as they are, even if they are illegal; those of other schemes are written anew.
   */
  static Prediction prediction(double[][] p, int[] chosen, LabelSet labels) {
    List<String> tags = new ArrayList<>();
    List<Double> probabilities = new ArrayList<>();
    for (int w = 0; w < p.length; w++) {
      tags.add(labels.tag(chosen[w]));
      probabilities.add(p[w][chosen[w]]);
    }
    boolean iob2 = labels.scheme() == Scheme.IOB2;
    return new Prediction(
        iob2 ? tags : Scheme.IOB2.encode(tags.size(), Span.decode(tags)), probabilities);
  }

  LabelSet labels() {
    return labels;
  }

  private double[] certainlyOutside() {
    double[] p = new double[labels.size()];
    p[labels.outside()] = 1;
    return p;
  }

  /** Counts what was split into windows or shortened in all calls so far. */
  public WindowReport report() {
    return report.get();
  }

  @Override
  public void close() {
    inference.close();
  }
}
