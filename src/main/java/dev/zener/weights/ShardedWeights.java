package dev.zener.weights;

import dev.zener.files.Quoted;
import dev.zener.problem.InputException;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Tensors in several files, listed by an index. */
final class ShardedWeights implements WeightFile {
  private final String description;

  /** The number of low bits of {@link #place} that hold the place within a shard. */
  private static final int PLACES = 32;

  private final Map<String, WeightFile> homes;
  private final List<WeightFile> shards;

  private ShardedWeights(String description, Map<String, WeightFile> homes) {
    this.description = description;
    this.homes = homes;
    this.shards = homes.values().stream().distinct().toList();
  }

  /** Reads the index and opens the files that it names, which are in its folder. */
  static ShardedWeights open(String label, WeightInput input) {
    if (input.bytes().size() > ShardIndex.MAX_BYTES) {
      throw new InputException(
          "an index of %d bytes; allowed: at most %d"
              .formatted(input.bytes().size(), ShardIndex.MAX_BYTES));
    }
    ShardIndex index = ShardIndex.parse(input.bytes().view(0, (int) input.bytes().size()));
    input.bytes().close();
    return open(label, index, name -> WeightFormat.openShard(input.folder(), sibling(input, name)));
  }

  /** The name of a shard in the folder of the index. */
  private static String sibling(WeightInput input, String shard) {
    return input.name().substring(0, input.name().lastIndexOf('/') + 1) + shard;
  }

  private static ShardedWeights open(
      String label, ShardIndex index, Function<String, WeightFile> open) {
    Map<String, WeightFile> shards = new LinkedHashMap<>();
    try {
      Map<String, WeightFile> homes = new LinkedHashMap<>();
      index
          .files()
          .forEach(
              (name, file) ->
                  homes.put(name, holding(name, file, shards.computeIfAbsent(file, open))));
      return new ShardedWeights(describe(label, shards, homes.size()), homes);
    } catch (RuntimeException | Error e) {
      shards.values().forEach(WeightFile::close);
      throw e;
    }
  }

  private static WeightFile holding(String name, String file, WeightFile shard) {
    if (!shard.names().contains(name)) {
      throw new InputException(
          "the index places tensor %s in %s, which has no such tensor"
              .formatted(Quoted.of(name), Quoted.of(file)));
    }
    return shard;
  }

  private static String describe(String label, Map<String, WeightFile> shards, int listed) {
    long held = shards.values().stream().mapToLong(shard -> shard.names().size()).sum();
    String unlisted = held == listed ? "" : ", " + (held - listed) + " tensors not listed";
    return "%s of %s%s".formatted(label, shards.keySet(), unlisted);
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

  /** Ordered by shard, and within a shard by its own order. */
  @Override
  public long place(String name) {
    WeightFile home = home(name);
    return ((long) shards.indexOf(home) << PLACES) + home.place(name);
  }

  @Override
  public boolean direct() {
    return shards.stream().allMatch(WeightFile::direct);
  }

  @Override
  public Set<String> leftOut() {
    return Set.of();
  }

  /** Empty, because the metadata of a shard does not describe the whole. */
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
    shards.forEach(WeightFile::close);
  }
}
