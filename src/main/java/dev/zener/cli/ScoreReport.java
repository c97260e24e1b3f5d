package dev.zener.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.zener.label.Scheme;
import dev.zener.metric.Evaluation;
import dev.zener.metric.Figures;
import dev.zener.metric.Scorer;
import dev.zener.metric.StrictEvaluation;
import dev.zener.metric.StrictScorer;
import dev.zener.metric.StrictSummary;
import dev.zener.metric.Summary;
import dev.zener.problem.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** The scores of one or several files. */
final class ScoreReport {
  /**
   * A JSON object with scores.
   *
   * @param file the file's name, if it is one of several
   * @param strict if asked for
   * @param files the scores of each file, if these are those of several together
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  private record Scores(
      Optional<String> file,
      Figures micro,
      Map<String, Figures> types,
      Optional<StrictSummary> strict,
      Optional<List<Scores>> files) {}

  /** The scores of a file, or of all. */
  private record Scored(Evaluation evaluation, Optional<StrictEvaluation> strict) {
    Scores json(Optional<String> file, Optional<List<Scores>> files) {
      Summary summary = Summary.of(evaluation);
      return new Scores(
          file, summary.micro(), summary.types(), strict.map(StrictSummary::of), files);
    }

    String text(Function<Evaluation, String> report) {
      return report.apply(evaluation) + strict.map(StrictEvaluation::text).orElse("");
    }
  }

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY).build();

  private final Optional<Scheme> strict;
  private final List<String> names = new ArrayList<>();
  private final List<Scored> scores = new ArrayList<>();
  private final Sentences all;

  /**
   * Creates a report without files.
   *
   * @param strict the scheme of the tags, if they are to be scored strictly too
   */
  ScoreReport(Optional<Scheme> strict) {
    this.strict = strict;
    this.all = new Sentences();
  }

  /** The exception for a file that has no words. */
  static InputException nothing(String file) {
    return new InputException(
        file + ": no sentences, so there is nothing to score; name a file that has tagged words");
  }

  /** Starts the scores of a file; the caller adds its sentences. */
  FileScore file(String name) {
    return new FileScore(name);
  }

  /** Scores sentences in both ways. */
  private final class Sentences {
    private final Scorer scorer = new Scorer();
    private final Optional<StrictScorer> strictly = strict.map(StrictScorer::new);

    void add(List<String> gold, List<String> predicted) {
      scorer.add(gold, predicted);
      strictly.ifPresent(s -> s.add(gold, predicted));
    }

    Scored scored() {
      return new Scored(scorer.evaluation(), strictly.map(StrictScorer::evaluation));
    }
  }

  /** Collects the sentences of one file. */
  final class FileScore {
    private final Sentences sentences = new Sentences();
    private final String name;

    private FileScore(String name) {
      this.name = name;
    }

    void add(List<String> gold, List<String> predicted) {
      sentences.add(gold, predicted);
      all.add(gold, predicted);
    }

    /**
     * Ends the file.
     *
     * @throws InputException if it has no words
     */
    void end() {
      Scored scored = sentences.scored();
      if (scored.evaluation().words() == 0) {
        throw nothing(name);
      }
      names.add(name);
      scores.add(scored);
    }
  }

  /** The scores as one line of JSON. */
  String json() {
    if (names.size() == 1) {
      return line(all.scored().json(Optional.empty(), Optional.empty()));
    }
    List<Scores> files = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      files.add(scores.get(i).json(Optional.of(names.get(i)), Optional.empty()));
    }
    return line(all.scored().json(Optional.empty(), Optional.of(files)));
  }

  private static String line(Scores scores) {
    return JSON.writeValueAsString(scores) + "\n";
  }

  /**
   * The scores as text: a report per file and, if there are several, one of all together, with
   * headings. Strict scores follow each report.
   */
  String text(Function<Evaluation, String> report) {
    if (names.size() == 1) {
      return scores.get(0).text(report);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      text.append(names.get(i)).append('\n').append(scores.get(i).text(report)).append('\n');
    }
    return text.append("all files\n").append(all.scored().text(report)).toString();
  }
}
