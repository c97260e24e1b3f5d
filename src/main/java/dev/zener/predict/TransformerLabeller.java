package dev.zener.predict;

import dev.zener.data.SentenceCutter;
import dev.zener.data.Window;
import dev.zener.device.Tensor;
import dev.zener.label.LabelSet;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerGraph;
import dev.zener.model.TaggerShape;
import dev.zener.op.backend.Backend;
import dev.zener.problem.InputException;
import dev.zener.tokenizer.PieceTokenizer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Labels words with the head on the last layer of a transformer. Long sentences are cut into
 * overlapping windows, and each word is labelled in the window where it is farthest from an edge.
 */
final class TransformerLabeller implements Labeller {
  private final PieceTokenizer tokenizer;
  private final LabelSet labels;
  private final Predictor.Settings settings;
  private final String output;
  private final Inference inference;

  TransformerLabeller(
      Parameters parameters,
      Backend backend,
      PieceTokenizer tokenizer,
      LabelSet labels,
      Predictor.Settings settings) {
    this.tokenizer = tokenizer;
    this.labels = labels;
    this.settings = settings;
    this.output = TaggerGraph.LOGITS + TaggerShape.of(parameters).encoder().layers();
    this.inference = new Inference(parameters, backend, List.of(output));
  }

  @Override
  public SentenceCutter cutter() {
    return new PieceCutter(tokenizer, settings.maxPieces());
  }

  @Override
  public void run(List<Window> windows, Sink sink, Executor turn) {
    inference.run(
        windows, settings.batching(), (batch, outputs) -> hand(batch, outputs, sink), turn);
  }

  private void hand(List<Window> windows, Map<String, Tensor> outputs, Sink sink) {
    Tensor logits = outputs.get(output); // [W,C]
    int row = 0;
    for (Window window : windows) {
      for (int word : window.words()) {
        sink.accept(window, word, probabilities(logits, row++), -1);
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

  @Override
  public void close() {
    inference.close();
  }
}
