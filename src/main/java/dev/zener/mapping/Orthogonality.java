package dev.zener.mapping;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.Linear;
import dev.zener.op.Op;
import dev.zener.op.backend.Backends;
import dev.zener.op.backend.Kernel;
import java.nio.FloatBuffer;

/** The update W ← (1+b)W − b(W Wᵀ)W, which moves a matrix towards an orthogonal one. */
final class Orthogonality implements AutoCloseable {
  private final float strength;
  private final Opened opened = new Opened();
  private final Tensor none;
  private final Tensor square;
  private final Tensor cube;
  private final Kernel transposed;
  private final Kernel plain;

  Orthogonality(int width, double strength) {
    this.strength = (float) strength;
    long matrix = Block.align((long) width * width * Float.BYTES);
    Block block = opened.open(() -> Block.allocate(3 * matrix), Block::close);
    square = block.tensor(0, ElementType.FLOAT32, width, width);
    cube = block.tensor(matrix, ElementType.FLOAT32, width, width);
    none = block.tensor(2 * matrix, ElementType.FLOAT32, width);
    transposed = opened.open(() -> kernel(new Linear(false)), Kernel::close);
    plain = opened.open(() -> kernel(new Linear.Backward(false)), Kernel::close);
  }

  private static Kernel kernel(Op op) {
    return Backends.cpu().kernel(op, ElementType.FLOAT32);
  }

  /** Updates a matrix. */
  void apply(Tensor w) {
    if (strength == 0) {
      return;
    }
    run(transposed, new Tensor[] {w, w, none}, square); // x wᵀ with x = w
    run(plain, new Tensor[] {w, w, square}, cube, null, null); // dx = dy w with dy = w wᵀ
    FloatBuffer values = w.floats();
    FloatBuffer products = cube.floats();
    for (int i = 0; i < w.size(); i++) {
      values.put(i, (1 + strength) * values.get(i) - strength * products.get(i));
    }
    w.changed();
  }

  private static void run(Kernel kernel, Tensor[] in, Tensor... out) {
    kernel.prepare(in, out);
    kernel.run(in, out);
  }

  @Override
  public void close() {
    opened.close();
  }
}
