package dev.zener.graph;

import dev.zener.device.Arena;
import dev.zener.device.ElementType;
import dev.zener.device.Memory;
import dev.zener.device.Tensor;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The inputs of a program, copied to memory outside the Java heap that is reused between runs. */
public final class Inputs implements AutoCloseable {
  private final Map<String, Arena> arenas = new HashMap<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  /** Sets an input to int values, [n]. */
  public Inputs ints(String name, int[] values) {
    tensor(name, ElementType.INT32, values.length).setInts(values);
    return this;
  }

  /** Sets an input to one long, [1]. */
  public Inputs counter(String name, long value) {
    tensor(name, ElementType.INT64, 1).longs().put(0, value);
    return this;
  }

  /** Sets an input to floats of a shape, converted to double if the type is FLOAT64. */
  public Inputs floats(String name, ElementType type, float[] values, long... shape) {
    Tensor t = tensor(name, type, shape);
    if (type == ElementType.FLOAT32) {
      t.floats().put(0, values, 0, t.size());
    } else {
      for (int i = 0; i < t.size(); i++) {
        t.set(i, values[i]);
      }
    }
    return this;
  }

  /** Sets an input to doubles of a shape, rounded if the type is smaller. */
  public Inputs doubles(String name, ElementType type, double[] values, long... shape) {
    tensor(name, type, shape).setDoubles(values);
    return this;
  }

  private Tensor tensor(String name, ElementType type, long... shape) {
    Arena arena = arenas.computeIfAbsent(name, n -> new Arena(Memory.HOST));
    arena.reserve(Tensor.elements(shape) * type.bytes());
    Tensor t = arena.tensor(0, type, shape);
    tensors.put(name, t);
    return t;
  }

  /** The current inputs by name. */
  public Map<String, Tensor> tensors() {
    return Collections.unmodifiableMap(tensors);
  }

  @Override
  public void close() {
    arenas.values().forEach(Arena::close);
    tensors.clear();
  }
}
