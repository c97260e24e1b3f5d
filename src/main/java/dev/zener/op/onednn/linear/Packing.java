package dev.zener.op.onednn.linear;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.onednn.primitive.LastRows;
import dev.zener.op.onednn.primitive.Layouts;
import dev.zener.op.onednn.primitive.MatMul;
import dev.zener.op.onednn.primitive.Primitives;
import dev.zener.op.onednn.primitive.Reorder;

/**
 * Packs plain matrices [n,width] for products that sum over their n rows. If oneDNN's layout allows
 * it, matrices are padded with rows of zeros, so that few products serve all n, and are packed in
 * groups of columns, each of which has the layout of a narrower product. Not thread-safe.
 */
final class Packing implements AutoCloseable {
  /** The number of bytes of a column in a block. */
  private static final int BLOCK = 64;

  /** The number of columns of a group; more at once are slower by a tenth. */
  private static final int GROUP = 384;

  private record Key(ElementType type, int length, int width, boolean exactly) {}

  /** The key of the reorder of a block of rows. */
  private record Rows(Key of) {}

  private final Key key;
  private final boolean fills;
  private final long bytes;

  /** The number of rows packed at once. */
  private final int height;

  /** The distance in bytes between packed blocks of rows. */
  private final long down;

  private final int columns;
  private final long apart;

  private Packing(Key key) {
    this.key = key;
    MatMul.Shape product = product(1, key.width);
    try (PackedLayout layout = new PackedLayout(product)) {
      fills = key.exactly || fills(layout, product);
      bytes = Block.align(layout.bytes());
      boolean grouped = fallsInto(layout, product);
      columns = grouped ? GROUP : key.width;
      apart = grouped ? layout.offset(0, GROUP) * key.type.bytes() : bytes;
      int block = rowsOfBlock(key.type);
      height = !key.exactly && cutBetween(layout, block) ? block : key.length;
      down = height < key.length ? layout.offset(height, 0) * key.type.bytes() : bytes;
    }
  }

  /** Whether the smallest number of rows that is padded to this length has the same layout. */
  private static boolean fills(PackedLayout layout, MatMul.Shape product) {
    int least = product.k() - rowsOfBlock(product.operands()) + 1;
    try (PackedLayout fewest = new PackedLayout(product.withLength(least))) {
      return layout.fillsUp(fewest);
    }
  }

  /** Whether a block of rows can be packed separately from the others. */
  private boolean cutBetween(PackedLayout layout, int rows) {
    try (PackedLayout part = layout.part(rows, key.width)) {
      return part != null && (rows == key.length || layout.offset(rows, 0) >= 0);
    }
  }

  /** Whether each group of columns has the layout of a product with one group. */
  private static boolean fallsInto(PackedLayout layout, MatMul.Shape product) {
    if (GROUP >= product.n() || product.n() % GROUP != 0) {
      return false;
    }
    try (PackedLayout part = layout.part(product.k(), GROUP);
        PackedLayout wanted = new PackedLayout(product.withColumns(GROUP))) {
      return part != null && part.sameAs(wanted);
    }
  }

  /** The calling thread's packing for matrices [n,width]. */
  static Packing of(ElementType type, int n, int width) {
    int block = rowsOfBlock(type);
    Packing packing = of(new Key(type, (n + block - 1) / block * block, width, false));
    return packing.fills ? packing : of(new Key(type, n, width, true));
  }

  private static int rowsOfBlock(ElementType type) {
    return BLOCK / type.bytes();
  }

  private static Packing of(Key key) {
    return Primitives.get(key, Packing.class, () -> new Packing(key));
  }

  /** The product of a matrix [m,length] with columns of the packed matrix. */
  MatMul.Shape product(int m, int columns) {
    int k = key.length;
    return new MatMul.Shape(
        m,
        columns,
        k,
        key.type,
        ElementType.FLOAT32,
        k,
        0,
        key.width,
        MatMul.Weights.PACKED,
        MatMul.Epilogue.NONE);
  }

  /** The number of rows, including padding. */
  int length() {
    return key.length;
  }

  /** The size of the packed matrix in bytes, aligned. */
  long bytes() {
    return bytes;
  }

  /** The number of columns of a group; all columns if there are no groups. */
  int columns() {
    return columns;
  }

  /** The start of group {@code i} in bytes. */
  long start(int i) {
    return i * apart;
  }

  /** Packs a contiguous matrix [n,width]. */
  void run(Tensor from, long to) {
    int n = from.dim(0);
    for (int row = 0; row < key.length; row += height) {
      long source =
          row + height <= n
              ? from.address() + (long) row * key.width * key.type.bytes()
              : LastRows.filled(from, row, 0, key.width, height);
      block().run(source, to + row / height * down);
    }
  }

  private Reorder block() {
    return Primitives.get(new Rows(key), Reorder.class, this::reorder);
  }

  private Reorder reorder() {
    try (Layouts plain = new Layouts();
        PackedLayout all = new PackedLayout(product(1, key.width));
        PackedLayout packed = all.part(height, key.width)) {
      return new Reorder(plain.dense(key.type, height, key.width), packed.get());
    }
  }

  @Override
  public void close() {
    // the reorders belong to the thread's primitives
  }
}
