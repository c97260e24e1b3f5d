package dev.zener.format;

import dev.zener.data.Sentence;
import java.io.IOException;
import java.util.Set;

/** Plain text with one sentence per line. */
final class TextFormat implements FileFormat {
  static final Set<String> EXTENSIONS = Set.of("txt", "text");

  @Override
  public String title() {
    return "text";
  }

  @Override
  public boolean recognises(Head head) {
    return EXTENSIONS.contains(head.extension());
  }

  @Override
  public boolean hasLabels() {
    return false;
  }

  @Override
  public ItemReader open(Opening opening) throws IOException {
    LineReader lines = opening.source().lines(opening.options().charset());
    ReadNotes notes = new ReadNotes();
    notes.layout(title() + ", a sentence per line");
    return new ItemReader() {
      @Override
      public Item next() throws IOException {
        String line = lines.next();
        return line == null
            ? null
            : Item.of(Sentence.ofText(line, opening.splitter(), lines.source()));
      }

      @Override
      public ReadNotes notes() {
        return notes;
      }

      @Override
      public void close() throws IOException {
        lines.close();
      }
    };
  }
}
