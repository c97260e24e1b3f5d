package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.testing.HfTiny;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The wording of all errors of the command evaluate that speak of the user's file. */
class EvaluateErrorsTest {
  private static final String MODEL = HfTiny.TAGGER.toString();

  @TempDir Path folder;

  /**
   * Runs the command on a file.
   *
   * @param content the file's text; {@code \n}, {@code \t} and the like are escapes of Java, and a
   *     first word in angle brackets changes the bytes
   * @param message the expected message, in which FILE stands for the file
   */
  @ParameterizedTest
  @CsvFileSource(
      resources = "/cli/evaluate-errors.csv",
      delimiter = '|',
      quoteCharacter = '`',
      useHeadersInDisplayName = true)
  void eachNamesThePlaceTheValueAndTheRemedy(
      String name, String content, String options, int code, String message) throws IOException {
    Path file = folder.resolve(name);
    if (content != null) {
      Files.write(file, bytes(content.translateEscapes()));
    }
    List<String> command = new ArrayList<>(List.of("evaluate", MODEL, file.toString()));
    if (options != null) {
      command.addAll(Arrays.asList(options.split(" ")));
    }
    Ran ran = Ran.command(command.toArray(String[]::new));
    String first = ran.err().lines().findFirst().orElse("");
    assertThat(first.replace(file.toString(), "FILE").replace(folder.toString(), "FOLDER"))
        .isEqualTo(message);
    assertThat(ran.code()).isEqualTo(code);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).doesNotContain("jackson", "java.", "Exception", "VALUE_", "Feature");
  }

  private static byte[] bytes(String content) throws IOException {
    int end = content.indexOf('>');
    String kind = content.startsWith("<") && end > 0 ? content.substring(1, end) : "";
    byte[] utf8 = content.getBytes(StandardCharsets.UTF_8);
    byte[] rest = content.substring(end + 1).getBytes(StandardCharsets.UTF_8);
    return switch (kind) {
      case "latin1" -> content.substring(end + 1).getBytes(StandardCharsets.ISO_8859_1);
      case "half-gzip" -> half(rest);
      default -> utf8;
    };
  }

  private static byte[] half(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return Arrays.copyOf(out.toByteArray(), out.size() / 2);
  }
}
