package dev.zener.mapping;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.OpenMp;
import dev.zener.device.Tensor;
import java.nio.FloatBuffer;
import java.util.Random;

/** A mapping and a discriminator that learn against each other, a step at a time. */
final class Adversary implements AutoCloseable {
  private final Opened opened = new Opened();
  private final WordMatrix source;
  private final WordMatrix target;
  private final AdversarialSettings settings;
  private final Random random;
  private final int sources;
  private final int targets;
  private final Discriminator discriminator;
  private final DenseLayer mapping;

  /** The source vectors of a batch, and those that the discriminator sees: mapped ones, targets. */
  private final Tensor x;

  private final Tensor seen;
  private final Tensor seenSource;
  private final Tensor dSeen;
  private final Tensor dSeenSource;
  private final float[] vector;
  private final float length;

  private final Orthogonality orthogonality;

  /**
   * Draws the discriminator's weights.
   *
   * @param mapping the mapping to begin with, row by row
   */
  Adversary(
      WordMatrix source,
      WordMatrix target,
      double[] mapping,
      AdversarialSettings settings,
      long seed) {
    opened.open(OpenMp::single, OpenMp::set);
    this.source = source;
    this.target = target;
    this.settings = settings;
    random = new Random(seed);
    sources = Math.min(settings.words(), source.count());
    targets = Math.min(settings.words(), target.count());
    int width = source.width();
    int batch = settings.batch();
    vector = new float[width];
    length = (float) settings.lengthFor(width);
    discriminator =
        opened.open(
            () -> new Discriminator(2 * batch, width, settings.hidden(), settings.slope(), random),
            Discriminator::close);
    this.mapping = opened.open(() -> new DenseLayer(width, width, false), DenseLayer::close);
    this.mapping.weights().setDoubles(mapping);
    orthogonality =
        opened.open(() -> new Orthogonality(width, settings.orthogonality()), Orthogonality::close);
    long half = (long) batch * width * Float.BYTES;
    long whole = Block.align(2 * half);
    Block block = opened.open(() -> Block.allocate(2 * whole + half), Block::close);
    seen = block.tensor(0, ElementType.FLOAT32, 2 * batch, width);
    seenSource = block.tensor(0, ElementType.FLOAT32, batch, width);
    dSeen = block.tensor(whole, ElementType.FLOAT32, 2 * batch, width);
    dSeenSource = block.tensor(whole, ElementType.FLOAT32, batch, width);
    x = block.tensor(2 * whole, ElementType.FLOAT32, batch, width);
  }

  /** The discriminator learns from a new batch; returns its loss before. */
  double discriminatorStep() {
    sample();
    dropOut();
    double smoothing = settings.smoothing();
    double loss =
        discriminator.lossAndGradients(seen, labels(1 - smoothing, smoothing), null, true);
    discriminator.descend(settings.learningRate());
    return loss;
  }

  /**
   * The mapping learns from a new batch to be taken for the target, and becomes more orthogonal.
   */
  void mappingStep(double learningRate) {
    sample();
    double smoothing = settings.smoothing();
    discriminator.lossAndGradients(seen, labels(smoothing, 1 - smoothing), dSeen, false);
    mapping.backward(x, dSeenSource, null, true);
    mapping.descend(learningRate);
    orthogonality.apply(mapping.weights());
  }

  private float[] labels(double ofSource, double ofTarget) {
    int batch = settings.batch();
    float[] labels = new float[2 * batch];
    for (int i = 0; i < batch; i++) {
      labels[i] = (float) ofSource;
      labels[batch + i] = (float) ofTarget;
    }
    return labels;
  }

  /** Draws a batch and maps its source vectors. */
  private void sample() {
    int batch = settings.batch();
    for (int i = 0; i < batch; i++) {
      draw(source, sources, x, i);
    }
    x.changed();
    for (int i = 0; i < batch; i++) {
      draw(target, targets, seen, batch + i);
    }
    mapping.forward(x, seenSource);
    seen.changed();
  }

  /** Draws a word's vector as a row of a batch. */
  private void draw(WordMatrix language, int words, Tensor to, int row) {
    language.copy(random.nextInt(words), vector);
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= length;
    }
    to.floats().put(row * vector.length, vector);
  }

  private void dropOut() {
    float rate = (float) settings.dropout();
    float scale = 1 / (1 - rate);
    FloatBuffer values = seen.floats();
    for (int i = 0; i < seen.size(); i++) {
      values.put(i, random.nextFloat() < rate ? 0 : scale * values.get(i));
    }
    seen.changed();
  }

  Discriminator discriminator() {
    return discriminator;
  }

  /** The gradient of the mapping in the last step. */
  Tensor mappingGradient() {
    return mapping.gradient();
  }

  /** A copy of the mapping, row by row. */
  double[] mapping() {
    return mapping.weights().toDoubles();
  }

  @Override
  public void close() {
    opened.close();
  }
}
