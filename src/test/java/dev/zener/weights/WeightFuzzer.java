package dev.zener.weights;

import dev.zener.problem.InputException;
import java.nio.DoubleBuffer;
import java.nio.LongBuffer;
import java.util.Locale;

/**
 * The entry point that Jazzer calls with one input after another, for the reader that its arguments
 * name. A mutant with other first bytes is read by the same reader. An {@link InputException} is
 * the right answer to a damaged file; any other exception is a finding.
 */
public final class WeightFuzzer {
  private static WeightFormat format;

  private WeightFuzzer() {}

  /** Reads {@code --target_args}, the name of the format whose reader gets every input. */
  public static void fuzzerInitialize(String[] arguments) {
    format = WeightFormat.valueOf(arguments[0].toUpperCase(Locale.ROOT));
  }

  public static void fuzzerTestOneInput(byte[] input) {
    try {
      byte[] file = format == WeightFormat.TENSOR_BUNDLE ? BundleBuilder.mended(input) : input;
      WeightFile weights = format.read(Memory.input(file));
      weights.names().forEach(name -> readAll(weights, name));
    } catch (InputException refused) {
      // the right answer
    }
  }

  /** Reads every element in all types in which it can be read. */
  public static void readAll(WeightFile weights, String name) {
    TensorInfo info = weights.info(name);
    int count = Math.toIntExact(info.elements());
    if (info.dtype().floating()) {
      weights.floats(name);
      weights.read(name, 0, DoubleBuffer.allocate(count));
    } else {
      weights.read(name, 0, LongBuffer.allocate(count));
    }
  }
}
