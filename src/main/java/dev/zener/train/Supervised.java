package dev.zener.train;

import dev.zener.data.LabelledSentence;
import dev.zener.data.PackedBatch;
import dev.zener.data.Window;
import dev.zener.graph.Inputs;
import dev.zener.label.LabelSet;
import dev.zener.model.LossGraph;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerGraph;
import dev.zener.model.TaggerInputs;
import java.util.List;
import java.util.function.Predicate;

/**
 * Trains on gold labels. With auxiliary heads the result is MSD's teacher; without them it is the
 * model of direct transfer, which is also TSL's teacher.
 */
public final class Supervised implements Objective {
  private final WindowedText corpus;
  private final LabelledWindows labelled;
  private final Epochs epochs;
  private final double alpha;

  /**
   * Prepares the batches.
   *
   * @param corpus the windows of {@code sentences}
   * @param batch sentences per step
   * @param alpha α, weight of the auxiliary heads' cross-entropies
   */
  public Supervised(
      WindowedText corpus,
      List<LabelledSentence> sentences,
      LabelSet labels,
      int batch,
      double alpha,
      long seed) {
    this.corpus = corpus;
    this.labelled =
        LabelledWindows.of(corpus, sentences.stream().map(LabelledSentence::tags).toList(), labels);
    this.epochs = new Epochs(corpus.size(), batch, seed);
    this.alpha = alpha;
  }

  @Override
  public List<LossGraph> graphs(Parameters parameters, Predicate<String> trained) {
    return List.of(TaggerGraph.supervised(parameters, trained, alpha));
  }

  @Override
  public int stepsPerEpoch() {
    return epochs.steps();
  }

  @Override
  public long sentences(long steps) {
    return epochs.sentences(steps);
  }

  @Override
  public int pieces(long step) {
    return corpus.pieces(epochs.at(step));
  }

  @Override
  public Batch fill(long step, Inputs inputs) {
    int[] chosen = epochs.at(step);
    List<Window> windows = corpus.windows(chosen);
    PackedBatch batch = PackedBatch.of(windows);
    TaggerInputs.chosen(inputs, batch.ids(), batch.offsets(), batch.wordRows());
    inputs.ints(TaggerGraph.LABELS, labelled.of(windows));
    return Batch.of(windows, chosen.length, batch.pieces());
  }
}
