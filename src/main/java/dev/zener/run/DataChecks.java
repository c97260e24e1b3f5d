package dev.zener.run;

import dev.zener.data.LabelledSentence;
import dev.zener.data.Sentence;
import dev.zener.data.Source;
import dev.zener.data.WindowReport;
import dev.zener.label.Span;
import dev.zener.train.WindowedText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * Checks data for problems that are not errors but make scores less meaningful. Each gives a
 * warning, which is shown before training starts.
 */
final class DataChecks {
  /**
   * The minimum length, in words, of sentences that are checked for overlap. Shorter ones, such as
   * headlines or bare names, occur in any two corpora.
   */
  private static final int LEAST_WORDS = 5;

  /** The share of sentences cut into windows above which there is a warning. */
  private static final double MOST_WINDOWED = 0.05;

  private final List<String> warnings = new ArrayList<>();

  private DataChecks() {}

  /**
   * Checks all data that a run reads.
   *
   * @param maxPieces the maximum number of pieces in a window
   * @param texts the training text as windows, by role
   */
  static List<String> warnings(Corpora corpora, int maxPieces, Map<String, WindowedText> texts) {
    DataChecks checks = new DataChecks();
    Map<String, Map<List<String>, Source>> trained = new LinkedHashMap<>();
    trained.put(
        "source train",
        places(corpora.train().stream().map(LabelledSentence::unlabelled).toList()));
    corpora
        .targets()
        .forEach(
            (name, t) ->
                t.unlabelled().ifPresent(s -> trained.put(name + " unlabelled", places(s))));
    corpora
        .scored()
        .forEach(
            (role, sentences) -> {
              checks.types(role, sentences, corpora.labels().types());
              if (role.endsWith(" test")) {
                trained.forEach((from, text) -> checks.overlap(role, sentences, from, text));
              }
            });
    texts.forEach((role, corpus) -> checks.windows(role, corpus.report(), maxPieces));
    return checks.warnings;
  }

  private void types(String role, List<LabelledSentence> sentences, List<String> known) {
    TreeSet<String> missing = new TreeSet<>(known);
    for (LabelledSentence sentence : sentences) {
      sentence.entities().stream().map(Span::type).forEach(missing::remove);
    }
    if (missing.size() == known.size()) {
      warn("%s has no entities, so its scores are meaningless", role);
    } else if (!missing.isEmpty()) {
      boolean one = missing.size() == 1;
      warn(
          "%s has no entity of type %s, which source train has: each predicted entity of %s counts"
              + " as wrong, and %s recall cannot be measured",
          role,
          String.join(" or ", missing),
          one ? "that type" : "these types",
          one ? "its" : "their");
    }
  }

  /** The place where each sentence of a text first occurs, except for short sentences. */
  private static Map<List<String>, Source> places(List<Sentence> text) {
    Map<List<String>, Source> places = new HashMap<>();
    text.stream()
        .filter(s -> s.size() >= LEAST_WORDS)
        .forEach(s -> places.putIfAbsent(s.words(), s.source()));
    return places;
  }

  private void overlap(
      String role, List<LabelledSentence> test, String from, Map<List<String>, Source> known) {
    int count = 0;
    String first = "";
    for (LabelledSentence sentence : test) {
      Source source = known.get(sentence.words());
      if (source != null && count++ == 0) {
        first = sentence.source() + " equals " + source;
      }
    }
    if (count > 0) {
      warn(
          "%d of the %d sentences of %s also occur, word for word, in %s (first: %s); the score"
              + " partly measures memorisation",
          count, test.size(), role, from, first);
    }
  }

  private void windows(String role, WindowReport report, int maxPieces) {
    double share = (double) report.windowed() / Math.max(1, report.sentences());
    if (share > MOST_WINDOWED) {
      warn(
          "%.1f %% of the sentences of %s are longer than maxPieces (%d) and are split into windows;"
              + " a larger maxPieces, up to the encoder's positions, keeps them whole",
          100 * share, role, maxPieces);
    }
  }

  private void warn(String text, Object... values) {
    warnings.add("warning: " + String.format(Locale.ROOT, text, values));
  }
}
