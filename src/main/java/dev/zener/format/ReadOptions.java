package dev.zener.format;

import dev.zener.data.Offsets;
import dev.zener.label.Scheme;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Options for reading files. An option has no effect on formats that do not use it.
 *
 * @param format the format; empty: found from the file's beginning and its name
 * @param scheme the scheme of the tags; empty: the scheme that fits the file best
 * @param repair whether invalid tags and entities are repaired and counted; otherwise they are
 *     errors
 * @param separator the separator of columns
 * @param columns the columns of word and tag; empty: found from the whole file
 * @param charset the charset of columns and plain text; JSON is always UTF-8
 * @param stripLanguage whether to drop the language prefix of WikiAnn's tokens ({@code de:Haus}
 *     becomes Haus)
 * @param offsets the unit of offsets in files of text with entities
 * @param surface whether the words of CoNLL-U are the tokens of the text ({@code zum}) instead of
 *     the syntactic words ({@code zu dem})
 * @param labels the names of the tags that a file gives as numbers from 0
 */
public record ReadOptions(
    Optional<Format> format,
    Optional<Scheme> scheme,
    boolean repair,
    Separator separator,
    Optional<Columns> columns,
    Charset charset,
    boolean stripLanguage,
    Offsets offsets,
    boolean surface,
    List<String> labels) {

  /**
   * Format, scheme, separator and columns by content, UTF-8, offsets in code points, syntactic
   * words, no repair.
   */
  public static final ReadOptions DEFAULTS = new Builder().build();

  public ReadOptions {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(scheme, "scheme");
    Objects.requireNonNull(separator, "separator");
    Objects.requireNonNull(columns, "columns");
    Objects.requireNonNull(charset, "charset");
    Objects.requireNonNull(offsets, "offsets");
    labels = List.copyOf(labels);
  }

  /** Options with changes to the defaults or to other options. */
  public static final class Builder {
    private Optional<Format> format = Optional.empty();
    private Optional<Scheme> scheme = Optional.empty();
    private boolean repair;
    private Separator separator = Separator.AUTO;
    private Optional<Columns> columns = Optional.empty();
    private Charset charset = StandardCharsets.UTF_8;
    private boolean stripLanguage;
    private Offsets offsets = Offsets.CODE_POINTS;
    private boolean surface;
    private List<String> labels = List.of();

    public Builder() {}

    private Builder(ReadOptions options) {
      format = options.format;
      scheme = options.scheme;
      repair = options.repair;
      separator = options.separator;
      columns = options.columns;
      charset = options.charset;
      stripLanguage = options.stripLanguage;
      offsets = options.offsets;
      surface = options.surface;
      labels = options.labels;
    }

    public Builder format(Optional<Format> value) {
      format = value;
      return this;
    }

    public Builder scheme(Optional<Scheme> value) {
      scheme = value;
      return this;
    }

    public Builder repair(boolean value) {
      repair = value;
      return this;
    }

    public Builder separator(Separator value) {
      separator = value;
      return this;
    }

    public Builder columns(Optional<Columns> value) {
      columns = value;
      return this;
    }

    public Builder charset(Charset value) {
      charset = value;
      return this;
    }

    public Builder stripLanguage(boolean value) {
      stripLanguage = value;
      return this;
    }

    public Builder offsets(Offsets value) {
      offsets = value;
      return this;
    }

    public Builder surface(boolean value) {
      surface = value;
      return this;
    }

    public Builder labels(List<String> value) {
      labels = value;
      return this;
    }

    public ReadOptions build() {
      return new ReadOptions(
          format,
          scheme,
          repair,
          separator,
          columns,
          charset,
          stripLanguage,
          offsets,
          surface,
          labels);
    }
  }

  /** A builder that starts from these options. */
  public Builder change() {
    return new Builder(this);
  }

  public ReadOptions withFormat(Format value) {
    return change().format(Optional.of(value)).build();
  }

  public ReadOptions withScheme(Scheme value) {
    return change().scheme(Optional.of(value)).build();
  }

  public ReadOptions withRepair(boolean value) {
    return change().repair(value).build();
  }

  public ReadOptions withSeparator(Separator value) {
    return change().separator(value).build();
  }

  public ReadOptions withColumns(Columns value) {
    return change().columns(Optional.of(value)).build();
  }

  public ReadOptions withCharset(Charset value) {
    return change().charset(value).build();
  }

  public ReadOptions withStripLanguage(boolean value) {
    return change().stripLanguage(value).build();
  }

  public ReadOptions withOffsets(Offsets value) {
    return change().offsets(value).build();
  }

  public ReadOptions withSurface(boolean value) {
    return change().surface(value).build();
  }

  public ReadOptions withLabels(List<String> value) {
    return change().labels(value).build();
  }

  /** The format of a text: that of the options, or the one that is found, or columns. */
  Format formatOf(TextSource source) throws IOException {
    return format.isPresent() ? format.get() : Format.of(source).orElse(Format.CONLL);
  }
}
