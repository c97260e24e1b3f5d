package dev.zener.mapping;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import dev.zener.op.Linear;
import dev.zener.op.Op;
import dev.zener.op.backend.Backends;
import dev.zener.op.backend.Kernel;
import java.nio.FloatBuffer;
import java.util.Random;

/** A layer y = x wᵀ, perhaps + b, with its gradients, updated by plain gradient descent. */
final class DenseLayer implements AutoCloseable {
  private final Opened opened = new Opened();
  private final Tensor w;
  private final Tensor b;
  private final Tensor dw;
  private final Tensor db;
  private final Kernel forward;
  private final Kernel backward;
  private final boolean biased;

  /**
   * Creates a layer of zeros.
   *
   * @param biased whether the layer has a bias
   */
  DenseLayer(int in, int out, boolean biased) {
    this.biased = biased;
    long matrix = Block.align((long) in * out * Float.BYTES);
    long vector = Block.align((long) out * Float.BYTES);
    Block block = opened.open(() -> Block.allocate(2 * (matrix + vector)), Block::close);
    w = block.tensor(0, ElementType.FLOAT32, out, in);
    dw = block.tensor(matrix, ElementType.FLOAT32, out, in);
    b = block.tensor(2 * matrix, ElementType.FLOAT32, out);
    db = block.tensor(2 * matrix + vector, ElementType.FLOAT32, out);
    forward = opened.open(() -> kernel(new Linear(false)), Kernel::close);
    backward = opened.open(() -> kernel(new Linear.Backward(false)), Kernel::close);
  }

  private static Kernel kernel(Op op) {
    return Backends.cpu().kernel(op, ElementType.FLOAT32);
  }

  /** Draws weights and biases from −1/√in to 1/√in, as PyTorch does. */
  void initialise(Random random) {
    double range = 1 / Math.sqrt(w.dim(1));
    draw(w, range, random);
    draw(b, range, random);
  }

  private static void draw(Tensor t, double range, Random random) {
    for (int i = 0; i < t.size(); i++) {
      t.set(i, range * (2 * random.nextDouble() - 1));
    }
  }

  Tensor weights() {
    return w;
  }

  Tensor bias() {
    return b;
  }

  /** The gradient of the weights that {@link #backward} has computed last. */
  Tensor gradient() {
    return dw;
  }

  Tensor biasGradient() {
    return db;
  }

  void forward(Tensor x, Tensor y) {
    run(forward, new Tensor[] {x, w, b}, y);
  }

  /** Computes the gradients of x, and of the weights unless {@code learns} is false. */
  void backward(Tensor x, Tensor dy, Tensor dx, boolean learns) {
    run(backward, new Tensor[] {x, w, dy}, dx, learns ? dw : null, learns && biased ? db : null);
  }

  private static void run(Kernel kernel, Tensor[] in, Tensor... out) {
    kernel.prepare(in, out);
    kernel.run(in, out);
  }

  /** Subtracts the gradients times a learning rate. */
  void descend(double rate) {
    descend(w, dw, (float) rate);
    if (biased) {
      descend(b, db, (float) rate);
    }
  }

  private static void descend(Tensor value, Tensor gradient, float rate) {
    FloatBuffer v = value.floats();
    FloatBuffer g = gradient.floats();
    Workers.run(
        value.size(),
        1 << 14,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            v.put(i, v.get(i) - rate * g.get(i));
          }
        });
    value.changed();
  }

  @Override
  public void close() {
    opened.close();
  }
}
