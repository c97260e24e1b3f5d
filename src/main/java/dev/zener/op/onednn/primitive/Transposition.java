package dev.zener.op.onednn.primitive;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.onednn.primitive.Reorder.Strides;
import dev.zener.op.onednn.primitive.Scratch.Use;
import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * Transposes a stripe of columns of a matrix. oneDNN copies bfloat16 elements one by one but 32-bit
 * elements by vectors. Therefore two bfloat16 rows are first merged into ints, each of which holds
 * two adjacent elements of a column.
 */
public final class Transposition {
  /** The number of rows, or pairs of rows, copied at once, so that they stay in the cache. */
  private static final int BLOCK = 128;

  private final Tensor from;
  private final int first;
  private final int width;
  private final int length;
  private final long to;

  private Transposition(Tensor from, int first, int width, int length, long to) {
    this.from = from;
    this.first = first;
    this.width = width;
    this.length = length;
    this.to = to;
  }

  /**
   * Writes the transpose [width,length]; each row is a column padded with zeros.
   *
   * @param from [n,m] float32 or bfloat16
   * @param first the first column
   * @param width the number of columns
   * @param length the length of the result's rows, at least n
   * @param to the address of the result
   */
  public static void run(Tensor from, int first, int width, int length, long to) {
    Transposition t = new Transposition(from, first, width, length, to);
    boolean whole = (from.dim(1) | first | width | length) % 2 == 0;
    if (from.type() == ElementType.BFLOAT16 && whole) {
      t.byPairs();
    } else {
      t.directly();
    }
  }

  private void directly() {
    ElementType type = from.type();
    int m = from.dim(1);
    for (int start = 0; start < length; start += BLOCK) {
      int count = Math.min(BLOCK, length - start);
      long at = to + (long) start * type.bytes();
      if (start + count <= from.dim(0)) {
        long source = from.address() + ((long) start * m + first) * type.bytes();
        move(type, count, width, m, length).run(source, at);
      } else {
        long source = LastRows.filled(from, Math.min(start, from.dim(0)), first, width, count);
        move(type, count, width, width, length).run(source, at);
      }
    }
  }

  private void byPairs() {
    int pairs = length / 2;
    int ints = width / 2;
    IntBuffer rows = Tensor.at(from.address(), ElementType.INT32, from.size() / 2L).ints();
    Tensor merged = Scratch.shared(Use.PAIRS).tensor(ElementType.INT32, 2, BLOCK, ints);
    IntBuffer target = merged.ints();
    int[] upper = new int[ints];
    int[] lower = new int[ints];
    int[] even = new int[ints];
    int[] odd = new int[ints];
    for (int start = 0; start < pairs; start += BLOCK) {
      int count = Math.min(BLOCK, pairs - start);
      for (int p = 0; p < count; p++) {
        read(rows, 2 * (start + p), upper);
        read(rows, 2 * (start + p) + 1, lower);
        merge(upper, lower, even, odd);
        target.put(p * ints, even);
        target.put((BLOCK + p) * ints, odd);
      }
      // copies ints to every second row of the result
      Reorder move = move(ElementType.FLOAT32, count, ints, ints, 2L * pairs);
      long at = to + (long) start * Integer.BYTES;
      move.run(merged.address(), at);
      move.run(
          merged.address() + (long) BLOCK * ints * Integer.BYTES,
          at + (long) pairs * Integer.BYTES);
    }
  }

  /** Reads a row's part of the stripe; zeros after the last row. */
  private void read(IntBuffer rows, int row, int[] into) {
    if (row < from.dim(0)) {
      rows.get((row * from.dim(1) + first) / 2, into);
    } else {
      Arrays.fill(into, 0);
    }
  }

  /**
   * Merges two rows. Each int of a row holds two adjacent elements, the first in the low half; each
   * int of the result holds two elements of one column, even columns and odd columns separately.
   */
  private static void merge(int[] upper, int[] lower, int[] even, int[] odd) {
    for (int j = 0; j < upper.length; j++) {
      even[j] = upper[j] & 0xffff | lower[j] << 16;
      odd[j] = upper[j] >>> 16 | lower[j] & 0xffff0000;
    }
  }

  /** A reorder of [count,width] to its transpose, whose rows are {@code turned} elements apart. */
  private static Reorder move(ElementType type, int count, int width, int row, long turned) {
    return Reorder.of(type, type, count, width, Strides.rows(row), Strides.columns(turned));
  }
}
