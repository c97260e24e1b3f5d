package dev.zener.format;

import java.io.IOException;
import java.util.Set;

/**
 * CoNLL-U (<a href="https://universaldependencies.org/format.html">Universal Dependencies</a>), and
 * CoNLL-U Plus, which names its columns in a first line {@code # global.columns = ID FORM ...}.
 */
final class ConlluFormat implements FileFormat {
  private static final Set<String> EXTENSIONS = Set.of("conllu", "conllup");

  /** The number of columns of CoNLL-U. */
  private static final int WIDTH = 10;

  @Override
  public String title() {
    return "CoNLL-U";
  }

  @Override
  public boolean recognises(Head head) {
    return EXTENSIONS.contains(head.extension())
        || head.extension().equals("conll") && looksLikeIt(head);
  }

  private static boolean looksLikeIt(Head head) {
    for (String line : head.lines()) {
      if (line.startsWith(ConlluReader.GLOBAL_COLUMNS)) {
        return true;
      }
      if (!line.startsWith("#") && !line.isBlank()) {
        return Separator.TAB.width(line) == WIDTH && line.matches("1(-\\d+)?\t.*");
      }
    }
    return false;
  }

  @Override
  public boolean writable() {
    return true;
  }

  @Override
  public ItemWriter writer(Appendable out, WriteOptions options) {
    return new ConlluWriter(out, options);
  }

  @Override
  public ItemReader open(Opening opening) throws IOException {
    return new ConlluReader(opening);
  }
}
