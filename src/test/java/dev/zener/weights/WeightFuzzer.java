package dev.zener.weights;

import dev.zener.label.InputException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.LongBuffer;
import java.util.Locale;

/**
 * What Jazzer calls with one input after another. A file that is refused by an {@link
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
      WeightFile weights = open(format, Bytes.of(ByteBuffer.wrap(input)));
      weights.names().forEach(name -> readAll(weights, name));
    } catch (InputException refused) {
      // As it should be.
    }
  }

  /** Not by the file's first bytes: a mutant with others belongs to this reader all the same. */
  private static WeightFile open(WeightFormat format, Bytes bytes) {
    return switch (format) {
      case SAFETENSORS -> SafetensorsHeader.open("fuzzed", bytes);
      case TORCH_ZIP -> TorchZip.open("fuzzed", bytes);
      case TORCH_LEGACY -> TorchLegacy.open("fuzzed", bytes);
      case INDEX -> throw new IllegalArgumentException("an index is text");
    };
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
