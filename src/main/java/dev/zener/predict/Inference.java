package dev.zener.predict;

import dev.zener.data.PackedBatch;
import dev.zener.device.Tensor;
import dev.zener.graph.Compiler;
import dev.zener.graph.Inputs;
import dev.zener.graph.Program;
import dev.zener.graph.Timing;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerGraph;
import dev.zener.op.Backend;
import java.util.Collection;
import java.util.Map;

/** A tagger's forward pass without dropout. Reads the parameters as they are at each run. */
public final class Inference implements AutoCloseable {
  private final Program program;
  private final Inputs inputs = new Inputs();

  /**
   * Compiles.
   *
   * @param outputs names as {@link TaggerGraph} gives them; what none of them needs is not computed
   */
  public Inference(Parameters parameters, Backend backend, Collection<String> outputs) {
    TaggerGraph graph = TaggerGraph.inference(parameters);
    program = new Compiler(graph.graph(), backend, parameters.tensors()).compile(outputs, Map.of());
  }

  /** The outputs for a batch, valid until the next run. */
  public Map<String, Tensor> run(PackedBatch batch) {
    inputs.ints(TaggerGraph.IDS, batch.ids());
    inputs.ints(TaggerGraph.OFFSETS, batch.offsets());
    inputs.ints(TaggerGraph.WORD_ROWS, batch.wordRows());
    inputs.ints(TaggerGraph.CLS_ROWS, batch.clsRows());
    return program.run(inputs.tensors());
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
