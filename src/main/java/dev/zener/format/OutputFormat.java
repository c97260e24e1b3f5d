package dev.zener.format;

import dev.zener.label.Scheme;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A kind of file that can be written: a writable {@link Format}, or JSON in the shape of another
 * program.
 */
public final class OutputFormat {
  private interface Opener {
    ItemWriter open(Appendable out, WriteOptions options);
  }

  private static final List<OutputFormat> ALL =
      Stream.concat(
              Arrays.stream(Format.values()).filter(Format::writable).map(OutputFormat::of),
              JsonShapes.ALL.stream()
                  .filter(shape -> shape != JsonShapes.OWN)
                  .map(OutputFormat::of))
          .toList();

  private final String key;
  private final String title;
  private final boolean holdsWords;
  private final boolean holdsText;
  private final Class<? extends Origin> kept;
  private final boolean holdsConfidence;
  private final Opener opener;

  private OutputFormat(
      String key,
      String title,
      boolean holdsWords,
      boolean holdsText,
      Class<? extends Origin> kept,
      boolean holdsConfidence,
      Opener opener) {
    this.key = key;
    this.title = title;
    this.holdsWords = holdsWords;
    this.holdsText = holdsText;
    this.kept = kept;
    this.holdsConfidence = holdsConfidence;
    this.opener = opener;
  }

  private static OutputFormat of(Format format) {
    return new OutputFormat(
        key(format.name()),
        format.title(),
        true,
        format.holdsText(),
        kept(format),
        format == Format.JSONL,
        format::writer);
  }

  private static Class<? extends Origin> kept(Format format) {
    return switch (format) {
      case CONLLU -> Origin.Conllu.class;
      case JSONL -> Origin.Json.class;
      default -> Origin.Nothing.class;
    };
  }

  private static OutputFormat of(JsonShape shape) {
    return new OutputFormat(
        key(shape.title()),
        shape.title(),
        shape.holdsWords(),
        shape.holdsText(),
        Origin.Json.class,
        false,
        (out, options) -> new JsonlWriter(out, shape, options));
  }

  private static String key(String title) {
    String words = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return words.replaceAll("^-|-$", "");
  }

  /** All kinds of files that can be written. */
  public static List<OutputFormat> all() {
    return ALL;
  }

  /** The kind with this key, or the only one whose key begins with this word. */
  public static Optional<OutputFormat> find(String key) {
    List<OutputFormat> longer =
        ALL.stream().filter(format -> format.key.startsWith(key + "-")).toList();
    return ALL.stream()
        .filter(format -> format.key.equals(key))
        .findFirst()
        .or(() -> longer.size() == 1 ? Optional.of(longer.get(0)) : Optional.empty());
  }

  /**
   * The kind of file that has this name, with or without {@code .gz}; empty if none that can be
   * written has.
   */
  public static Optional<OutputFormat> ofName(String name) {
    Head head = new Head(TextSource.extension(name), new byte[0]);
    return Format.ofHead(head).flatMap(format -> find(key(format.name())));
  }

  /** The scheme that the ending of a file of columns names, with or without {@code .gz}. */
  public static Optional<Scheme> schemeOfName(String name) {
    String extension = TextSource.extension(name);
    return Stream.of(Scheme.IOB2, Scheme.IOB1, Scheme.BIOES)
        .filter(scheme -> scheme.key().equals(extension))
        .findFirst();
  }

  /** Whether a name ends in {@code .iob}, which may be each of two schemes. */
  public static boolean isOfUnknownScheme(String name) {
    return TextSource.extension(name).equals("iob");
  }

  /** The keys of all kinds, for messages. */
  public static String keys() {
    return ALL.stream().map(OutputFormat::key).collect(Collectors.joining(", "));
  }

  /** The name on the command line, such as conllu. */
  public String key() {
    return key;
  }

  /** The name for people, such as CoNLL-U. */
  public String title() {
    return title;
  }

  /** Whether these are columns of words and tags, whose file's ending may say the scheme. */
  public boolean isColumns() {
    return key.equals(key(Format.CONLL.name()));
  }

  /** Whether words are written as separate words. */
  public boolean holdsWords() {
    return holdsWords;
  }

  /** Whether a text is written as it is, with entities in characters. */
  public boolean holdsText() {
    return holdsText;
  }

  /** Whether what a sentence's own file says besides words and labels is written again. */
  public boolean keeps(Origin origin) {
    return origin == Origin.NONE || kept.isInstance(origin);
  }

  /** Whether the confidence of an entity is written. */
  public boolean holdsConfidence() {
    return holdsConfidence;
  }

  /** A writer to a file that is empty so far. */
  public ItemWriter writer(Appendable out, WriteOptions options) {
    return opener.open(out, options);
  }

  @Override
  public String toString() {
    return title;
  }
}
