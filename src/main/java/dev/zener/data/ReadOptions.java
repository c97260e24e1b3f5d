package dev.zener.data;

import dev.zener.label.Scheme;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * How files are read. Each setting touches the formats that know it.
 *
 * @param format empty: by the file's extension
 * @param scheme of the tags; empty: the one that fits the file best
 * @param repair make illegal tags and entities legal, and count them, where otherwise they are
 *     errors
 * @param separator of CoNLL columns
 * @param columns of word and tag
 * @param charset of CoNLL and plain text; JSON is UTF-8 always
 * @param stripLanguage drop the prefix of WikiAnn's tokens ({@code de:Haus} is Haus)
 * @param offsets what JSON offsets count
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

  /** All by itself: format by extension, scheme and separator by content, UTF-8, no repair. */
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

  /** The format of a file of that name. */
  Format formatOf(String file) {
    return format.orElseGet(() -> Format.ofName(file));
  }
}
