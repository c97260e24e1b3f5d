package dev.zener.pretrained;

import dev.zener.delta.Delta;
import dev.zener.device.ElementType;
import dev.zener.model.EncoderShape;
import dev.zener.model.KeptLayers;
import dev.zener.model.ParameterSpec;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Loads the weights of an opened model into memory.
 *
 * @param encoder the stored encoder
 * @param remarks assumptions about the model, for the reports
 */
record WeightLoading(ModelFiles files, EncoderShape encoder, List<String> remarks) {

  /** Loads a model with its heads. */
  LoadedModel load(TaggerShape shape, ElementType type) {
    return files.isDelta() ? loadDelta(shape, type) : loadWhole(shape, type);
  }

  /** Loads some layers of the encoder with newly initialised heads. */
  LoadedModel loadEncoder(TaggerShape wanted, KeptLayers kept, ElementType type, long seed) {
    try (OpenWeights weights = OpenWeights.open(files)) {
      OpenWeights.Choice choice =
          weights.choose(
              wanted.encoder().parameters().counterparts(encoder.parameters(), kept::original));
      return fill(weights, choice, Parameters.zeros(wanted, type), Set.of(), seed);
    }
  }

  private LoadedModel loadWhole(TaggerShape shape, ElementType type) {
    try (OpenWeights weights = OpenWeights.open(files)) {
      OpenWeights.Choice choice = weights.choose(shape.parameters());
      return fill(weights, choice, Parameters.zeros(shape, type), Set.of(), 0);
    }
  }

  /** Loads a delta. Tensors that it shares with its base may be in memory already. */
  private LoadedModel loadDelta(TaggerShape shape, ElementType type) {
    try (OpenWeights weights = OpenWeights.open(files)) {
      OpenWeights.Choice choice = weights.choose(shape.parameters());
      synchronized (SharedTensors.LOADING) {
        DeltaOfBase delta = weights.encoder().delta().orElseThrow();
        SharedTensors shared =
            SharedTensors.take(delta.delta().base().sha256(), type, unchanged(shape, delta));
        Map<String, String> filled = shared.filled();
        filled.forEach(delta.fingerprint()::add);
        Parameters parameters;
        try {
          parameters = Parameters.sharing(shape, type, shared.tensors(), shared::close);
        } catch (RuntimeException | Error e) {
          shared.close();
          throw e;
        }
        LoadedModel loaded = fill(weights, choice, parameters, filled.keySet(), 0);
        shared.fill(delta.fingerprint()::digest);
        return loaded;
      }
    }
  }

  private static Map<String, long[]> unchanged(TaggerShape shape, DeltaOfBase delta) {
    Map<String, long[]> unchanged = new LinkedHashMap<>();
    for (ParameterSpec spec : shape.encoder().parameters()) {
      if (!delta.delta().changes(spec.name())) {
        unchanged.put(spec.name(), spec.shape());
      }
    }
    return unchanged;
  }

  /** The bytes that {@link #load} allocates. */
  long bytes(TaggerShape shape, ElementType type) {
    if (!files.isDelta()) {
      return Parameters.bytes(shape, type);
    }
    try (Delta delta = Delta.open(files.folder())) {
      String base = delta.base().sha256();
      return Parameters.bytes(
          shape, type, name -> delta.changes(name) || !SharedTensors.isHeld(base, type, name));
    }
  }

  /**
   * Copies the chosen tensors into the parameters and initialises the others.
   *
   * @param filled names of parameters that already have their values
   */
  private LoadedModel fill(
      OpenWeights weights,
      OpenWeights.Choice choice,
      Parameters parameters,
      Set<String> filled,
      long seed) {
    try {
      List<String> fresh = new ArrayList<>(parameters.tensors().keySet());
      fresh.removeAll(choice.tensors().keySet());
      fresh.forEach(name -> parameters.randomize(name, seed));
      List<String> missing =
          choice.tensors().keySet().stream().filter(name -> !filled.contains(name)).toList();
      TensorCopy.copy(choice.tensors(), missing, parameters, weights.encoder().file().direct());
      weights.verifyBase(encoder);
      return new LoadedModel(parameters, choice.report().withRemarks(remarks).withFresh(fresh));
    } catch (RuntimeException | Error e) {
      parameters.close();
      throw e;
    }
  }
}
