package dev.zener.predict;

import dev.zener.data.Batches;
import dev.zener.data.PackedBatch;
import dev.zener.data.Window;
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
import java.util.List;
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

  /** Takes what comes out for some windows. */
  @FunctionalInterface
  public interface Sink {
    /**
     * One batch.
     *
     * @param outputs its rows are those of the windows, in order; valid during the call
     */
    void accept(List<Window> windows, Map<String, Tensor> outputs);
  }

  /**
   * Runs over windows, those of like length together; what comes out does not depend on how they
   * become batches.
   *
   * @throws dev.zener.label.InputException if memory does not suffice for one of them alone
   */
  public void run(List<Window> windows, Batching batching, Sink sink) {
    Batches.byLength(windows, batching.pieces()).forEach(batch -> parts(batch, batching, sink));
  }

  /** As a whole, or half by half as far as memory asks for it. */
  private void parts(List<Window> windows, Batching batching, Sink sink) {
    PackedBatch batch = PackedBatch.of(windows);
    if (batching.memory().isSet()) {
      long growth = growth(batch);
      if (windows.size() > 1 && !batching.memory().allows(growth)) {
        int half = windows.size() / 2;
        parts(windows.subList(0, half), batching, sink);
        parts(windows.subList(half, windows.size()), batching, sink);
        return;
      }
      batching
          .memory()
          .require(growth, "a window of " + batch.pieces() + " pieces", batching.remedy());
    }
    sink.accept(windows, run(batch));
  }

  /** The outputs for a batch, valid until the next run. */
  public Map<String, Tensor> run(PackedBatch batch) {
    fill(batch);
    return program.run(inputs.tensors());
  }

  /** Bytes of the host's memory that a batch needs beyond what the runs so far needed. */
  long growth(PackedBatch batch) {
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
