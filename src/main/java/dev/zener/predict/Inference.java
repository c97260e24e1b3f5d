package dev.zener.predict;

import dev.zener.data.PackedBatch;
import dev.zener.device.Tensor;
import dev.zener.graph.Compiler;
import dev.zener.graph.Inputs;
import dev.zener.graph.Program;
import dev.zener.graph.Timing;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerGraph;
import dev.zener.model.TaggerInputs;
import dev.zener.op.Backend;
import java.util.Collection;
import java.util.Map;

/** A tagger's forward pass without dropout. Reads the parameters as they are at each run. */
public final class Inference implements AutoCloseable {
  private final Program program;
  private final Inputs inputs = new Inputs();
  private final boolean everyRow;
  private final boolean words;

  /**
   * Compiles.
   *
   * @param outputs names as {@link TaggerGraph} gives them; what none of them needs is not computed
   */
  public Inference(Parameters parameters, Backend backend, Collection<String> outputs) {
    everyRow = outputs.contains(TaggerGraph.HIDDEN + parameters.shape().encoder().layers());
    words = outputs.stream().anyMatch(o -> o.startsWith(TaggerGraph.LOGITS));
    TaggerGraph graph =
        everyRow ? TaggerGraph.encoding(parameters) : TaggerGraph.inference(parameters);
    program =
        new Compiler(graph.graph(), backend, parameters.tensors())
            .filling(graph.fillings())
            .compile(outputs, Map.of());
  }

  /** The outputs for a batch, valid until the next run. */
  public Map<String, Tensor> run(PackedBatch batch) {
    fill(batch);
    return program.run(inputs.tensors());
  }

  /** Bytes of the host's memory that a batch needs beyond what the runs so far needed. */
  public long growth(PackedBatch batch) {
    fill(batch);
    return program.growth(inputs.tensors());
  }

  private void fill(PackedBatch batch) {
    int[] wordRows = words ? batch.wordRows() : new int[0];
    if (everyRow) {
      TaggerInputs.all(inputs, batch.ids(), batch.offsets(), wordRows);
    } else {
      TaggerInputs.chosen(inputs, batch.ids(), batch.offsets(), wordRows);
    }
  }

  /** What the runs' parts took. */
  public Timing timing() {
    return program.timing();
  }

  @Override
  public void close() {
    program.close();
    inputs.close();
  }
}
