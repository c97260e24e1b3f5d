package dev.zener.predict;

import dev.zener.data.Batches;
import dev.zener.data.PackedBatch;
import dev.zener.data.Window;
import dev.zener.device.Tensor;
import dev.zener.graph.Compiler;
import dev.zener.graph.Inputs;
import dev.zener.graph.Program;
import dev.zener.graph.Timing;
import dev.zener.model.LossGraph;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerGraph;
import dev.zener.model.TaggerInputs;
import dev.zener.model.TaggerShape;
import dev.zener.op.backend.Backend;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.ToIntFunction;

/**
 * A network's forward pass without dropout. Each run reads the current values of the parameters, so
 * it sees changes made by training.
 */
public final class Inference implements AutoCloseable {
  private final Program program;
  private final Inputs inputs = new Inputs();
  private final Filler filler;
  private final ToIntFunction<Window> size;

  /** Fills the inputs of a graph with a batch. */
  @FunctionalInterface
  interface Filler {
    void fill(Inputs inputs, PackedBatch batch);
  }

  /**
   * Compiles the forward pass of a transformer.
   *
   * @param outputs names of outputs of {@link TaggerGraph}; values that none of them needs are not
   *     computed
   */
  public Inference(Parameters parameters, Backend backend, Collection<String> outputs) {
    this(
        everyRow(parameters, outputs)
            ? TaggerGraph.encoding(parameters)
            : TaggerGraph.inference(parameters),
        parameters,
        backend,
        outputs,
        filler(everyRow(parameters, outputs), outputs),
        Window::pieces);
  }

  /**
   * Compiles the forward pass of a graph.
   *
   * @param size the pieces as which a window counts when windows are grouped into batches
   */
  Inference(
      LossGraph graph,
      Parameters parameters,
      Backend backend,
      Collection<String> outputs,
      Filler filler,
      ToIntFunction<Window> size) {
    this.filler = filler;
    this.size = size;
    program =
        new Compiler(graph.graph(), backend, parameters.tensors())
            .filling(graph.fillings())
            .compile(outputs, Map.of());
  }

  private static boolean everyRow(Parameters parameters, Collection<String> outputs) {
    return outputs.contains(TaggerGraph.HIDDEN + TaggerShape.of(parameters).encoder().layers());
  }

  private static Filler filler(boolean everyRow, Collection<String> outputs) {
    boolean words = outputs.stream().anyMatch(o -> o.startsWith(TaggerGraph.LOGITS));
    return (inputs, batch) -> {
      int[] wordRows = words ? batch.wordRows() : new int[0];
      if (everyRow) {
        TaggerInputs.all(inputs, batch.ids(), batch.offsets(), wordRows);
      } else {
        TaggerInputs.chosen(inputs, batch.ids(), batch.offsets(), wordRows);
      }
    };
  }

  /** Receives the outputs of each batch of windows. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Receives one batch.
     *
     * @param outputs tensors by name, with the rows of the windows in order; valid only during the
     *     call
     */
    void accept(List<Window> windows, Map<String, Tensor> outputs);
  }

  /**
   * Computes the outputs of windows. Windows of similar length share a batch. The batching does not
   * change the values on the CPU. On a card it may change their last digits, because cuBLASLt has
   * other algorithms for other numbers of rows.
   *
   * @throws dev.zener.problem.InputException if a single window does not fit in the memory allowed
   */
  public void run(List<Window> windows, Batching batching, Sink sink) {
    run(windows, batching, sink, Runnable::run);
  }

  /**
   * The same, with a word to say when each batch runs.
   *
   * @param turn runs a batch that it is given, as soon as it may
   */
  void run(List<Window> windows, Batching batching, Sink sink, Executor turn) {
    Batches.bySize(windows, size, batching.pieces())
        .forEach(batch -> turn.execute(() -> parts(batch, batching, sink)));
  }

  /** Runs a batch, split into halves recursively until each part fits in the memory limit. */
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

  /** Computes the outputs of a batch by name. They are valid until the next run. */
  public Map<String, Tensor> run(PackedBatch batch) {
    filler.fill(inputs, batch);
    return program.run(inputs.tensors());
  }

  /** Bytes of host memory that a batch needs in addition to those allocated by earlier runs. */
  long growth(PackedBatch batch) {
    filler.fill(inputs, batch);
    return program.growth(inputs.tensors());
  }

  /** The time spent in each part of the runs. */
  public Timing timing() {
    return program.timing();
  }

  @Override
  public void close() {
    program.close();
    inputs.close();
  }
}
