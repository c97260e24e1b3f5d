package dev.zener.cli;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option for the memory limit. */
final class MemoryOption {
  @Option(
      names = "--max-memory",
      paramLabel = "SIZE",
      converter = Size.class,
      description =
          "Limit of the process's resident memory, such as 1500m or 2g, including the model and"
              + " the Java heap (-Xmx); only on Linux. Batches are made smaller to stay within it;"
              + " training instead fails with an error.")
  private Long maxMemory;

  /** The limit in bytes; empty if not given. */
  OptionalLong maxMemory() {
    return maxMemory == null ? OptionalLong.empty() : OptionalLong.of(maxMemory);
  }

  /** Converts a size such as 1500m or 2g, spelt as for Java's -Xmx, to bytes. */
  static final class Size implements ITypeConverter<Long> {
    @Override
    public Long convert(String value) {
      Matcher size = Pattern.compile("([1-9]\\d{0,8})([kmgKMG]?)").matcher(value);
      if (!size.matches()) {
        throw new TypeConversionException("'" + value + "'; allowed: a size such as 1500m or 2g");
      }
      int shift = 10 * " kmg".indexOf((size.group(2) + " ").toLowerCase(Locale.ROOT).charAt(0));
      return Long.parseLong(size.group(1)) << shift;
    }
  }
}
