package dev.zener.cli;

import dev.zener.format.Columns;
import dev.zener.format.Format;
import dev.zener.format.ReadOptions;
import dev.zener.format.Separator;
import dev.zener.format.TextSource;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options for reading words from files. */
final class FileOptions {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "Format of the files: conllu, jsonl, csv, conll (columns), text (a sentence per line); by"
              + " default chosen by the ending of the file's name.")
  private Format format;

  @Option(
      names = "--separator",
      paramLabel = "auto|tab|space|comma|semicolon",
      description = "Separator of columns; auto: TAB on lines that have one, otherwise spaces.")
  private Separator separator = Separator.AUTO;

  @Option(
      names = "--columns",
      paramLabel = "WORD,TAG",
      converter = Pair.class,
      description =
          "Columns of the word and the tag, counted from 1; 0 as the tag's is the last. By default"
              + " found from the whole file; for GermEval 2,3.")
  private Columns columns;

  @Option(
      names = "--charset",
      paramLabel = "NAME",
      converter = Named.class,
      description = "Charset of columns and text, UTF-8 by default; JSON is always UTF-8.")
  private Charset charset = StandardCharsets.UTF_8;

  @Option(
      names = "--strip-language",
      description = "Remove the language prefix of WikiAnn's words: de:Haus becomes Haus.")
  private boolean stripLanguage;

  @Option(
      names = "--surface",
      description =
          "Read the tokens of CoNLL-U as the text has them (zum), not the syntactic words (zu dem).")
  private boolean surface;

  @Option(
      names = "--tag-names",
      split = ",",
      paramLabel = "TAG",
      description =
          "Names of tags that a file gives as numbers, in the order of the numbers from 0:"
              + " O,B-PER,I-PER.")
  private List<String> labels = List.of();

  /** The format, if given. */
  Optional<Format> format() {
    return Optional.ofNullable(format);
  }

  ReadOptions readOptions() {
    return new ReadOptions.Builder()
        .format(format())
        .separator(separator)
        .columns(Optional.ofNullable(columns))
        .charset(charset)
        .stripLanguage(stripLanguage)
        .surface(surface)
        .labels(labels)
        .build();
  }

  /**
   * How an input is read whose tags are not wanted: without {@code --format} it is text in case of
   * doubt, which is reported. Text wrongly read as columns would silently lose all but the first
   * word of each line, while columns read as text are easy to notice.
   *
   * @param source the input's text
   */
  ReadOptions textOptions(Input input, TextSource source, ZenerCommand zener) throws IOException {
    return readOptions()
        .withFormat(format().isPresent() ? format().get() : guess(input, source, zener));
  }

  private static Format guess(Input input, TextSource source, ZenerCommand zener)
      throws IOException {
    if (input.isStandardInput()) {
      return Format.TEXT;
    }
    Optional<Format> found = Format.of(source);
    if (found.isEmpty()) {
      zener.note(
          input.name() + ": read as text, one sentence per line; for another format use --format");
    }
    return found.orElse(Format.TEXT);
  }

  /** Converts the name of a charset, also in Python's spelling. */
  static final class Named implements ITypeConverter<Charset> {
    @Override
    public Charset convert(String name) {
      String java = name.equalsIgnoreCase("latin-1") ? "ISO-8859-1" : name;
      try {
        return Charset.forName(java);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "'" + name + "'; allowed: the name of a charset, such as UTF-8 or ISO-8859-1");
      }
    }
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
