package dev.zener.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.problem.InputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoredFileTest {
  private static List<List<String>> read(String text) throws IOException {
    List<List<String>> tags = new ArrayList<>();
    ScoredFile.read(
        Texts.stream(text),
        "f",
        (gold, predicted) -> {
          tags.add(gold);
          tags.add(predicted);
        });
    return tags;
  }

  @Test
  void goldAndPredictedAreTheLastTwoColumns() throws IOException {
    assertThat(read("# O O\na B-X I-X\n\nb O B-Y\n"))
        .containsExactly(List.of("O", "B-X"), List.of("O", "I-X"), List.of("O"), List.of("B-Y"));
    assertThat(read("a c\tNN\tO\tB-X\r\n")).containsExactly(List.of("O"), List.of("B-X"));
    assertThat(read("a\tB-X\tI-X\t\nb\tO\tO\t\n"))
        .containsExactly(List.of("B-X", "O"), List.of("I-X", "O"));
    assertThat(read("")).isEmpty();
  }

  @Test
  void linesThatDoNotFitAreErrors() {
    assertThatThrownBy(() -> read("a O O\nb O\n"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("f:2: 2 columns")
        .hasMessageContaining("3 columns as on the first line");
    assertThatThrownBy(() -> read("a O O\nb x O O\n")).hasMessageStartingWith("f:2: 4 columns");
    assertThatThrownBy(() -> read("a O\n")).hasMessageStartingWith("f:1: 2 columns");
    assertThatThrownBy(() -> read("a O O\nb P-1 O\n"))
        .hasMessageStartingWith("f:2: gold column: tag 'P-1': ");
    assertThatThrownBy(() -> read("a B-X O\nb O P\n"))
        .hasMessageStartingWith("f:2: predicted column: tag 'P': not a tag like the others");
    assertThatThrownBy(() -> read("a O O\nb O 7\n"))
        .hasMessageStartingWith("f:2: predicted column: tag '7': ");
  }

  @Test
  void aCharsetThatCannotBeSetIsNotAdvised() {
    byte[] latin1 = "Bär O O\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(
            () -> ScoredFile.read(new ByteArrayInputStream(latin1), "f", (gold, own) -> {}))
        .hasMessageContaining("convert the file to UTF-8")
        .hasMessageNotContaining("charset");
  }

  @Test
  void readsASubmissionWhole() throws IOException {
    int[] words = new int[1];
    Path file = Path.of("src/test/resources/metric/arcada.gold-pred");
    ScoredFile.read(file, (gold, predicted) -> words[0] += gold.size());
    assertThat(words[0]).isEqualTo(23394);
  }

  @Test
  void readsWhatTheWriterWrites() throws IOException {
    StringBuilder file = new StringBuilder();
    ConllWriter writer = new ConllWriter(file);
    writer.write(List.of("#", "a b"), List.of("B-X", "I-X"), List.of("O", "B-X"));
    assertThat(file).hasToString("#\tB-X\tO\na b\tI-X\tB-X\n\n");
    assertThat(read(file.toString())).containsExactly(List.of("B-X", "I-X"), List.of("O", "B-X"));
  }
}
