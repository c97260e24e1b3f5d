package dev.zener.cli;

import dev.zener.files.Count;
import dev.zener.mapping.TranslationScores;
import java.util.List;
import java.util.Locale;

/** Prints how well a mapping translates the words of a dictionary. */
record TranslationLines(ZenerCommand zener) {
  void print(TranslationScores scores) {
    zener.note(scores.dictionary().toString());
    StringBuilder table = new StringBuilder(Count.of(scores.words(), "source words") + "\n      ");
    for (int rank : TranslationScores.RANKS) {
      table.append(String.format(Locale.ROOT, "  %6s", "P@" + rank));
    }
    row(table, "CSLS", scores.csls());
    row(table, "cosine", scores.cosine());
    zener.results().append(table.append('\n').toString());
  }

  private static void row(StringBuilder table, String name, List<Double> precisions) {
    table.append(String.format(Locale.ROOT, "%n%-6s", name));
    for (double precision : precisions) {
      table.append(String.format(Locale.ROOT, "  %6.2f", 100 * precision));
    }
  }
}
