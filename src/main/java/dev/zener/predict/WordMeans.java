package dev.zener.predict;

import dev.zener.data.Sentence;
import dev.zener.data.Window;
import dev.zener.data.WindowReport;
import dev.zener.data.Windower;
import dev.zener.device.Tensor;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerGraph;
import dev.zener.model.TaggerShape;
import dev.zener.op.backend.Backend;
import dev.zener.problem.InputException;
import dev.zener.tokenizer.PieceTokenizer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Sums the contextual vectors of words over the places where they occur. The vector of a word at a
 * place is the mean of its pieces' vectors in one layer's hidden state. Long sentences are cut into
 * overlapping windows, and each word is taken from the window where it is farthest from an edge.
 * Layers above the chosen one are not computed. Not thread-safe.
 */
public final class WordMeans implements AutoCloseable {
  private final PieceTokenizer tokenizer;
  private final Batching batching;
  private final ToIntFunction<String> numbers;
  private final String output;
  private final int room;
  private final Inference inference;
  private final Windower windower;
  private final double[][] sums;
  private final long[] counts;

  /**
   * Compiles the forward pass up to a layer. The caller still owns the parameters.
   *
   * @param layer the hidden state that is read; 0 is the output of the embeddings
   * @param numbers the number of a word whose vectors are summed, from 0; negative for other words
   * @param size the number of words whose vectors are summed
   */
  public WordMeans(
      Parameters parameters,
      Backend backend,
      PieceTokenizer tokenizer,
      Batching batching,
      int layer,
      ToIntFunction<String> numbers,
      int size) {
    this.tokenizer = tokenizer;
    this.batching = batching;
    this.numbers = numbers;
    this.output = TaggerGraph.HIDDEN + layer;
    int positions = TaggerShape.of(parameters).encoder().sizes().positions();
    this.room = positions - tokenizer.frame().size();
    this.windower = new Windower(positions, tokenizer.frame());
    this.inference = new Inference(parameters, backend, List.of(output));
    this.sums = new double[size][];
    this.counts = new long[size];
  }

  /** Adds the words of sentences. */
  public void add(List<Sentence> sentences) {
    List<Window> windows = new ArrayList<>();
    int[][] lengths = new int[sentences.size()][];
    for (int s = 0; s < lengths.length; s++) {
      int[][] pieces = Pieces.of(tokenizer, sentences.get(s));
      lengths[s] = new int[pieces.length];
      for (int w = 0; w < pieces.length; w++) {
        lengths[s][w] = Math.min(room, pieces[w].length);
      }
      windows.addAll(windower.windows(s, pieces));
    }
    inference.run(windows, batching, (batch, outputs) -> add(batch, outputs, sentences, lengths));
  }

  private void add(
      List<Window> windows,
      Map<String, Tensor> outputs,
      List<Sentence> sentences,
      int[][] lengths) {
    Tensor hidden = outputs.get(output); // [N,H]
    FloatBuffer values = hidden.floats();
    float[] row = new float[hidden.dim(1)];
    int start = 0;
    for (Window window : windows) {
      for (int i = 0; i < window.words().length; i++) {
        int word = window.words()[i];
        int number = numbers.applyAsInt(sentences.get(window.sentence()).words().get(word));
        if (number >= 0) {
          add(number, values, start + window.rows()[i], lengths[window.sentence()][word], row);
        }
      }
      start += window.pieces();
    }
  }

  /** Adds the mean of a word's rows. */
  private void add(int number, FloatBuffer values, int first, int count, float[] row) {
    if (sums[number] == null) {
      sums[number] = new double[row.length];
    }
    double[] sum = sums[number];
    for (int r = first; r < first + count; r++) {
      values.get(r * row.length, row);
      for (int i = 0; i < row.length; i++) {
        sum[i] += row[i] / (double) count;
      }
    }
    counts[number]++;
  }

  /** The number of places at which a word occurred with pieces. */
  public long count(int number) {
    return counts[number];
  }

  /**
   * The mean of a word's vectors, [H]; its sum is then forgotten.
   *
   * @throws IllegalStateException if the word did not occur with pieces
   * @throws InputException if the model's weights are not finite
   */
  public float[] take(int number) {
    if (counts[number] == 0 || sums[number] == null) {
      throw new IllegalStateException("word " + number + " has no vectors");
    }
    float[] mean = new float[sums[number].length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sums[number][i] / counts[number]);
      if (!Float.isFinite(mean[i])) {
        throw new InputException(
            "the model's hidden states are not finite: its weights contain NaN or infinite numbers;"
                + " use another checkpoint");
      }
    }
    sums[number] = null;
    return mean;
  }

  /** Counts what was split into windows or shortened so far. */
  public WindowReport report() {
    return windower.report();
  }

  @Override
  public void close() {
    inference.close();
  }
}
