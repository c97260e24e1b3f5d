package dev.zener.weights;

import dev.zener.label.InputException;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Tensors in several files, as an index says. */
final class ShardedWeights implements WeightFile {
  private final String description;
  private final Map<String, WeightFile> homes;

  private ShardedWeights(String description, Map<String, WeightFile> homes) {
    this.description = description;
    this.homes = homes;
  }

  /**
   * @param open opens a shard by its file name
   */
  static ShardedWeights open(
      String path, ShardIndex index, Function<String, ? extends WeightFile> open) {
    Map<String, WeightFile> shards = new LinkedHashMap<>();
    try {
      Map<String, WeightFile> homes = new LinkedHashMap<>();
      index
          .files()
          .forEach(
              (name, file) ->
                  homes.put(name, holding(name, file, shards.computeIfAbsent(file, open))));
      return new ShardedWeights(describe(path, shards, homes.size()), homes);
    } catch (RuntimeException | Error e) {
      shards.values().forEach(WeightFile::close);
      throw e;
    }
  }

  private static WeightFile holding(String name, String file, WeightFile shard) {
    if (!shard.names().contains(name)) {
      throw new InputException(
          "tensor %s is said to be in %s, which has none of that name"
              .formatted(Quoted.of(name), Quoted.of(file)));
    }
    return shard;
  }

  private static String describe(String path, Map<String, WeightFile> shards, int listed) {
    long held = shards.values().stream().mapToLong(shard -> shard.names().size()).sum();
    String unlisted = held == listed ? "" : ", " + (held - listed) + " tensors not listed";
    return "index %s of %s%s".formatted(path, shards.keySet(), unlisted);
  }

  private WeightFile home(String name) {
    WeightFile home = homes.get(name);
    if (home == null) {
      throw new IllegalArgumentException(description + " has no tensor " + Quoted.of(name));
    }
    return home;
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(homes.keySet());
  }

  @Override
  public TensorInfo info(String name) {
    return home(name).info(name);
  }

  @Override
  public void read(String name, long fromElement, FloatBuffer target) {
    home(name).read(name, fromElement, target);
  }

  @Override
  public void read(String name, long fromElement, DoubleBuffer target) {
    home(name).read(name, fromElement, target);
  }

  @Override
  public void read(String name, long fromElement, LongBuffer target) {
    home(name).read(name, fromElement, target);
  }

  /** Empty: the shards' own say nothing of the whole. */
  @Override
  public Map<String, String> metadata() {
    return Map.of();
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void close() {
    homes.values().forEach(WeightFile::close);
  }
}
