package dev.zener.weights;

import dev.zener.label.InputException;
import java.nio.DoubleBuffer;
import java.nio.LongBuffer;
import java.util.Locale;

/**
 * What Jazzer calls with one input after another, for the reader that its arguments name: a mutant
 * with other first bytes belongs to it all the same. A file that is refused by an {@link
 * InputException} is well served; anything else that is thrown is a finding.
 */
public final class WeightFuzzer {
  private static WeightFormat format;

  private WeightFuzzer() {}

  /** Jazzer hands over {@code --target_args}: the format, whose reader gets every input. */
  public static void fuzzerInitialize(String[] arguments) {
    format = WeightFormat.valueOf(arguments[0].toUpperCase(Locale.ROOT));
  }

  public static void fuzzerTestOneInput(byte[] input) {
    try {
      byte[] file = format == WeightFormat.TENSOR_BUNDLE ? BundleBuilder.mended(input) : input;
      WeightFile weights = format.read(Memory.input(file));
      weights.names().forEach(name -> readAll(weights, name));
    } catch (InputException refused) {
      // As it should be.
    }
  }

  /** Every element, in the types that it may be read in. */
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
