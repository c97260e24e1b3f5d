package dev.zener.cli;

import dev.zener.op.backend.Backends;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options for device and precision. */
final class DeviceOptions {
  @Option(
      names = "--device",
      paramLabel = "auto|reference|onednn|cuda",
      converter = Device.class,
      defaultValue = "auto",
      description =
          "Kernels to use: reference (plain Java, slow), onednn (fast, on the CPU), cuda (on an"
              + " NVIDIA card), or auto, the default: the card if there is one, otherwise the"
              + " fastest that the CPU supports.")
  private String device;

  @Option(
      names = "--precision",
      paramLabel = "float32|tf32|bfloat16|auto",
      converter = Precision.class,
      description =
          "Type of the operands of matrix products: float32 (the default), bfloat16 (faster, less"
              + " precise), tf32 (between them, only on cards), or auto (bfloat16 if the device has"
              + " instructions for it, otherwise float32). For train the default is the precision"
              + " in the configuration.")
  private String precision;

  String device() {
    return device;
  }

  /** The precision; float32 if not given. */
  String precision() {
    return givenPrecision().orElse("float32");
  }

  /** The precision, if given. */
  Optional<String> givenPrecision() {
    return Optional.ofNullable(precision);
  }

  /** Checks the name of a device. */
  static final class Device implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      return known(value, Backends.CHOICES);
    }
  }

  /** Checks the name of a precision. */
  static final class Precision implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      return known(value, Backends.PRECISIONS);
    }
  }

  private static String known(String value, List<String> allowed) {
    if (!allowed.contains(value)) {
      throw new TypeConversionException("'" + value + "'; allowed: " + String.join(", ", allowed));
    }
    return value;
  }
}
