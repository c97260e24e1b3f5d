package dev.zener.cli;

import dev.zener.files.Count;
import dev.zener.mapping.DictionaryReport;
import dev.zener.mapping.MappingListener;
import java.util.Locale;

/** Prints a line for each epoch and each dictionary, and on a terminal how far an epoch is. */
final class MappingLines implements MappingListener {
  private static final String ERASE_LINE = "\r\u001b[K";

  private final ZenerCommand zener;

  MappingLines(ZenerCommand zener) {
    this.zener = zener;
  }

  @Override
  public void paired(DictionaryReport report) {
    zener.note(report.toString());
  }

  @Override
  public void identical(int words, int ofSourceWords) {
    zener.note(
        "identical words: %d of %d source words are written in the same way in the target"
            .formatted(words, ofSourceWords));
  }

  @Override
  public void sampled(Sampled event) {
    if (zener.streams().terminal()) {
      zener
          .streams()
          .err()
          .printf(
              "%s%s: %d of %d words",
              event.words() == event.ofWords() ? ERASE_LINE : "\r",
              event.place(),
              event.words(),
              event.ofWords());
      zener.streams().err().flush();
    }
  }

  @Override
  public void epoch(Epoch event) {
    print(
        "%s  discriminator's loss %.4f  criterion %.5f%s",
        event.place(), event.loss(), event.criterion(), event.best() ? "  best so far" : "");
  }

  @Override
  public void mirrored(Mirrored event) {
    print("mirror image  criterion %.5f%s", event.criterion(), event.best() ? "  best so far" : "");
  }

  @Override
  public void solved(Solved event) {
    print(
        "%s  %s  criterion %.5f%s",
        event.round() == 0 ? "start" : "round " + event.round() + "/" + event.ofRounds(),
        Count.of(event.pairs(), "pairs"),
        event.criterion(),
        event.best() ? "  best so far" : "");
  }

  private void print(String format, Object... values) {
    String line = String.format(Locale.ROOT, format, values);
    zener.note(zener.streams().terminal() ? ERASE_LINE + line : line);
  }
}
