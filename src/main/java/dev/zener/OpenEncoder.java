package dev.zener;

import dev.zener.device.ElementType;
import dev.zener.device.MemoryLimit;
import dev.zener.device.ThreadLimit;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerShape;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Backends;
import dev.zener.predict.Batching;
import dev.zener.pretrained.LoadReport;
import dev.zener.pretrained.LoadedModel;
import dev.zener.pretrained.ModelDirectory;
import dev.zener.pretrained.ModelSource;
import java.util.List;

/**
 * A model that was opened for its hidden states, with or without heads.
 *
 * @param model the model's files
 * @param loaded its weights, which {@link #close} frees
 * @param backend computes its ops
 * @param batching how windows are grouped into batches
 * @param threads the limit within which it computes
 */
record OpenEncoder(
    ModelDirectory model,
    LoadedModel loaded,
    Backend backend,
    Batching batching,
    ThreadLimit threads)
    implements AutoCloseable {

  /**
   * Opens a model.
   *
   * @throws dev.zener.problem.InputException if the directory cannot be read, or the model does not
   *     fit in the memory allowed
   * @throws IllegalArgumentException if this machine does not support the device or the precision
   */
  static OpenEncoder open(ModelSource source, EncoderOptions options) {
    ThreadLimit threads = ThreadLimit.of(options.threads());
    return threads.with(() -> open(source, options, threads));
  }

  private static OpenEncoder open(ModelSource source, EncoderOptions options, ThreadLimit threads) {
    Backend backend = Backends.choose(options.device(), options.precision());
    Batching batching =
        new Batching(
            options.batchPieces(), MemoryLimit.of(options.maxMemory()), "use shorter texts");
    ModelDirectory model = ModelDirectory.open(source);
    return new OpenEncoder(model, load(model, batching.memory()), backend, batching, threads);
  }

  /**
   * Loads the model. A tagger graph requires a head, so a model without one gets a placeholder head
   * with one label, which is never computed.
   */
  private static LoadedModel load(ModelDirectory model, MemoryLimit memory) {
    if (model.outputs() > 0) {
      memory.require(model.bytes(ElementType.FLOAT32), "the model", "use a smaller model");
      return model.load(ElementType.FLOAT32);
    }
    TaggerShape shape = new TaggerShape(model.encoder(), 1, List.of());
    memory.require(
        Parameters.bytes(shape, ElementType.FLOAT32), "the model", "use a smaller model");
    return model.loadEncoder(shape, ElementType.FLOAT32, 0);
  }

  /** Reports how each weight in the model's files was used. */
  LoadReport loadReport() {
    return model.outputs() > 0 ? loaded.report() : loaded.report().withFresh(List.of());
  }

  @Override
  public void close() {
    loaded.close();
  }
}
