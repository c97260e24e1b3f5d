package dev.zener.predict;

import dev.zener.data.Sentence;
import dev.zener.data.SentenceCutter;
import dev.zener.data.Window;
import dev.zener.data.WindowReport;
import dev.zener.label.LabelSet;
import dev.zener.label.Scheme;
import dev.zener.label.Span;
import dev.zener.model.Parameters;
import dev.zener.op.backend.Backend;
import dev.zener.tokenizer.Characters;
import dev.zener.tokenizer.PieceTokenizer;
import dev.zener.vectors.VectorTables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Tags sentences of any length. Long ones are cut into windows. A word that the model cannot read
 * gets the tag O.
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

  private final Labeller labeller;
  private final LabelSet labels;
  private final Decoding decoding;

  /** Fair, so that calls take turns. */
  private final ReentrantLock turn = new ReentrantLock(true);

  private final AtomicReference<WindowReport> report = new AtomicReference<>(WindowReport.NONE);

  /**
   * Compiles the forward pass of a transformer. The caller still owns the parameters and must close
   * them.
   */
  public Predictor(
      Parameters parameters,
      Backend backend,
      PieceTokenizer tokenizer,
      LabelSet labels,
      Settings settings) {
    this(
        new TransformerLabeller(parameters, backend, tokenizer, labels, settings),
        labels,
        settings.decoding());
  }

  /**
   * Compiles the forward pass of a BiLSTM-CRF, which chooses labels by its own scores. The caller
   * still owns the parameters and must close them.
   *
   * @param language the index in {@code vectors} of the language of the texts
   */
  public static Predictor biLstm(
      Parameters parameters,
      Backend backend,
      Characters characters,
      VectorTables vectors,
      int language,
      LabelSet labels,
      Batching batching) {
    return new Predictor(
        new BiLstmLabeller(parameters, backend, characters, vectors, language, labels, batching),
        labels,
        Decoding.ARGMAX);
  }

  private Predictor(Labeller labeller, LabelSet labels, Decoding decoding) {
    this.labeller = labeller;
    this.labels = labels;
    this.decoding = decoding;
  }

  /** Predicts the tags of sentences. Returns one prediction per sentence, in order. */
  public List<Prediction> predict(List<Sentence> sentences) {
    return Stream.of(labelled(sentences)).map(this::decode).toList();
  }

  /** The same, with the probabilities of every tag of each word. */
  public List<Prediction> predictFully(List<Sentence> sentences) {
    return Stream.of(labelled(sentences)).map(this::decodeFully).toList();
  }

  /** The label probabilities [words][C] of each sentence. */
  double[][][] probabilities(List<Sentence> sentences) {
    return Stream.of(labelled(sentences))
        .map(words -> words.probabilities)
        .toArray(double[][][]::new);
  }

  /**
   * What a labeller said of a sentence's words.
   *
   * @param probabilities the probability of each label, [words][C]
   * @param labels the labels that the network chose; empty if it leaves the choice to a decoding
   */
  private record Labelled(double[][] probabilities, Optional<int[]> labels) {}

  private Labelled[] labelled(List<Sentence> sentences) {
    SentenceCutter cutter = labeller.cutter();
    List<Window> windows = new ArrayList<>();
    double[][][] p = new double[sentences.size()][][];
    int[][] chosen = new int[p.length][];
    for (int s = 0; s < p.length; s++) {
      p[s] = new double[sentences.get(s).size()][];
      windows.addAll(cutter.windows(s, sentences.get(s)));
    }
    labeller.run(
        windows,
        (window, word, probabilities, label) -> {
          int s = window.sentence();
          p[s][word] = probabilities;
          if (label >= 0) {
            chosen[s] = chosen[s] == null ? outside(p[s].length) : chosen[s];
            chosen[s][word] = label;
          }
        },
        this::inTurn);
    report.accumulateAndGet(cutter.report(), WindowReport::plus);
    Labelled[] labelled = new Labelled[p.length];
    for (int s = 0; s < p.length; s++) {
      for (int w = 0; w < p[s].length; w++) {
        if (p[s][w] == null) {
          p[s][w] = certainlyOutside();
        }
      }
      labelled[s] = new Labelled(p[s], Optional.ofNullable(chosen[s]));
    }
    return labelled;
  }

  private int[] outside(int words) {
    int[] labels = new int[words];
    Arrays.fill(labels, this.labels.outside());
    return labels;
  }

  private void inTurn(Runnable batch) {
    turn.lock();
    try {
      batch.run();
    } finally {
      turn.unlock();
    }
  }

  private Prediction decode(Labelled words) {
    double[][] p = words.probabilities;
    return prediction(p, words.labels.orElseGet(() -> decoding.decode(p, labels)), labels);
  }

  private Prediction decodeFully(Labelled words) {
    Prediction decoded = decode(words);
    return new Prediction(
        decoded.tags(),
        decoded.probabilities(),
        Stream.of(words.probabilities).map(this::byLabel).toList());
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
    labeller.close();
  }
}
