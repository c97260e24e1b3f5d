package dev.zener.train;

import dev.zener.data.Cycle;
import dev.zener.data.Window;
import dev.zener.graph.Inputs;
import dev.zener.model.LossGraph;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerGraph;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Trains a student on a teacher's outputs. MSD, its ablations and TSL differ only in the
 * coefficients and in the heads of the parameters. A step takes target sentences and, if a
 * discrepancy (MMD) is minimised, up to as many source sentences, paired at random. An epoch is one
 * pass over the target sentences.
 */
public final class Distillation implements Objective {
  /**
   * Weights of the loss terms other than the last layer's squared error, whose weight is 1.
   *
   * @param beta β, weight of the auxiliary heads' squared errors
   * @param mmdSource α', weight of the MMD² between the student's and the teacher's source [CLS]
   * @param mmdTarget β', weight of the MMD² between the student's target [CLS] and the teacher's
   *     source [CLS]
   */
  public record Coefficients(double beta, double mmdSource, double mmdTarget) {
    /** Whether the loss needs source sentences. */
    public boolean usesSource() {
      return mmdSource != 0 || mmdTarget != 0;
    }
  }

  /**
   * Changes the seed of the source order. With the same seed and equal counts, source and target
   * sentences would be shuffled in the same order.
   */
  private static final long PARTNERS = 0x5851F42D4C957F2DL;

  private final WindowedText target;
  private final WindowedText source;
  private final DistillationInputs filling;
  private final Coefficients coefficients;
  private final Epochs epochs;
  private final Cycle pairs;
  private final int size;

  /**
   * Prepares the batches.
   *
   * @param target the sentences to learn from
   * @param source the sentences paired with them
   * @param layers maps each student layer with a head (including the last) to the teacher layer
   *     whose soft labels it learns
   * @param size target sentences per step
   */
  public Distillation(
      WindowedText target,
      WindowedText source,
      Teaching teacher,
      Coefficients coefficients,
      Map<Integer, Integer> layers,
      int size,
      long seed) {
    this.target = target;
    this.source = source;
    this.filling = new DistillationInputs(teacher, layers);
    this.coefficients = coefficients;
    this.size = size;
    this.epochs = new Epochs(target.size(), size, seed);
    this.pairs = new Cycle(source.size(), Math.min(size, source.size()), seed ^ PARTNERS);
  }

  @Override
  public List<LossGraph> graphs(Parameters parameters, Predicate<String> trained) {
    return List.of(
        TaggerGraph.distillation(
            parameters,
            trained,
            coefficients.beta(),
            coefficients.mmdSource(),
            coefficients.mmdTarget()));
  }

  @Override
  public int stepsPerEpoch() {
    return epochs.steps();
  }

  @Override
  public long sentences(long steps) {
    long paired = coefficients.usesSource() ? steps * Math.min(size, source.size()) : 0;
    return epochs.sentences(steps) + paired;
  }

  private int[] partners(long step) {
    return coefficients.usesSource() ? pairs.batch(step) : new int[0];
  }

  @Override
  public int pieces(long step) {
    return target.pieces(epochs.at(step)) + source.pieces(partners(step));
  }

  /** Closes the teacher. */
  @Override
  public void close() {
    filling.teacher().close();
  }

  @Override
  public Batch fill(long step, Inputs inputs) {
    int[] chosen = epochs.at(step);
    int[] partners = partners(step);
    List<Window> windows = target.windows(chosen);
    int pieces = filling.fill(windows, source.windows(partners), inputs);
    return Batch.of(windows, chosen.length + partners.length, pieces);
  }
}
