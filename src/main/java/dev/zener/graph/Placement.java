package dev.zener.graph;

import dev.zener.device.Arena;
import dev.zener.device.ElementType;
import dev.zener.device.Memory;
import dev.zener.device.Tensor;
import dev.zener.graph.Program.Step;
import dev.zener.graph.Program.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The position in the arena of each computed tensor, for inputs of given shapes. */
final class Placement {
  private static final int SLACK_ROWS = 15;

  private final long bytes;
  private final long firstInput;
  private final long inputBytes;
  private final long[] offsets;
  private final long[][] shapes;

  private Placement(long bytes, long firstInput, long inputBytes, long[] offsets, long[][] shapes) {
    this.bytes = bytes;
    this.firstInput = firstInput;
    this.inputBytes = inputBytes;
    this.offsets = offsets;
    this.shapes = shapes;
  }

  /**
   * Places the results of steps.
   *
   * @param shapes the shapes of inputs and bound tensors; those of all other tensors are added
   */
  static Placement onHost(List<Value> values, List<Step> steps, long[][] shapes) {
    steps.forEach(step -> step.inferShapes(shapes));
    Builder builder = new Builder(values.size(), Memory.HOST);
    builder.place(values, steps, shapes);
    return builder.build(shapes);
  }

  /**
   * Places all tensors that are not bound: first those whose position is the same for all shapes,
   * then the inputs, one after the other, then the results of steps.
   *
   * @param shapes the shapes of inputs and bound tensors; those of all other tensors are added
   * @param memory the device's memory
   */
  static Placement onDevice(List<Value> values, List<Step> steps, long[][] shapes, Memory memory) {
    steps.forEach(step -> step.inferShapes(shapes));
    Builder builder = new Builder(values.size(), memory);
    for (Value v : values) {
      if (v.fixed && v.computed() && shapes[v.index] != null) {
        builder.allocate(v, shapes[v.index]);
      }
    }
    builder.beginInputs();
    for (Value v : values) {
      if (v.placeholder) {
        builder.allocate(v, shapes[v.index]);
      }
    }
    builder.endInputs();
    builder.place(values, steps, shapes);
    return builder.build(shapes);
  }

  /** The total size of the inputs in bytes. */
  long inputBytes() {
    return inputBytes;
  }

  /** The memory of all inputs as one INT32 tensor. */
  Tensor inputs(Arena arena) {
    return arena.tensor(
        firstInput, ElementType.INT32, new long[] {inputBytes / ElementType.INT32.bytes()});
  }

  /** The size that the arena needs, in bytes. */
  long bytes() {
    return bytes;
  }

  /** Adds the placed tensors to {@code tensors}. */
  void fill(Tensor[] tensors, Iterable<Value> values, Arena arena) {
    for (Value v : values) {
      if (offsets[v.index] >= 0) {
        long slack = slack(v, shapes[v.index]);
        tensors[v.index] = arena.tensor(offsets[v.index], v.type, shapes[v.index]).withSlack(slack);
      }
    }
  }

  /** Adds tensors with the types and shapes of the placed tensors, but without memory. */
  void describe(Tensor[] tensors, Iterable<Value> values) {
    for (Value v : values) {
      if (offsets[v.index] >= 0) {
        tensors[v.index] = Tensor.onDevice(0, v.type, shapes[v.index]);
      }
    }
  }

  /**
   * The bytes reserved after a tensor. A product may compute a few more rows than there are,
   * because its primitives are created only for some numbers of rows.
   */
  private static long slack(Value v, long[] shape) {
    return shape.length == 2 ? SLACK_ROWS * shape[1] * v.type.bytes() : 0;
  }

  /** The bytes that a tensor of this shape occupies. */
  static long size(Value v, long[] shape, Memory memory) {
    return memory.align(Math.max(1, Tensor.elements(shape) * v.type.bytes() + slack(v, shape)));
  }

  /**
   * Places tensors in the order of creation: in the smallest gap that fits, otherwise at the end.
   */
  static final class Builder {
    private final long[] offsets;
    private final long[] sizes;
    private final Memory memory;
    private final TreeMap<Long, Long> gaps = new TreeMap<>(); // start → length
    private long end;
    private long firstInput;
    private long inputBytes;

    Builder(int values, Memory memory) {
      this.memory = memory;
      offsets = new long[values];
      Arrays.fill(offsets, -1);
      sizes = new long[values];
    }

    void beginInputs() {
      firstInput = end;
    }

    void endInputs() {
      inputBytes = end - firstInput;
    }

    /**
     * Places results that have no position yet, each from the step that computes it to its last
     * use.
     */
    void place(List<Value> values, List<Step> steps, long[][] shapes) {
      for (int s = 0; s < steps.size(); s++) {
        for (Value out : steps.get(s).outputs()) {
          if (out != null && out.bound == null && offsets[out.index] < 0) {
            allocate(out, shapes[out.index]);
          }
        }
        for (Value v : values) {
          if (v.lastUse == s && v.computed() && offsets[v.index] >= firstInput) {
            release(v);
          }
        }
      }
    }

    void allocate(Value v, long[] shape) {
      long size = size(v, shape, memory);
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

    /** Places a tensor at the end, using a gap that reaches the end if there is one. */
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

    void release(Value v) {
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
      return new Placement(end, firstInput, inputBytes, offsets, shapes);
    }
  }
}
