package dev.zener.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConllevalReportTest {
  private static String resource(String name) throws IOException {
    try (InputStream in = ConllevalReportTest.class.getResourceAsStream("/metric/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Evaluation score(String system) throws IOException {
    Scorer scorer = new Scorer();
    List<String> gold = new ArrayList<>();
    List<String> predicted = new ArrayList<>();
    for (String line : (resource(system + ".gold-pred") + "\n").split("\n", -1)) {
      if (line.isEmpty()) {
        scorer.add(gold, predicted);
        gold.clear();
        predicted.clear();
      } else {
        String[] columns = line.split(" ");
        gold.add(columns[1]);
        predicted.add(columns[2]);
      }
    }
    return scorer.evaluation();
  }

  @ParameterizedTest
  @ValueSource(strings = {"arcada", "flytxt", "sjtu_adapt"})
  void saysWhatTheScriptSays(String system) throws IOException {
    assertThat(ConllevalReport.of(score(system))).isEqualTo(resource(system + ".conlleval-out"));
  }

  @Test
  void theLocaleChangesNothing() throws IOException {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(ConllevalReport.of(score("arcada"))).isEqualTo(resource("arcada.conlleval-out"));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void tiesAreRoundedAsPrintfDoes() {
    // 1 of 32 is 3.125 %, which is exact in binary: C prints 3.12, Java's formatter 3.13.
    List<String> gold = new ArrayList<>(Collections.nCopies(32, "B-X"));
    List<String> predicted = new ArrayList<>(Collections.nCopies(32, "O"));
    predicted.set(5, "B-X");
    Scorer scorer = new Scorer();
    scorer.add(gold, predicted);
    assertThat(ConllevalReport.of(scorer.evaluation()))
        .isEqualTo(
            """
            processed 32 tokens with 32 phrases; found: 1 phrases; correct: 1.
            accuracy:   3.12%; precision: 100.00%; recall:   3.12%; FB1:   6.06
                            X: precision: 100.00%; recall:   3.12%; FB1:   6.06  1
            """);
  }

  @Test
  void nothingFoundIsZero() {
    Scorer scorer = new Scorer();
    scorer.add(List.of("O", "O"), List.of("O", "O"));
    assertThat(ConllevalReport.of(scorer.evaluation()))
        .isEqualTo(
            """
            processed 2 tokens with 0 phrases; found: 0 phrases; correct: 0.
            accuracy: 100.00%; precision:   0.00%; recall:   0.00%; FB1:   0.00
            """);
  }

  @Test
  void nothingAtAllHasNoFigures() {
    assertThat(ConllevalReport.of(new Scorer().evaluation()))
        .isEqualTo("processed 0 tokens with 0 phrases; found: 0 phrases; correct: 0.\n");
  }
}
