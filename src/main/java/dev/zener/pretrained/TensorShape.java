package dev.zener.pretrained;

import dev.zener.label.InputException;
import dev.zener.weights.TensorInfo;
import java.util.Arrays;

/** The check that a tensor of a file is what the model needs. */
final class TensorShape {
  private TensorShape() {}

  /**
   * @throws InputException if the tensor has another shape or holds no floating-point numbers
   */
  static void check(String file, TensorInfo found, long[] expected) {
    if (!Arrays.equals(found.shape(), expected)) {
      throw new InputException(
          "%s: tensor '%s' has shape %s, expected %s as config.json says; weights and config.json"
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
