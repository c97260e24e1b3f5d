package dev.zener.format;

import java.io.IOException;
import java.util.Set;

/** A word and its tag on each line, in columns, and a blank line after each sentence. */
final class ConllFormat implements FileFormat {
  private static final Set<String> EXTENSIONS =
      Set.of("conll", "tsv", "iob", "iob1", "iob2", "bio", "bioes", "col");

  @Override
  public String title() {
    return "columns";
  }

  @Override
  public boolean recognises(Head head) {
    return EXTENSIONS.contains(head.extension());
  }

  @Override
  public boolean writable() {
    return true;
  }

  @Override
  public ItemWriter writer(Appendable out, WriteOptions options) {
    return new ConllWriter(out, options);
  }

  @Override
  public ItemReader open(Opening opening) throws IOException {
    return ColumnsReader.open(opening, opening.options().separator(), title());
  }
}
