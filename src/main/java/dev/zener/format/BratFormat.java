package dev.zener.format;

import dev.zener.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * brat's standoff format: {@code NAME.txt} has the text, and {@code NAME.ann} beside it the
 * entities. Each line of the text is an item.
 */
final class BratFormat implements FileFormat {
  private static final String ANNOTATIONS = ".ann";
  private static final String TEXT = ".txt";
  private static final String PACKED = ".gz";

  @Override
  public String title() {
    return "brat";
  }

  @Override
  public boolean recognises(Head head) {
    return head.extension().equals("ann");
  }

  @Override
  public ItemReader open(Opening opening) throws IOException {
    TextSource text = text(opening.source());
    if (!opening.labelled()) {
      return new TextFormat().open(new Opening(text, opening.options(), opening.splitter(), false));
    }
    TextSource annotations =
        annotations(text)
            .orElseThrow(
                () ->
                    new InputException(
                        String.format(
                            "%s: no entities: %s does not exist; brat has it beside the text",
                            text.name(), beside(file(text), ANNOTATIONS))));
    return new BratReader(text, annotations, opening);
  }

  /** The text, given either of the two files. */
  private static TextSource text(TextSource given) {
    Path file = file(given);
    if (!given.extension().equals("ann")) {
      return given;
    }
    return existing(file, TEXT)
        .orElseThrow(
            () ->
                new InputException(
                    String.format(
                        "%s: no text: %s does not exist; brat has it beside the entities",
                        given.name(), beside(file, TEXT))));
  }

  private static Path file(TextSource source) {
    return source
        .file()
        .orElseThrow(
            () ->
                new InputException(
                    source.name()
                        + ": brat is two files, NAME.txt and NAME.ann, and cannot be read from a"
                        + " stream; name one of the files"));
  }

  /** The entities of a text, if they are in a file beside it. */
  static Optional<TextSource> annotations(TextSource text) {
    return text.file().flatMap(file -> existing(file, ANNOTATIONS));
  }

  private static Optional<TextSource> existing(Path file, String extension) {
    Path plain = beside(file, extension);
    return List.of(plain, Path.of(plain + PACKED)).stream()
        .filter(Files::isRegularFile)
        .findFirst()
        .map(TextSource::of);
  }

  /** The file of the same name with another extension. */
  private static Path beside(Path file, String extension) {
    String name = file.getFileName().toString();
    String unpacked =
        name.endsWith(PACKED) ? name.substring(0, name.length() - PACKED.length()) : name;
    int dot = unpacked.lastIndexOf('.');
    return file.resolveSibling((dot < 0 ? unpacked : unpacked.substring(0, dot)) + extension);
  }
}
