package dev.zener.cli;

import dev.zener.data.Format;
import dev.zener.data.ReadOptions;
import dev.zener.data.Separator;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How words are read. */
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
      names = "--charset",
      paramLabel = "NAME",
      description = "Of columns and text, UTF-8 by default; JSON is always UTF-8.")
  private Charset charset = StandardCharsets.UTF_8;

  @Option(
      names = "--strip-language",
      description = "Drop the prefix of WikiAnn's words: de:Haus is Haus.")
  private boolean stripLanguage;

  /** The format, if one was named. */
  Optional<Format> format() {
    return Optional.ofNullable(format);
  }

  ReadOptions readOptions() {
    ReadOptions options =
        ReadOptions.DEFAULTS
            .withSeparator(separator)
            .withCharset(charset)
            .withStripLanguage(stripLanguage);
    return format().map(options::withFormat).orElse(options);
  }
}
