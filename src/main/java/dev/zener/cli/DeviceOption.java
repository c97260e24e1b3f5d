package dev.zener.cli;

import dev.zener.op.Backends;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What computes. */
final class DeviceOption {
  @Option(
      names = "--device",
      paramLabel = "auto|reference|onednn",
      converter = Known.class,
      defaultValue = "auto",
      description =
          "What computes: oneDNN's fast kernels, the slow reference kernels, or (auto, the default)"
              + " the best that this machine has.")
  private String device;

  String device() {
    return device;
  }

  /** Passes the words that there are. */
  static final class Known implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      if (!Backends.CHOICES.contains(value)) {
        throw new TypeConversionException(
            "'" + value + "'; allowed: " + String.join(", ", Backends.CHOICES));
      }
      return value;
    }
  }
}
