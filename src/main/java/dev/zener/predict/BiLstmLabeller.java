package dev.zener.predict;

import dev.zener.data.SentenceCutter;
import dev.zener.data.Window;
import dev.zener.device.Tensor;
import dev.zener.label.LabelSet;
import dev.zener.model.BiLstmGraph;
import dev.zener.model.BiLstmInputs;
import dev.zener.model.Parameters;
import dev.zener.op.backend.Backend;
import dev.zener.problem.InputException;
import dev.zener.tokenizer.Characters;
import dev.zener.vectors.VectorTables;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Labels words with a BiLSTM-CRF: the labels are those of the most probable sequence, the
 * probabilities those of each word's label over all sequences.
 */
final class BiLstmLabeller implements Labeller {
  /**
   * The number of words that count as a piece in the size of a batch. A word needs less than a
   * quarter of the memory of a transformer's piece, and the more words a batch has, the more of
   * them it has twice.
   */
  private static final int PER_PIECE = 4;

  private final Characters characters;
  private final VectorTables vectors;
  private final int language;
  private final LabelSet labels;
  private final Batching batching;
  private final Inference inference;

  BiLstmLabeller(
      Parameters parameters,
      Backend backend,
      Characters characters,
      VectorTables vectors,
      int language,
      LabelSet labels,
      Batching batching) {
    this.characters = characters;
    this.vectors = vectors;
    this.language = language;
    this.labels = labels;
    this.batching = batching;
    this.inference =
        new Inference(
            BiLstmGraph.inference(parameters),
            parameters,
            backend,
            List.of(BiLstmGraph.MARGINALS, BiLstmGraph.BEST),
            (inputs, batch) -> BiLstmInputs.tagging(inputs, batch, vectors),
            window -> (window.words().length + PER_PIECE - 1) / PER_PIECE);
  }

  @Override
  public SentenceCutter cutter() {
    return new WordCutter(characters, vectors, language);
  }

  @Override
  public void run(List<Window> windows, Sink sink, Executor turn) {
    inference.run(windows, batching, (batch, outputs) -> hand(batch, outputs, sink), turn);
  }

  private void hand(List<Window> windows, Map<String, Tensor> outputs, Sink sink) {
    Tensor marginals = outputs.get(BiLstmGraph.MARGINALS); // [W,C]
    Tensor best = outputs.get(BiLstmGraph.BEST); // [W]
    int row = 0;
    for (Window window : windows) {
      for (int word : window.words()) {
        sink.accept(window, word, probabilities(marginals, row), best.ints().get(row));
        row++;
      }
    }
  }

  private double[] probabilities(Tensor marginals, int row) {
    double[] p = new double[labels.size()];
    for (int c = 0; c < p.length; c++) {
      p[c] = marginals.get(row * p.length + c);
    }
    if (Double.isNaN(p[labels.outside()])) {
      throw new InputException(
          "the model's scores are not finite: its weights or the vectors of words contain NaN or"
              + " infinite numbers; use another checkpoint");
    }
    return p;
  }

  @Override
  public void close() {
    inference.close();
  }
}
