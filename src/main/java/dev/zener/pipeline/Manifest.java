package dev.zener.pipeline;

import dev.zener.files.AtomicFile;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is known of an artifact. The artifact exists if its manifest does, which is written last.
 *
 * @param kind the name of the stage's kind
 * @param inputs the ids of the stage's inputs
 * @param bytes the size of the artifact's file
 * @param crc32c the CRC-32C of the artifact's file
 * @param facts what the stage's work returned
 */
record Manifest(
    String name,
    String kind,
    String settings,
    long seed,
    List<String> inputs,
    long bytes,
    long crc32c,
    Map<String, String> facts) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  Manifest {
    inputs = List.copyOf(inputs);
    facts = Collections.unmodifiableMap(new TreeMap<>(facts)); // sorted, so that files are equal
  }

  static Manifest of(Stage stage, FileSum sum, Map<String, String> facts) {
    return new Manifest(
        stage.name(),
        stage.kind().name(),
        stage.settings(),
        stage.seed(),
        stage.inputs().stream().map(Stage::id).toList(),
        sum.bytes(),
        sum.crc32c(),
        facts);
  }

  FileSum sum() {
    return new FileSum(bytes, crc32c);
  }

  void write(Path file) throws IOException {
    AtomicFile.write(file, JSON.writeValueAsString(this) + "\n");
  }

  static Manifest read(Path file) throws IOException {
    try {
      return JSON.readValue(Files.readString(file), Manifest.class);
    } catch (JacksonException e) {
      throw new InputException(
          file
              + ": is damaged: "
              + e.getOriginalMessage()
              + "; delete it, and what it describes is made again",
          e);
    }
  }
}
