package dev.zener.method;

import dev.zener.data.Cycle;
import dev.zener.data.Window;
import dev.zener.graph.Inputs;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerGraph;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Learning from a teacher's outputs: MSD, its ablations and TSL, which differ in the coefficients
 * and in the heads that the parameters have. A step takes target sentences and, where a discrepancy
 * is minimised, as many source sentences, paired at random; an epoch is a pass over the target.
 */
public final class Distillation implements Method {
  /**
   * Weights of the terms beside the last layer's squared error.
   *
   * @param beta of the auxiliary heads' squared errors
   * @param mmdSource α', source [CLS] against the teacher's
   * @param mmdTarget β', target [CLS] against the teacher's source [CLS]
   */
  public record Coefficients(double beta, double mmdSource, double mmdTarget) {
    /** Whether source sentences take part. */
    public boolean usesSource() {
      return mmdSource != 0 || mmdTarget != 0;
    }
  }

  /** Sets the partners' order apart from the target's, which equal counts would make the same. */
  private static final long PARTNERS = 0x5851F42D4C957F2DL;

  private final Corpus target;
  private final Corpus source;
  private final DistillationInputs filling;
  private final Coefficients coefficients;
  private final Epochs epochs;
  private final Cycle pairs;
  private final int size;

  /**
   * Starts.
   *
   * @param layers the student's layers with a head, the last among them, and the teacher's layer
   *     whose soft labels each learns
   * @param size target sentences a step
   */
  public Distillation(
      Corpus target,
      Corpus source,
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
  public TaggerGraph graph(Parameters parameters, Predicate<String> trained) {
    return TaggerGraph.distillation(
        parameters,
        trained,
        coefficients.beta(),
        coefficients.mmdSource(),
        coefficients.mmdTarget());
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

  @Override
  public Batch fill(long step, Inputs inputs) {
    int[] chosen = epochs.at(step);
    int[] partners = partners(step);
    List<Window> windows = target.windows(chosen);
    int pieces = filling.fill(windows, source.windows(partners), inputs);
    return Batch.of(windows, chosen.length + partners.length, pieces);
  }
}
