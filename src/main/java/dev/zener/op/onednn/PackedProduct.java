package dev.zener.op.onednn;

import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import dev.zener.op.onednn.MatMul.Epilogue;

/**
 * y = epilogue(x w) over any number of rows by primitives of few fixed numbers of rows, which are
 * as fast as one of the right number would be and serve batches of every size. Each worker begins
 * with a slice of w for all rows, so that w is read once.
 */
final class PackedProduct {
  private static final int CHUNK = 64;

  /** The last rows are shared out in smaller parts, so that no thread waits long for another. */
  private static final int LAST = 32;

  /** Rows from which on that pays. */
  private static final int MANY = 4 * CHUNK;

  /** Rows of float32 whose addresses are apart by a multiple of this get into each other's way. */
  private static final int PAGE = 4096;

  /** How many of those at once are as fast as others. */
  private static final int FEW = 16;

  /** Multiplications below which starting a second thread costs more than it saves. */
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
   * Computes nothing yet. y shares no memory with x or the addend.
   *
   * @param bias [n] where the epilogue has one, else null
   * @param addend [m,n] where the epilogue has one, else null
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

  /** In how many parts it can be computed, by threads of any number. */
  int items() {
    return w.slices().count() * chunks;
  }

  /** Whether a second thread costs more than it saves. */
  boolean isSmall() {
    return (long) x.dim(0) * w.k() * w.slices().n() < SERIAL;
  }

  /** Computes a part. */
  void run(int item) {
    int chunk = item % chunks;
    rows(item / chunks, start(chunk), start(chunk + 1));
  }

  private int start(int chunk) {
    return chunk == chunks
        ? x.dim(0)
        : Math.min(chunk, whole) * CHUNK + Math.max(0, chunk - whole) * LAST;
  }

  /** Computes all. */
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

  /** A few rows more, if there is room for them behind the tensors' ends. */
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
