package dev.zener.mapping;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;

/**
 * Tells which language vectors belong to: two hidden layers with LeakyReLU and a logit, for batches
 * of one size. The probability that a vector is of the source language is σ(logit).
 */
final class Discriminator implements AutoCloseable {
  private final int batch;
  private final float slope;
  private final List<DenseLayer> layers;
  private final Opened opened = new Opened();

  /** The outputs of the layers, after LeakyReLU, and their gradients. */
  private final Tensor[] outputs = new Tensor[3];

  private final Tensor[] gradients = new Tensor[3];

  /**
   * Creates a discriminator.
   *
   * @param batch the number of vectors of a batch
   */
  Discriminator(int batch, int width, int hidden, double slope, Random random) {
    this.batch = batch;
    this.slope = (float) slope;
    layers = List.of(layer(width, hidden), layer(hidden, hidden), layer(hidden, 1));
    layers.forEach(layer -> layer.initialise(random));
    long rows = Block.align((long) batch * hidden * Float.BYTES);
    Block block = opened.open(() -> Block.allocate(6 * rows), Block::close);
    for (int i = 0; i < 3; i++) {
      int columns = i < 2 ? hidden : 1;
      outputs[i] = block.tensor(2 * i * rows, ElementType.FLOAT32, batch, columns);
      gradients[i] = block.tensor((2 * i + 1) * rows, ElementType.FLOAT32, batch, columns);
    }
  }

  private DenseLayer layer(int in, int out) {
    return opened.open(() -> new DenseLayer(in, out, true), DenseLayer::close);
  }

  List<DenseLayer> layers() {
    return layers;
  }

  /**
   * Computes the mean binary cross-entropy of a batch, its gradient by x, and that by the weights
   * unless {@code learns} is false.
   *
   * @param x [batch,width]
   * @param labels the wanted probability of the source language for each vector
   * @param dx the gradient by x; null if not wanted
   */
  double lossAndGradients(Tensor x, float[] labels, Tensor dx, boolean learns) {
    layers.get(0).forward(x, outputs[0]);
    leak(outputs[0]);
    layers.get(1).forward(outputs[0], outputs[1]);
    leak(outputs[1]);
    layers.get(2).forward(outputs[1], outputs[2]);
    double loss = loss(labels);
    layers.get(2).backward(outputs[1], gradients[2], gradients[1], learns);
    leakBackward(outputs[1], gradients[1]);
    layers.get(1).backward(outputs[0], gradients[1], gradients[0], learns);
    leakBackward(outputs[0], gradients[0]);
    if (dx != null || learns) {
      layers.get(0).backward(x, gradients[0], dx, learns);
    }
    return loss;
  }

  /** The mean of log(1 + e^z) − t z over the batch; also writes the gradient by the logits z. */
  private double loss(float[] labels) {
    double sum = 0;
    for (int i = 0; i < batch; i++) {
      double z = outputs[2].get(i);
      sum += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - labels[i] * z;
      gradients[2].set(i, (1 / (1 + Math.exp(-z)) - labels[i]) / batch);
    }
    return sum / batch;
  }

  /** LeakyReLU in place. */
  private void leak(Tensor t) {
    FloatBuffer values = t.floats();
    Workers.run(
        t.size(),
        1 << 14,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            float v = values.get(i);
            values.put(i, v > 0 ? v : slope * v);
          }
        });
    t.changed();
  }

  /** Its gradient in place. The output has the sign of the input. */
  private void leakBackward(Tensor output, Tensor gradient) {
    FloatBuffer values = output.floats();
    FloatBuffer slopes = gradient.floats();
    Workers.run(
        output.size(),
        1 << 14,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            if (!(values.get(i) > 0)) {
              slopes.put(i, slope * slopes.get(i));
            }
          }
        });
    gradient.changed();
  }

  void descend(double rate) {
    layers.forEach(layer -> layer.descend(rate));
  }

  @Override
  public void close() {
    opened.close();
  }
}
