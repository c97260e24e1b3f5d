package dev.zener.cli;

import dev.zener.data.WindowReport;
import dev.zener.files.Count;
import dev.zener.format.Format;
import dev.zener.format.ItemWriter;
import dev.zener.format.TextReport;
import dev.zener.pretrained.LoadReport;

/**
 * Prints remarks on a model and its use to standard error; prints nothing if there is nothing
 * unusual.
 */
record Notes(ZenerCommand zener) {

  /** Reports weights that were not used or were initialised at random. */
  void loaded(LoadReport report) {
    if (!report.plain()) {
      report.lines().forEach(zener::note);
    }
  }

  /**
   * Reports sentences and words too long for the model, and words without pieces.
   *
   * @param file the name of the file with these sentences
   */
  void windows(String file, WindowReport report) {
    if (report.windowed() + report.shortenedWords() + report.wordsWithoutPieces() > 0) {
      zener.note(file + ": " + report);
    }
  }

  /** Reports how a file was read, unless it is plain text. */
  void read(TextReport report) {
    if (report.format() != Format.TEXT) {
      zener.note(report.toString());
    }
  }

  /** Reports entities left out for their confidence. */
  void leftOut(ConfidenceFilter filter) {
    if (filter.leftOut() > 0) {
      zener.note(
          filter.leftOut()
              + " of "
              + Count.of(
                  filter.found(), "entities left out: their confidence is below the threshold"));
    }
  }

  /**
   * Reports what could not be written as it was.
   *
   * @param file the name of the file that was written
   */
  void changes(String file, ItemWriter writer) {
    writer.changes().forEach((what, count) -> zener.note(file + ": " + Count.of(count, what)));
  }
}
