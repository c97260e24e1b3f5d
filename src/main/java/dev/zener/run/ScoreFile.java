package dev.zener.run;

import dev.zener.problem.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Scores by test set, as a JSON object. */
final class ScoreFile {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ScoreFile() {}

  static void write(Path file, Map<String, TestScore> scores) throws IOException {
    Files.writeString(file, JSON.writeValueAsString(scores) + "\n");
  }

  static Map<String, TestScore> read(Path file) {
    try {
      return JSON.readValue(
          Files.readString(file), new TypeReference<LinkedHashMap<String, TestScore>>() {});
    } catch (JacksonException e) {
      throw new InputException(file + ": holds no scores: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read", e);
    }
  }
}
