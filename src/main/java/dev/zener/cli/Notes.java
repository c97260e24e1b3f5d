package dev.zener.cli;

import dev.zener.data.WindowReport;
import dev.zener.pretrained.LoadReport;

/**
 * What is worth knowing about a model and its use, on standard error; nothing where all is plain.
 */
record Notes(ZenerCommand zener) {

  /** Weights that were left or made up. */
  void loaded(LoadReport report) {
    if (!report.plain()) {
      report.lines().forEach(zener::note);
    }
  }

  /** Sentences and words too long for the model, and words that it cannot see. */
  void windows(WindowReport report) {
    if (report.windowed() + report.shortenedWords() + report.wordsWithoutPieces() > 0) {
      zener.note(report.toString());
    }
  }
}
