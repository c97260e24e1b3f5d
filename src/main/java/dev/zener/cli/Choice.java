package dev.zener.cli;

import dev.zener.bench.BenchSettings;
import dev.zener.data.Offsets;
import dev.zener.format.Format;
import dev.zener.format.Separator;
import dev.zener.label.Scheme;
import dev.zener.predict.Decoding;
import dev.zener.predict.EntityConfidence;
import dev.zener.problem.InputException;
import dev.zener.weights.DType;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts an option's value to an enum constant, spelt in lower case with hyphens. */
record Choice<E extends Enum<E>>(List<E> allowed) implements ITypeConverter<E> {

  /** Registers the converters of all enums, and of paths, with the commands. */
  static void register(CommandLine cli) {
    register(cli, List.of(Format.values()));
    register(cli, List.of(Offsets.values()));
    register(cli, List.of(Separator.values()));
    register(cli, List.of(Decoding.values()));
    register(cli, List.of(EntityConfidence.values()));
    register(cli, List.of(BenchSettings.Kind.values()));
    register(cli, List.of(DType.F32, DType.F16, DType.BF16));
    cli.registerConverter(Scheme.class, Choice::scheme);
    cli.registerConverter(Path.class, Choice::path);
  }

  private static <E extends Enum<E>> void register(CommandLine cli, List<E> allowed) {
    cli.registerConverter(allowed.get(0).getDeclaringClass(), new Choice<>(allowed));
  }

  /** The spelling of a constant on the command line. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public E convert(String value) {
    return allowed.stream()
        .filter(constant -> word(constant).equalsIgnoreCase(value))
        .findFirst()
        .orElseThrow(() -> new TypeConversionException("'" + value + "'; allowed: " + words()));
  }

  private String words() {
    return allowed.stream().map(Choice::word).collect(Collectors.joining(", "));
  }

  private static Scheme scheme(String value) {
    return Scheme.ofKey(value)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + value + "'; allowed: " + String.join(", ", Scheme.KEYS)));
  }

  private static Path path(String value) {
    try {
      return Input.path(value);
    } catch (InputException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
