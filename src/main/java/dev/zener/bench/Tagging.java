package dev.zener.bench;

import dev.zener.data.PackedBatch;
import dev.zener.graph.Timing;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerGraph;
import dev.zener.model.TaggerShape;
import dev.zener.op.backend.Backend;
import dev.zener.predict.Inference;
import java.util.List;

/** The forward pass of a tagger's encoder, from piece ids to the last hidden state. */
final class Tagging implements Work {
  private final Inference inference;
  private long packing;

  Tagging(Parameters parameters, Backend backend) {
    String last = TaggerGraph.HIDDEN + TaggerShape.of(parameters).encoder().layers();
    inference = new Inference(parameters, backend, List.of(last));
  }

  @Override
  public void run(Bucket batch) {
    long start = System.nanoTime();
    PackedBatch packed = PackedBatch.of(batch.targetWindows());
    packing += System.nanoTime() - start;
    inference.run(packed);
  }

  @Override
  public Timing timing() {
    return inference.timing();
  }

  @Override
  public long packing() {
    return packing;
  }

  @Override
  public void close() {
    inference.close();
  }
}
