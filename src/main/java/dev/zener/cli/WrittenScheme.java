package dev.zener.cli;

import dev.zener.label.Scheme;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts the name of a scheme in which tags can be written. */
final class WrittenScheme implements ITypeConverter<Scheme> {
  @Override
  public Scheme convert(String value) {
    return Scheme.ofKey(value)
        .filter(scheme -> scheme != Scheme.IO)
        .orElseThrow(
            () -> new TypeConversionException("'" + value + "'; allowed: iob2, iob1, bioes"));
  }
}
