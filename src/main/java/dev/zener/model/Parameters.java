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
 * A network's parameters by name, outside the Java heap. They lie in one block of memory, except
 * for tensors shared with other parameter sets. New parameters are zero.
 */
public final class Parameters implements AutoCloseable {
  private final NetworkShape shape;
  private final ParameterSet specs;
  private final ElementType type;
  private final Block block;
  private final Map<String, Tensor> tensors;
  private Runnable release;

  private Parameters(
      NetworkShape shape, ElementType type, Map<String, Tensor> shared, Runnable release) {
    this.shape = shape;
    this.type = type;
    this.release = release;
    specs = shape.parameters();
    block = Block.allocate(bytes(shape, type, name -> !shared.containsKey(name)));
    tensors = new LinkedHashMap<>();
    long offset = 0;
    for (ParameterSpec p : specs) {
      Tensor others = shared.get(p.name());
      if (others != null) {
        tensors.put(p.name(), others);
        continue;
      }
      tensors.put(p.name(), block.tensor(offset, type, p.shape()));
      offset += bytes(p, type);
    }
  }

  /** The total size of all parameters in bytes, including alignment. */
  public static long bytes(NetworkShape shape, ElementType type) {
    return bytes(shape, type, name -> true);
  }

  /** The total size in bytes, including alignment, of the parameters whose names are wanted. */
  public static long bytes(NetworkShape shape, ElementType type, Predicate<String> wanted) {
    return shape.parameters().stream()
        .filter(parameter -> wanted.test(parameter.name()))
        .mapToLong(parameter -> bytes(parameter, type))
        .sum();
  }

  private static long bytes(ParameterSpec parameter, ElementType type) {
    return Block.align(Tensor.elements(parameter.shape()) * type.bytes());
  }

  /** Allocates parameters that are all zero. */
  public static Parameters zeros(NetworkShape shape, ElementType type) {
    return new Parameters(shape, type, Map.of(), () -> {});
  }

  /**
   * Allocates parameters that are zero, except for shared ones, which are used in place.
   *
   * @param shared tensors by name, with the shapes and the type of this network; they must not be
   *     written to
   * @param release called once when these parameters are closed
   */
  public static Parameters sharing(
      NetworkShape shape, ElementType type, Map<String, Tensor> shared, Runnable release) {
    return new Parameters(shape, type, shared, release);
  }

  /** Allocates float32 parameters with random values, see {@link #randomize}. */
  public static Parameters random(NetworkShape shape, long seed) {
    Parameters fresh = zeros(shape, ElementType.FLOAT32);
    fresh.tensors.keySet().forEach(name -> fresh.randomize(name, seed));
    return fresh;
  }

  /**
   * Initialises one parameter as it is declared: weights from N(0, initializer_range²), LayerNorm
   * weights 1, biases 0 (Devlin et al. 2019, appendix A.2, without truncation, as in HuggingFace),
   * ω from U(−1, 1). The values depend only on the name and the seed.
   */
  public void randomize(String name, long seed) {
    Tensor t = get(name);
    Random random = new Random(seed * 0x9E3779B97F4A7C15L + name.hashCode());
    InitialValue initial = specs.get(name).initial();
    double range = shape.initializerRange();
    for (int i = 0; i < t.size(); i++) {
      t.set(i, initial.draw(random, range));
    }
  }

  /** The shape of the network that they are the parameters of. */
  public NetworkShape shape() {
    return shape;
  }

  /** How the parameters are declared, in the order of {@link #tensors}. */
  public ParameterSet specs() {
    return specs;
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
