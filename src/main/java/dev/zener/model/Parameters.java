package dev.zener.model;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

/**
 * A tagger's parameters by name, outside the Java heap. They lie in one block of memory, except for
 * tensors shared with other parameter sets. New parameters are zero.
 */
public final class Parameters implements AutoCloseable {
  private final TaggerShape shape;
  private final ElementType type;
  private final Block block;
  private final Map<String, Tensor> tensors;
  private Runnable release;

  private Parameters(
      TaggerShape shape, ElementType type, Map<String, Tensor> shared, Runnable release) {
    this.shape = shape;
    this.type = type;
    this.release = release;
    Map<String, long[]> shapes = ParameterNames.of(shape);
    block = Block.allocate(bytes(shape, type, name -> !shared.containsKey(name)));
    tensors = new LinkedHashMap<>();
    long offset = 0;
    for (Map.Entry<String, long[]> p : shapes.entrySet()) {
      Tensor others = shared.get(p.getKey());
      if (others != null) {
        tensors.put(p.getKey(), others);
        continue;
      }
      tensors.put(p.getKey(), block.tensor(offset, type, p.getValue()));
      offset += Block.align(Tensor.elements(p.getValue()) * type.bytes());
    }
  }

  /** The total size of all parameters in bytes, including alignment. */
  public static long bytes(TaggerShape shape, ElementType type) {
    return bytes(shape, type, name -> true);
  }

  /** The total size in bytes, including alignment, of the parameters whose names are wanted. */
  public static long bytes(TaggerShape shape, ElementType type, Predicate<String> wanted) {
    return ParameterNames.of(shape).entrySet().stream()
        .filter(parameter -> wanted.test(parameter.getKey()))
        .mapToLong(parameter -> Block.align(Tensor.elements(parameter.getValue()) * type.bytes()))
        .sum();
  }

  /** Allocates parameters that are all zero. */
  public static Parameters zeros(TaggerShape shape, ElementType type) {
    return new Parameters(shape, type, Map.of(), () -> {});
  }

  /**
   * Allocates parameters that are zero, except for shared ones, which are used in place.
   *
   * @param shared tensors by name, with the shapes and the type of this tagger; they must not be
   *     written to
   * @param release called once when these parameters are closed
   */
  public static Parameters sharing(
      TaggerShape shape, ElementType type, Map<String, Tensor> shared, Runnable release) {
    return new Parameters(shape, type, shared, release);
  }

  /** Allocates float32 parameters with random values, see {@link #randomize}. */
  public static Parameters random(TaggerShape shape, long seed) {
    Parameters fresh = zeros(shape, ElementType.FLOAT32);
    fresh.tensors.keySet().forEach(name -> fresh.randomize(name, seed));
    return fresh;
  }

  /**
   * Initialises one parameter: weights from N(0, initializer_range²), LayerNorm weights 1, biases 0
   * (Devlin et al. 2019, appendix A.2, without truncation, as in HuggingFace), ω from U(−1, 1). The
   * values depend only on the name and the seed.
   */
  public void randomize(String name, long seed) {
    Tensor t = get(name);
    Random random = new Random(seed * 0x9E3779B97F4A7C15L + name.hashCode());
    double range = shape.encoder().initializerRange();
    for (int i = 0; i < t.size(); i++) {
      t.set(i, initial(name, random, range));
    }
  }

  private static double initial(String name, Random random, double range) {
    if (name.equals(ParameterNames.OMEGA)) {
      return 2 * random.nextDouble() - 1;
    }
    if (name.endsWith("LayerNorm.weight")) {
      return 1;
    }
    return name.endsWith(".bias") ? 0 : range * random.nextGaussian();
  }

  public TaggerShape shape() {
    return shape;
  }

  public ElementType type() {
    return type;
  }

  /** All parameters by name, in order. */
  public Map<String, Tensor> tensors() {
    return Collections.unmodifiableMap(tensors);
  }

  /**
   * The parameter of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Tensor get(String name) {
    Tensor t = tensors.get(name);
    if (t == null) {
      throw new IllegalArgumentException(
          "no parameter " + name + "; there are " + tensors.keySet());
    }
    return t;
  }

  /** The total number of elements of all parameters. */
  public long count() {
    return tensors.values().stream().mapToLong(Tensor::size).sum();
  }

  @Override
  public void close() {
    block.close();
    release.run();
    release = () -> {};
  }
}
