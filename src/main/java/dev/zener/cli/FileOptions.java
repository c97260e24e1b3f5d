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
