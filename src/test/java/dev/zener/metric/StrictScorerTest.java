package dev.zener.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import dev.zener.label.Scheme;
import dev.zener.label.Span;
import dev.zener.problem.InputException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The entities and scores of seqeval's strict mode. */
class StrictScorerTest {
  private static List<String> tags(String tags) {
    return List.of(tags.split(" "));
  }

  /** The example of seqeval's own documentation. */
  private static StrictEvaluation documented() {
    StrictScorer scorer = new StrictScorer(Scheme.IOB2);
    scorer.add(tags("O O O B-MISC I-MISC I-MISC O"), tags("O O B-MISC I-MISC I-MISC I-MISC O"));
    scorer.add(tags("B-PER I-PER O"), tags("B-PER I-PER O"));
    return scorer.evaluation();
  }

  @Test
  void theDocumentedExampleIsHalfRight() {
    StrictEvaluation evaluation = documented();
    assertThat(evaluation.micro()).isEqualTo(new Counts(2, 2, 1));
    assertThat(evaluation.micro().f1()).isEqualTo(0.5);
    assertThat(evaluation.macro()).isEqualTo(new Average(0.5, 0.5, 0.5));
    assertThat(evaluation.types())
        .containsEntry("MISC", new Counts(1, 1, 0))
        .containsEntry("PER", new Counts(1, 1, 1));
  }

