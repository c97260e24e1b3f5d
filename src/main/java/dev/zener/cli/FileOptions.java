package dev.zener.cli;

import dev.zener.data.Columns;
import dev.zener.data.Format;
import dev.zener.data.ReadOptions;
import dev.zener.data.Separator;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options for reading words from files. */
final class FileOptions {
  @Option(
      names = "--format",
      paramLabel = "text|conll|jsonl",
      description =
          "A sentence a line, word columns, or a JSON object a line; by default as the file's name"
              + " ends.")
  private Format format;

  @Option(
      names = "--separator",
      paramLabel = "auto|tab|space",
      description = "What parts columns; auto: TAB on a line that has one.")
  private Separator separator = Separator.AUTO;

  @Option(
      names = "--columns",
      paramLabel = "WORD,TAG",
      converter = Pair.class,
      description =
          "Which columns are read, from 1, and 0 for a tag in the last; by default the first and"
              + " the last. GermEval's are 2,3.")
  private Columns columns = Columns.FIRST_AND_LAST;

  @Option(
      names = "--charset",
      paramLabel = "NAME",
      description = "Of columns and text, UTF-8 by default; JSON is always UTF-8.")
  private Charset charset = StandardCharsets.UTF_8;

  @Option(
      names = "--strip-language",
      description = "Drop the prefix of WikiAnn's words: de:Haus is Haus.")
  private boolean stripLanguage;

  /** The format, if given. */
  Optional<Format> format() {
    return Optional.ofNullable(format);
  }

  ReadOptions readOptions() {
    ReadOptions options =
        ReadOptions.DEFAULTS
            .withSeparator(separator)
            .withColumns(columns)
            .withCharset(charset)
            .withStripLanguage(stripLanguage);
    return format().map(options::withFormat).orElse(options);
  }

  /** Converts two numbers separated by a comma to columns. */
  static final class Pair implements ITypeConverter<Columns> {
    @Override
    public Columns convert(String value) {
      if (!value.matches("\\d{1,4},\\d{1,4}")) {
        throw new TypeConversionException("'" + value + "'; two numbers are wanted, such as 2,3");
      }
      String[] numbers = value.split(",");
      try {
        return new Columns(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
