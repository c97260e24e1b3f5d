package dev.zener.train;

import dev.zener.device.Tensor;
import dev.zener.model.HeadParameters;
import dev.zener.model.KeptLayers;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerShape;
import dev.zener.weights.WeightFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The weights that a training has chosen, in a safetensors file of the parameters it trained. */
public final class ChosenWeights {
  private ChosenWeights() {}

  /** Writes the trained parameters, by name. */
  public static void write(Path file, Map<String, Tensor> trained) {
    TensorFile.write(file, Map.of("format", "zener.weights"), trained);
  }

  /** Loads those of the wanted tensors that a file has with the same shape; the others stay. */
  public static void loadPresent(Path file, Map<String, Tensor> wanted) {
    Map<String, Tensor> present = new LinkedHashMap<>();
    try (WeightFile weights = WeightFile.open(file)) {
      wanted.forEach(
          (name, tensor) -> {
            if (weights.names().contains(name)
                && Arrays.equals(weights.info(name).shape(), tensor.shape())) {
              present.put(name, tensor);
            }
          });
    }
    TensorFile.read(file, present);
  }

  /**
   * Loads stored weights into parameters.
   *
   * @param kept the layers of the stored model that the target has. Parameters that the file lacks
   *     stay unchanged, and so does ω if the number of auxiliary heads differs.
   */
  public static void load(Path file, Parameters target, KeptLayers kept) {
    Map<String, Tensor> present = new LinkedHashMap<>();
    Map<String, String> originals = kept.originals(TaggerShape.of(target));
    try (WeightFile weights = WeightFile.open(file)) {
      target
          .tensors()
          .forEach(
              (name, t) -> {
                String theirs = originals.get(name);
                boolean shared =
                    !name.equals(HeadParameters.OMEGA)
                        || t.size() == weights.info(theirs).elements();
                if (weights.names().contains(theirs) && shared) {
                  present.put(theirs, t);
                }
              });
    }
    TensorFile.read(file, present);
  }
}
