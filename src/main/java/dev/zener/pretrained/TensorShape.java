package dev.zener.pretrained;

import dev.zener.problem.InputException;
import dev.zener.weights.TensorInfo;
import java.util.Arrays;

/** Checks that a tensor of a file has the shape and type that the model needs. */
final class TensorShape {
  private TensorShape() {}

  /**
   * Checks a tensor.
   *
   * @throws InputException if the tensor has another shape or is not floating-point
   */
  static void check(String file, TensorInfo found, long[] expected) {
    if (!Arrays.equals(found.shape(), expected)) {
      throw new InputException(
          "%s: tensor '%s' has shape %s, but config.json requires %s; weights and config.json"
                  .formatted(
                      file, found.name(), Arrays.toString(found.shape()), Arrays.toString(expected))
              + " must be of the same model");
    }
    if (!found.dtype().floating()) {
      throw new InputException(
          "%s: tensor '%s' is of type %s; allowed: F32, F16, BF16 and F64; save the model without"
                  .formatted(file, found.name(), found.dtype())
              + " quantisation");
    }
  }
}
