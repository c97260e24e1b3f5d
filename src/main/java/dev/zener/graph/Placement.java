package dev.zener.graph;

import dev.zener.device.Block;
import dev.zener.device.Tensor;
import java.util.Map;
import java.util.TreeMap;

/** Where in the arena each computed tensor stands, for inputs of given shapes. */
final class Placement {
  private static final int SLACK_ROWS = 15;

  private final long bytes;
  private final long[] offsets;
  private final long[][] shapes;

  private Placement(long bytes, long[] offsets, long[][] shapes) {
    this.bytes = bytes;
    this.offsets = offsets;
    this.shapes = shapes;
  }

  /** Size that the arena needs. */
  long bytes() {
    return bytes;
  }

  /** Adds the computed tensors to {@code tensors}. */
  void fill(Tensor[] tensors, Iterable<Program.Value> values, Arena arena) {
    for (Program.Value v : values) {
      if (v.computed() && shapes[v.index] != null) {
        long slack = slack(v, shapes[v.index]);
        tensors[v.index] = arena.tensor(offsets[v.index], v.type, shapes[v.index]).withSlack(slack);
      }
    }
  }

  /**
   * A product may compute a few rows more than there are: its primitives have few numbers of them.
   */
  private static long slack(Program.Value v, long[] shape) {
    return shape.length == 2 ? SLACK_ROWS * shape[1] * v.type.bytes() : 0;
  }

  /** Places tensors in the order of their making: the smallest gap that holds one, else the end. */
  static final class Builder {
    private final long[] offsets;
    private final long[] sizes;
    private final TreeMap<Long, Long> gaps = new TreeMap<>(); // start → length
    private long end;

    Builder(int values) {
      offsets = new long[values];
      sizes = new long[values];
    }

    void allocate(Program.Value v, long[] shape) {
      long bytes = Tensor.elements(shape) * v.type.bytes() + slack(v, shape);
      long size = Block.align(Math.max(1, bytes));
      sizes[v.index] = size;
      offsets[v.index] = take(size);
    }

    private long take(long size) {
      Map.Entry<Long, Long> best = null;
      for (Map.Entry<Long, Long> gap : gaps.entrySet()) {
        boolean fits = gap.getValue() >= size;
        if (fits && (best == null || gap.getValue() < best.getValue())) {
          best = gap;
        }
      }
      if (best == null) {
        return grow(size);
      }
      long start = best.getKey();
      long rest = best.getValue() - size;
      gaps.remove(start);
      if (rest > 0) {
        gaps.put(start + size, rest);
      }
      return start;
    }

    /** At the end, together with a gap that touches it. */
    private long grow(long size) {
      Map.Entry<Long, Long> last = gaps.lastEntry();
      long start = end;
      if (last != null && last.getKey() + last.getValue() == end) {
        start = last.getKey();
        gaps.remove(start);
      }
      end = start + size;
      return start;
    }

    void release(Program.Value v) {
      long start = offsets[v.index];
      long size = sizes[v.index];
      Map.Entry<Long, Long> before = gaps.lowerEntry(start);
      if (before != null && before.getKey() + before.getValue() == start) {
        start = before.getKey();
        size += before.getValue();
        gaps.remove(start);
      }
      Long after = gaps.remove(start + size);
      gaps.put(start, after == null ? size : size + after);
    }

    Placement build(long[][] shapes) {
      return new Placement(end, offsets, shapes);
    }
  }
}
