package dev.zener.cli;

import dev.zener.data.Columns;
import dev.zener.data.Format;
import dev.zener.data.ReadOptions;
import dev.zener.data.Separator;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options for reading words from files. */
final class FileOptions {
  private static final Set<String> COLUMN_EXTENSIONS =
      Set.of("conll", "tsv", "iob", "iob1", "iob2", "bio", "bioes", "col");
  private static final Set<String> TEXT_EXTENSIONS = Set.of("txt", "text");

  @Option(
      names = "--format",
      paramLabel = "text|conll|jsonl",
      description =
          "Format of the files: one sentence per line, word columns, or one JSON object per line;"
              + " by default chosen by the ending of the file's name.")
  private Format format;

  @Option(
      names = "--separator",
      paramLabel = "auto|tab|space",
      description = "Separator of columns; auto: TAB on lines that have one, otherwise spaces.")
  private Separator separator = Separator.AUTO;

  @Option(
      names = "--columns",
      paramLabel = "WORD,TAG",
      converter = Pair.class,
      description =
          "Columns of the word and the tag, counted from 1; 0 as the tag's is the last. By default"
              + " the first and the last; for GermEval 2,3.")
  private Columns columns = Columns.FIRST_AND_LAST;

  @Option(
      names = "--charset",
      paramLabel = "NAME",
      description = "Charset of columns and text, UTF-8 by default; JSON is always UTF-8.")
  private Charset charset = StandardCharsets.UTF_8;

  @Option(
      names = "--strip-language",
      description = "Remove the language prefix of WikiAnn's words: de:Haus becomes Haus.")
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

  /**
   * How an input is read whose tags are not wanted: without {@code --format} it is text in case of
   * doubt, which is reported. Text wrongly read as columns would silently lose all but the first
   * word of each line, while columns read as text are easy to notice.
   */
  ReadOptions textOptions(Input input, ZenerCommand zener) {
    return readOptions().withFormat(format().orElseGet(() -> guess(input, zener)));
  }

  private static Format guess(Input input, ZenerCommand zener) {
    if (input.isStandardInput()) {
      return Format.TEXT;
    }
    String name = input.name().toLowerCase(Locale.ROOT);
    String extension = name.substring(name.lastIndexOf('.') + 1);
    if (COLUMN_EXTENSIONS.contains(extension)) {
      return Format.CONLL;
    }
    if (Format.ofName(name) == Format.JSONL) {
      return Format.JSONL;
    }
    if (!TEXT_EXTENSIONS.contains(extension)) {
      zener.note(
          input.name() + ": read as text, one sentence per line; for another format use --format");
    }
    return Format.TEXT;
  }

  /** Converts two numbers separated by a comma to columns. */
  static final class Pair implements ITypeConverter<Columns> {
    @Override
    public Columns convert(String value) {
      if (!value.matches("\\d{1,4},\\d{1,4}")) {
        throw new TypeConversionException("'" + value + "'; allowed: two numbers such as 2,3");
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
