package dev.zener.data;

import dev.zener.label.Scheme;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * Options for reading files. An option has no effect on formats that do not use it.
 *
 * @param format the format; empty: determined by the file's extension
 * @param scheme the scheme of the tags; empty: the scheme that fits the file best
 * @param repair whether invalid tags and entities are repaired and counted; otherwise they are
 *     errors
 * @param separator the separator of CoNLL columns
 * @param columns the columns of word and tag
 * @param charset the charset of CoNLL and plain text; JSON is always UTF-8
 * @param stripLanguage whether to drop the language prefix of WikiAnn's tokens ({@code de:Haus}
 *     becomes Haus)
 * @param offsets the unit of JSON offsets
 */
public record ReadOptions(
    Optional<Format> format,
    Optional<Scheme> scheme,
    boolean repair,
    Separator separator,
    Columns columns,
    Charset charset,
    boolean stripLanguage,
    Offsets offsets) {

  /**
   * Format by extension, scheme and separator by content, first and last column, UTF-8, offsets in
   * code points, no repair.
   */
  public static final ReadOptions DEFAULTS =
      new ReadOptions(
          Optional.empty(),
          Optional.empty(),
          false,
          Separator.AUTO,
          Columns.FIRST_AND_LAST,
          StandardCharsets.UTF_8,
          false,
          Offsets.CODE_POINTS);

  public ReadOptions {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(scheme, "scheme");
    Objects.requireNonNull(separator, "separator");
    Objects.requireNonNull(columns, "columns");
    Objects.requireNonNull(charset, "charset");
    Objects.requireNonNull(offsets, "offsets");
  }

  public ReadOptions withFormat(Format value) {
    return new ReadOptions(
        Optional.of(value), scheme, repair, separator, columns, charset, stripLanguage, offsets);
  }

  public ReadOptions withScheme(Scheme value) {
    return new ReadOptions(
        format, Optional.of(value), repair, separator, columns, charset, stripLanguage, offsets);
  }

  public ReadOptions withRepair(boolean value) {
    return new ReadOptions(
        format, scheme, value, separator, columns, charset, stripLanguage, offsets);
  }

  public ReadOptions withSeparator(Separator value) {
    return new ReadOptions(format, scheme, repair, value, columns, charset, stripLanguage, offsets);
  }

  public ReadOptions withColumns(Columns value) {
    return new ReadOptions(
        format, scheme, repair, separator, value, charset, stripLanguage, offsets);
  }

  public ReadOptions withCharset(Charset value) {
    return new ReadOptions(
        format, scheme, repair, separator, columns, value, stripLanguage, offsets);
  }

  public ReadOptions withStripLanguage(boolean value) {
    return new ReadOptions(format, scheme, repair, separator, columns, charset, value, offsets);
  }

  public ReadOptions withOffsets(Offsets value) {
    return new ReadOptions(
        format, scheme, repair, separator, columns, charset, stripLanguage, value);
  }

  /** The format of a file: that of the options, or else by the file's extension. */
  Format formatOf(String file) {
    return format.orElseGet(() -> Format.ofName(file));
  }
}
