package dev.zener.cli;

import dev.zener.data.WindowReport;
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

  /** Reports sentences and words too long for the model, and words without pieces. */
  void windows(WindowReport report) {
    if (report.windowed() + report.shortenedWords() + report.wordsWithoutPieces() > 0) {
      zener.note(report.toString());
    }
  }

  /** Reports entities left out for their confidence. */
  void leftOut(ConfidenceFilter filter) {
    if (filter.leftOut() > 0) {
      zener.note(
          "%d of %d entities left out: their confidence is below the threshold"
              .formatted(filter.leftOut(), filter.found()));
    }
  }
}
