package dev.zener.cli;

import dev.zener.metric.Evaluation;
import dev.zener.metric.Figures;
import dev.zener.metric.Scorer;
import dev.zener.metric.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** The scores of one or several files. */
final class ScoreReport {
  /** The JSON object of one of several files. */
  private record OfFile(String file, Figures micro, Map<String, Figures> types) {}

  /** The JSON object of several files: the scores of all together and of each. */
  private record OfFiles(Figures micro, Map<String, Figures> types, List<OfFile> files) {}

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY).build();

  private final List<String> names = new ArrayList<>();
  private final List<Evaluation> evaluations = new ArrayList<>();
  private final Scorer all = new Scorer();

  /** Starts the scores of a file; the caller adds its sentences. */
  FileScore file(String name) {
    return new FileScore(name);
  }

  /** Collects the sentences of one file. */
  final class FileScore {
    private final Scorer scorer = new Scorer();

    private FileScore(String name) {
      names.add(name);
    }

    void add(List<String> gold, List<String> predicted) {
      scorer.add(gold, predicted);
      all.add(gold, predicted);
    }

    void end() {
      evaluations.add(scorer.evaluation());
    }
  }

  /** The scores as one line of JSON. */
  String json() {
    Summary total = Summary.of(all.evaluation());
    if (names.size() == 1) {
      return JSON.writeValueAsString(total) + "\n";
    }
    List<OfFile> files = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Summary summary = Summary.of(evaluations.get(i));
      files.add(new OfFile(names.get(i), summary.micro(), summary.types()));
    }
    return JSON.writeValueAsString(new OfFiles(total.micro(), total.types(), files)) + "\n";
  }

  /**
   * The scores as text: a report per file and, if there are several, one of all together, with
   * headings.
   */
  String text(Function<Evaluation, String> report) {
    if (names.size() == 1) {
      return report.apply(evaluations.get(0));
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      text.append(names.get(i)).append('\n').append(report.apply(evaluations.get(i))).append('\n');
    }
    return text.append("all files\n").append(report.apply(all.evaluation())).toString();
  }
}
