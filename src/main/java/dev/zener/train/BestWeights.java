package dev.zener.train;

import dev.zener.device.Block;
import dev.zener.device.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** A copy of the best weights so far. */
final class BestWeights implements AutoCloseable {
  private final Map<String, Tensor> live;
  private final Map<String, Tensor> copies = new LinkedHashMap<>();
  private final Block block;
  private double score = Double.NEGATIVE_INFINITY;
  private long step;

  /** Allocates memory for a copy of the live weights. */
  BestWeights(Map<String, Tensor> live) {
    this.live = live;
    long bytes = live.values().stream().mapToLong(BestWeights::size).sum();
    block = Block.allocate(bytes);
    long offset = 0;
    for (Map.Entry<String, Tensor> e : live.entrySet()) {
      Tensor t = e.getValue();
      copies.put(e.getKey(), block.tensor(offset, t.type(), t.shape()));
      offset += size(t);
    }
  }

  private static long size(Tensor t) {
    return Block.align(t.byteSize());
  }

  /** Copies the live weights if their score is above the best so far; returns whether it is. */
  boolean offer(double newScore, long atStep) {
    if (!(newScore > score)) {
      return false;
    }
    score = newScore;
    step = atStep;
    copies.forEach((name, copy) -> copy.bytes().put(live.get(name).bytes()));
    return true;
  }

  /** Copies the best weights over the live ones. */
  void restore() {
    copies.forEach(
        (name, copy) -> {
          live.get(name).bytes().put(copy.bytes());
          live.get(name).changed();
        });
  }

  /** Restores score and step from a checkpoint, after {@link #copies} have been read from it. */
  void resume(double formerScore, long formerStep) {
    score = formerScore;
    step = formerStep;
  }

  double score() {
    return score;
  }

  /** The step of the best weights. */
  long step() {
    return step;
  }

  Map<String, Tensor> copies() {
    return copies;
  }

  @Override
  public void close() {
    block.close();
  }
}
