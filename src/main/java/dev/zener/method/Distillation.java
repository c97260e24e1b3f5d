package dev.zener.method;

import dev.zener.data.ChosenRows;
import dev.zener.data.Cycle;
import dev.zener.data.PackedBatch;
import dev.zener.data.Window;
import dev.zener.device.ElementType;
import dev.zener.graph.Inputs;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerGraph;
import dev.zener.model.TaggerInputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
  private final TeacherOutputs teacher;
  private final Coefficients coefficients;
  private final Epochs epochs;
  private final Cycle pairs;
  private final int size;
  private final List<Integer> layers;

  /**
   * Starts.
   *
   * @param layers whose soft labels the student learns, the last layer among them
   * @param size target sentences a step
   */
  public Distillation(
      Corpus target,
      Corpus source,
      TeacherOutputs teacher,
      Coefficients coefficients,
      List<Integer> layers,
      int size,
      long seed) {
    this.target = target;
    this.source = source;
    this.teacher = teacher;
    this.coefficients = coefficients;
    this.layers = List.copyOf(layers);
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

  @Override
  public Batch fill(long step, Inputs inputs) {
    int[] chosen = epochs.at(step);
    int[] partners = coefficients.usesSource() ? pairs.batch(step) : new int[0];
    List<Window> targetWindows = target.windows(chosen);
    List<Window> sourceWindows = source.windows(partners);
    List<Window> all = new ArrayList<>(targetWindows);
    all.addAll(sourceWindows);
    PackedBatch batch = PackedBatch.of(all);
    int words = batch.wordOffsets()[targetWindows.size()];
    int[] wordRows = Arrays.copyOf(batch.wordRows(), words);
    ChosenRows last = TaggerInputs.chosen(inputs, batch.ids(), batch.offsets(), wordRows);
    for (int layer : layers) {
      float[] soft = teacher.soft(layer, targetWindows);
      long c = words == 0 ? 0 : soft.length / words;
      inputs.floats(TaggerGraph.SOFT + layer, ElementType.FLOAT32, soft, words, c);
    }
    if (coefficients.usesSource()) {
      fillClasses(inputs, last.clsRows(), targetWindows, sourceWindows);
    }
    return new Batch(chosen.length + partners.length, batch.pieces());
  }

  private void fillClasses(
      Inputs inputs, int[] rows, List<Window> targetWindows, List<Window> sourceWindows) {
    int targets = targetWindows.size();
    float[] cls = teacher.cls(sourceWindows);
    inputs.ints(TaggerGraph.TARGET_CLS_ROWS, Arrays.copyOf(rows, targets));
    inputs.ints(TaggerGraph.SOURCE_CLS_ROWS, Arrays.copyOfRange(rows, targets, rows.length));
    int n = sourceWindows.size();
    inputs.floats(TaggerGraph.TEACHER_CLS, ElementType.FLOAT32, cls, n, cls.length / n);
  }
}
