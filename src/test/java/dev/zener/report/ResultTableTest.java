package dev.zener.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ResultTableTest {
  @Test
  void aCellIsMeanAndSampleDeviationOverSeeds() {
    ResultTable table = new ResultTable(List.of("de"));
    table.add("MSD", "de", 1, 0.50);
    table.add("MSD", "de", 2, 0.52);
    table.add("MSD", "de", 3, 0.57);
    MeanAndDeviation cell = table.summary("MSD", "de").orElseThrow();
    assertThat(cell.mean()).isCloseTo(53.0, Offset.offset(1e-12));
    assertThat(cell.deviation().orElseThrow()) // squares 9 + 1 + 16 over 2
        .isCloseTo(Math.sqrt(13), Offset.offset(1e-12));
    assertThat(cell).hasToString("53.00 ± 3.61");
    assertThat(table.summary("MSD", "es")).isEmpty();
  }

  @Test
  void theMeanColumnsDeviationIsThatOfTheSeedsMeans() {
    ResultTable table = new ResultTable(List.of("de", "es"));
    table.add("MSD", "de", 1, 0.40);
    table.add("MSD", "de", 2, 0.60);
    table.add("MSD", "es", 1, 0.60);
    assertThat(table.mean("MSD")).hasToString("Optional[50.00]");
    table.add("MSD", "es", 2, 0.40);
    assertThat(table.mean("MSD"))
        .as("what one target loses the other gains")
        .hasToString("Optional[50.00 ± 0.00]");
    table.add("TSL", "de", 1, 0.5);
    assertThat(table.mean("TSL")).as("a target is missing").isEmpty();
  }

  @Test
  void textStandsInLine() {
    assertThat(full().text())
        .isEqualTo(
            """
            F1 in percent            de            zh          mean
            -------------  ------------  ------------  ------------
            MSD            75.00 ± 7.07  40.00 ± 0.00  57.50 ± 3.54
            直接转移           –          9.00             –
            -------------  ------------  ------------  ------------
            MSD (paper)    77.56             –             –
            Mean ± standard deviation over 2 seeds: 1, 2.
            a | b
            """);
  }

  @Test
  void markdownEscapesAndKeepsTheSameFigures() {
    assertThat(full().markdown())
        .isEqualTo(
            """
            | F1 in percent | de | zh | mean |
            |---|---:|---:|---:|
            | MSD | 75.00 ± 7.07 | 40.00 ± 0.00 | 57.50 ± 3.54 |
            | 直接转移 | – | 9.00 | – |
            | MSD (paper) | 77.56 | – | – |

            - Mean ± standard deviation over 2 seeds: 1, 2.
            - a \\| b
            """);
  }

  @Test
  void oneSeedAndOneTargetNeedNeitherDeviationNorMean() {
    ResultTable table = new ResultTable(List.of("sr"));
    table.add("Direct transfer", "sr", 7, 0.5312);
    assertThat(table.text())
        .isEqualTo(
            """
            F1 in percent       sr
            ---------------  -----
            Direct transfer  53.12
            One seed: 7.
            """);
  }

  @Test
  void publishedRowsHaveAMeanWhenComplete() {
    ResultTable table = new ResultTable(List.of("de", "es"));
    table.publish("paper", Map.of("de", 70.0, "es", 75.0));
    assertThat(table.text()).contains("paper          70.00  75.00  72.50\n");
  }

  @Test
  void whatFitsNoCellIsRefused() {
    ResultTable table = new ResultTable(List.of("de"));
    table.add("MSD", "de", 1, 0.5);
    assertThatThrownBy(() -> table.add("MSD", "de", 1, 0.6)).hasMessageContaining("two scores");
    assertThatThrownBy(() -> table.add("MSD", "es", 1, 0.6)).hasMessageContaining("allowed: de");
    assertThatThrownBy(() -> table.add("MSD", "de", 2, 60)).hasMessageContaining("0 to 1");
    assertThatThrownBy(() -> table.add("MSD", "de", 2, Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> table.publish("x", Map.of("fr", 1.0))).hasMessageContaining("fr");
  }

  @Test
  void widthIsWhatATerminalShows() {
    assertThat(DisplayWidth.of("Schönburg")).isEqualTo(9);
    assertThat(DisplayWidth.of("e\u0301")).isEqualTo(1);
    assertThat(DisplayWidth.of("東京")).isEqualTo(4);
    assertThat(DisplayWidth.of("서울")).isEqualTo(4);
    assertThat(DisplayWidth.of("ﾄｳ")).as("half-width").isEqualTo(2);
    assertThat(DisplayWidth.of("\uD840\uDC00")).as("beyond 16 bits").isEqualTo(2);
    assertThat(DisplayWidth.of("a\u200Db")).as("joiner").isEqualTo(2);
  }

  private static ResultTable full() {
    ResultTable table = new ResultTable(List.of("de", "zh"));
    table.add("MSD", "de", 1, 0.70);
    table.add("MSD", "de", 2, 0.80);
    table.add("MSD", "zh", 1, 0.40);
    table.add("MSD", "zh", 2, 0.40);
    table.add("直接转移", "zh", 1, 0.09);
    table.publish("MSD (paper)", Map.of("de", 77.56));
    table.note("a | b");
    return table;
  }
}
