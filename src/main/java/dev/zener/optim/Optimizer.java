package dev.zener.optim;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.graph.Compiler;
import dev.zener.op.AdamW;
import dev.zener.op.GlobalNorm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** AdamW for named parameters. It owns their moments and appends its ops to a program. */
public final class Optimizer implements AutoCloseable {
  /** The name of a placeholder [3]: the learning rate and both bias corrections. */
  public static final String SCALARS = "optimizer.scalars";

  /** The name of an output: the global norm of the gradients before clipping. */
  public static final String NORM = "optimizer.norm";

  private static final String FIRST = "exp_avg.";
  private static final String SECOND = "exp_avg_sq.";

  private final AdamWSettings settings;
  private final Predicate<String> decays;
  private final ToDoubleFunction<String> factor;
  private final Map<String, Tensor> moments = new LinkedHashMap<>();
  private final List<String> names;
  private final Block block;
  private long step;

  /**
   * Creates an optimiser whose moments are zero.
   *
   * @param trained the trained parameters' memory by name
   * @param decays whether weight decay applies to the parameter of a name
   */
  public Optimizer(AdamWSettings settings, Map<String, Tensor> trained, Predicate<String> decays) {
    this(settings, trained, decays, name -> 1);
  }

  /**
   * The same with different learning rates.
   *
   * @param factor the factor of the learning rate for the parameter of a name
   */
  public Optimizer(
      AdamWSettings settings,
      Map<String, Tensor> trained,
      Predicate<String> decays,
      ToDoubleFunction<String> factor) {
    this.settings = settings;
    this.decays = decays;
    this.factor = factor;
    this.names = List.copyOf(trained.keySet());
    long bytes = 0;
    for (Tensor p : trained.values()) {
      bytes += 2 * size(p);
    }
    block = Block.allocate(bytes);
    long offset = 0;
    for (Map.Entry<String, Tensor> p : trained.entrySet()) {
      Tensor t = p.getValue();
      moments.put(FIRST + p.getKey(), block.tensor(offset, t.type(), t.shape()));
      moments.put(SECOND + p.getKey(), block.tensor(offset + size(t), t.type(), t.shape()));
      offset += 2 * size(t);
    }
  }

  private static long size(Tensor t) {
    return Block.align(t.byteSize());
  }

  /** The moments by name, {@code exp_avg.NAME} and {@code exp_avg_sq.NAME} as in PyTorch. */
  public Map<String, Tensor> moments() {
    return Collections.unmodifiableMap(moments);
  }

  /** The number of steps taken. */
  public long step() {
    return step;
  }

  /** Continues after {@code steps} steps. The caller must have restored the moments. */
  public void resume(long steps) {
    this.step = steps;
  }

  /**
   * Appends clipping and the update of the parameters to a program.
   *
   * @param gradients the name of the gradient of every trained parameter
   */
  public void append(Compiler compiler, Map<String, String> gradients) {
    List<String> all = new ArrayList<>();
    for (String name : names) {
      String gradient = gradients.get(name);
      if (gradient == null) {
        throw new IllegalArgumentException("no gradient for trained parameter " + name);
      }
      all.add(gradient);
    }
    compiler.then(new GlobalNorm(), all, List.of(NORM));
    for (int i = 0; i < names.size(); i++) {
      String p = names.get(i);
      compiler.then(
          new AdamW(
              settings.beta1(),
              settings.beta2(),
              settings.epsilon(),
              decays.test(p) ? settings.decay() : 0,
              settings.maxNorm(),
              factor.applyAsDouble(p)),
          List.of(p, all.get(i), FIRST + p, SECOND + p, NORM, SCALARS),
          List.of(p, FIRST + p, SECOND + p));
    }
  }

  /** The types of the placeholders that {@link #append} adds, by name. */
  public Map<String, ElementType> placeholders(ElementType type) {
    return Map.of(SCALARS, type);
  }

  /** Counts a step and returns its scalars: learning rate, 1 − β1^t, 1 − β2^t. */
  public double[] next(double learningRate) {
    step++;
    return new double[] {
      learningRate, 1 - Math.pow(settings.beta1(), step), 1 - Math.pow(settings.beta2(), step)
    };
  }

  @Override
  public void close() {
    block.close();
  }
}