  /** Also of seqeval's documentation: 1.0 as conlleval counts, 0.0 strictly. */
  @Test
  void anEntityThatBeginsInsideIsNone() {
    Scorer lenient = new Scorer();
    lenient.add(tags("B-NP I-NP O"), tags("I-NP I-NP O"));
    assertThat(lenient.evaluation().micro()).isEqualTo(new Counts(1, 1, 1));
    StrictScorer strict = new StrictScorer(Scheme.IOB2);
    strict.add(tags("B-NP I-NP O"), tags("I-NP I-NP O"));
    assertThat(strict.evaluation().micro()).isEqualTo(new Counts(1, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "IOB2, B-X I-X O, 0-2 X",
    "IOB2, I-X I-X, ''",
    "IOB2, O I-X B-X, 2-3 X",
    "IOB2, B-X I-Y, 0-1 X",
    "IOB2, B-X B-X I-X, 0-1 X 1-3 X",
    "IOB2, B-X O I-X, 0-1 X",
    "IOB2, B-X I-X I-Y I-X, 0-2 X",
    "IOB1, I-X I-X O, 0-2 X",
    "IOB1, I-X I-Y, 0-1 X 1-2 Y",
    "IOB1, I-X B-X I-X, 0-1 X 1-3 X",
    "IOB1, I-X B-X B-X O, 0-1 X 1-2 X 2-3 X",
    "IOB1, I-X B-X I-Y, 0-1 X 1-2 X 2-3 Y",
    "IOB1, B-X, ''",
    "IOB1, O B-X I-X, 2-3 X",
    "IOB1, I-X B-Y, 0-1 X",
    "IOB1, I-X B-X B-Y, 0-1 X",
    "BIOES, B-X I-X E-X S-X, 0-3 X 3-4 X",
    "BIOES, B-X E-X, 0-2 X",
    "BIOES, B-X O, ''",
    "BIOES, B-X I-X, ''",
    "BIOES, B-X E-Y, ''",
    "BIOES, O I-X E-X E-X, ''",
    "BIOES, B-X S-X, 1-2 X",
    "BIOES, B-X B-X E-X, 1-3 X",
    "BIOES, S-X E-X I-X, 0-1 X"
  })
  void onlyWhatTheSchemeSpellsIsAnEntity(Scheme scheme, String tags, String entities) {
    List<Span> spans = StrictSpans.decode(scheme, tags(tags));
    assertThat(
            spans.stream()
                .map(s -> s.start() + "-" + s.end() + " " + s.type())
                .collect(Collectors.joining(" ")))
        .isEqualTo(entities);
  }

  /**
   * All pairs of tags, the first at the left and the second on top, which seqeval tests one by one.
   * X is a word of an entity of this type and a dot one outside; a bar parts two entities.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        IOB1 O   I-X B-X I-Y B-Y
        O    ..  .X  ..  .Y  ..
        I-X  X.  XX  X|X X|Y X.
        B-X  ..  .X  .X  .Y  ..
        """,
        """
        IOB2 O   I-X B-X I-Y B-Y
        O    ..  ..  .X  ..  .Y
        I-X  ..  ..  .X  ..  .Y
        B-X  X.  XX  X|X X.  X|Y
        """,
        """
        BIOES O  I-X B-X E-X S-X I-Y E-Y S-Y
        O     .. ..  ..  ..  .X  ..  ..  .Y
        I-X   .. ..  ..  ..  .X  ..  ..  .Y
        B-X   .. ..  ..  XX  .X  ..  ..  .Y
        E-X   .. ..  ..  ..  .X  ..  ..  .Y
        S-X   X. X.  X.  X.  X|X X.  X.  X|Y
        """
      })
  void allPairsOfTags(String table) {
    List<List<String>> rows = table.lines().map(row -> List.of(row.split(" +"))).toList();
    Scheme scheme = Scheme.valueOf(rows.get(0).get(0));
    for (List<String> row : rows.subList(1, rows.size())) {
      for (int i = 1; i < row.size(); i++) {
        List<String> pair = List.of(row.get(0), rows.get(0).get(i));
        assertThat(drawn(StrictSpans.decode(scheme, pair))).as(pair + "").isEqualTo(row.get(i));
      }
    }
  }

  /** The entities of two words as in the tables. */
  private static String drawn(List<Span> spans) {
    StringBuilder words = new StringBuilder("..");
    for (Span span : spans) {
      words.replace(span.start(), span.end(), span.type().repeat(span.length()));
    }
    return spans.size() < 2 ? words.toString() : words.insert(1, '|').toString();
  }

  @ParameterizedTest
  @CsvSource({"IOB1, I-X, X", "IOB1, B-X, ''", "IOB2, B-X, X", "IOB2, I-X, ''", "IOB2, O, ''"})
  void oneTag(Scheme scheme, String tag, String type) {
    List<Span> spans = StrictSpans.decode(scheme, List.of(tag));
    assertThat(spans).isEqualTo(type.isEmpty() ? List.of() : List.of(new Span(0, 1, type)));
    assertThat(StrictSpans.decode(scheme, List.of())).isEmpty();
  }

  @Test
  void oneTagOfBioes() {
    assertThat(StrictSpans.decode(Scheme.BIOES, tags("S-X"))).containsExactly(new Span(0, 1, "X"));
    for (String tag : List.of("O", "B-X", "I-X", "E-X")) {
      assertThat(StrictSpans.decode(Scheme.BIOES, tags(tag))).as(tag).isEmpty();
    }
  }

  /** Precision and recall of A are 1/1 and 1/2, of B 1/1 and 1/1, of C 0/1 and 0/0. */
  @Test
  void averagesCountATypeThatIsOnlyPredicted() {
    StrictScorer scorer = new StrictScorer(Scheme.IOB2);
    scorer.add(tags("B-A B-B O B-A"), tags("O B-B B-C B-A"));
    StrictEvaluation evaluation = scorer.evaluation();
    assertThat(evaluation.types())
        .containsExactly(
            entry("A", new Counts(2, 1, 1)),
            entry("B", new Counts(1, 1, 1)),
            entry("C", new Counts(0, 1, 0)));
    assertThat(evaluation.micro()).isEqualTo(new Counts(3, 3, 2));
    assertThat(evaluation.micro().f1()).isCloseTo(2 / 3.0, within(1e-15));
    Average macro = evaluation.macro();
    assertThat(macro.precision()).isCloseTo(2 / 3.0, within(1e-15));
    assertThat(macro.recall()).isCloseTo(1 / 2.0, within(1e-15));
    assertThat(macro.f1()).isCloseTo(5 / 9.0, within(1e-15)); // (2/3 + 1 + 0) / 3
  }

  @Test
  void withoutEntitiesAllScoresAreZero() {
    for (String outside : List.of("O", "O O O", "I-X")) {
      StrictScorer scorer = new StrictScorer(Scheme.IOB2);
      scorer.add(tags(outside), tags(outside));
      assertThat(scorer.evaluation().micro()).isEqualTo(new Counts(0, 0, 0));
      assertThat(scorer.evaluation().micro().f1()).isZero();
    }
  }

  @Test
  void legalTagsGiveTheEntitiesOfConlleval() {
    for (Scheme scheme : List.of(Scheme.IOB2, Scheme.IOB1, Scheme.BIOES)) {
      List<Span> spans =
          List.of(
              new Span(0, 1, "X"), new Span(1, 4, "X"), new Span(4, 6, "Y"), new Span(7, 8, "X"));
      assertThat(StrictSpans.decode(scheme, scheme.encode(9, spans))).isEqualTo(spans);
    }
  }

  @Test
  void badInputIsRefusedWhole() {
    StrictScorer scorer = new StrictScorer(Scheme.IOB2);
    assertThatThrownBy(() -> scorer.add(tags("O O"), tags("O")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> scorer.add(tags("B-X O"), tags("B-X E-X")))
        .isInstanceOf(InputException.class)
        .hasMessage("'E-X' is not a tag of IOB2; allowed: O, B-X, I-X");
    assertThat(scorer.evaluation().types()).isEmpty();
  }

  @Test
  void theTextHasTheFormOfConlleval() {
    assertThat(documented().text())
        .isEqualTo(
            """
            strict IOB2: 2 phrases; found: 2 phrases; correct: 1.
            precision:  50.00%; recall:  50.00%; FB1:  50.00
                         MISC: precision:   0.00%; recall:   0.00%; FB1:   0.00  1
                          PER: precision: 100.00%; recall: 100.00%; FB1: 100.00  1
            """);
  }

  @Test
  void ioCannotBeScored() {
    assertThatThrownBy(() -> new StrictScorer(Scheme.IO))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("scheme io cannot be scored strictly")
        .hasMessageEndingWith("allowed: iob2, iob1, bioes");
  }
}
