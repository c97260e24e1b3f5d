package dev.zener.op.onednn.linear;

import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import dev.zener.op.onednn.primitive.MatMul;
import dev.zener.op.onednn.primitive.MatMul.Epilogue;
import dev.zener.op.onednn.primitive.Primitives;

/**
 * y = epilogue(x w) for any number of rows, by primitives of a few fixed numbers of rows. They are
 * as fast as one for the exact number and serve batches of every size. Each worker starts with one
 * slice of w for all rows, so that w is read once.
 */
final class PackedProduct {
  private static final int CHUNK = 64;

  /** The size of parts of the last rows, smaller so that no thread waits long for another. */
  private static final int LAST = 32;

  /** The number of rows from which on smaller parts at the end are faster. */
  private static final int MANY = 4 * CHUNK;

  /** The distance in bytes; rows apart by a multiple of it conflict in the cache. */
  private static final int PAGE = 4096;

  /** The number of such rows that can be processed at once without slowing down. */
  private static final int FEW = 16;

  /** The number of multiplications below which a second thread costs more than it saves. */
  private static final long SERIAL = 1 << 18;

  private final Tensor x;
  private final PackedSide w;
  private final Tensor y;
  private final Epilogue epilogue;
  private final Tensor bias;
  private final Tensor addend;
  private final int whole;
  private final int chunks;

  /**
   * Prepares the product without computing it. y must not share memory with x or the addend.
   *
   * @param bias [n] if the epilogue has a bias, otherwise null
   * @param addend [m,n] if the epilogue adds a matrix, otherwise null
   */
  PackedProduct(Tensor x, PackedSide w, Tensor y, Epilogue epilogue, Tensor bias, Tensor addend) {
    this.x = x;
    this.w = w;
    this.y = y;
    this.epilogue = epilogue;
    this.bias = bias;
    this.addend = addend;
    int n = x.dim(0);
    whole = n < MANY ? Math.max(0, n / CHUNK - 1) : n / CHUNK - 2;
    int rest = n - whole * CHUNK;
    chunks = whole + (n < MANY ? 1 : (rest + LAST - 1) / LAST);
  }

  /** The number of parts, which any threads can compute. */
  int items() {
    return w.slices().count() * chunks;
  }

  /** Whether a second thread would cost more than it saves. */
  boolean isSmall() {
    return (long) x.dim(0) * w.k() * w.slices().n() < SERIAL;
  }

  /** Computes one part. */
  void run(int item) {
    int chunk = item % chunks;
    rows(item / chunks, start(chunk), start(chunk + 1));
  }

  private int start(int chunk) {
    return chunk == chunks
        ? x.dim(0)
        : Math.min(chunk, whole) * CHUNK + Math.max(0, chunk - whole) * LAST;
  }

  /** Computes all parts. */
  void run() {
    Workers.each(items(), isSmall() ? Integer.MAX_VALUE : 2, this::run);
  }

  private void rows(int slice, int from, int to) {
    boolean apart = w.k() * x.type().bytes() % PAGE == 0 && to - from > FEW;
    int most = apart ? FEW : CHUNK;
    int at = from;
    for (; to - at >= most; at += most) {
      run(primitive(slice, most), slice, at);
    }
    if (at < to) {
      run(primitive(slice, rounded(to - at)), slice, at);
    }
  }

  /** Rounds up a number of rows, if there is memory for more rows after the tensors. */
  private int rounded(int rows) {
    int unit = rows <= 32 ? 4 : 16;
    int more = (rows + unit - 1) / unit * unit;
    long rest = more - rows;
    boolean room =
        x.slack() >= rest * w.k() * x.type().bytes()
            && y.slack() >= rest * w.slices().n() * y.type().bytes()
            && (!epilogue.adds() || addend.slack() >= rest * w.slices().n() * Float.BYTES);
    return room ? more : rows;
  }

  private MatMul primitive(int slice, int rows) {
    return Primitives.matMul(
        new MatMul.Shape(
            rows,
            w.slices().width(slice),
            w.k(),
            x.type(),
            y.type(),
            w.k(),
            0,
            w.slices().n(),
            MatMul.Weights.PACKED,
            epilogue));
  }

  private void run(MatMul product, int slice, int row) {
    long column = w.slices().start(slice);
    long first = (long) row * w.slices().n() + column;
    product.run(
        x.address() + (long) row * w.k() * x.type().bytes(),
        w.address(slice),
        y.address() + first * y.type().bytes(),
        epilogue.bias() ? bias.address() + column * Float.BYTES : 0,
        epilogue.adds() ? addend.address() + first * Float.BYTES : 0);
  }
}
