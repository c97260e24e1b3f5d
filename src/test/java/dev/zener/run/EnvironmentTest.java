package dev.zener.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EnvironmentTest {
  /** The digest of "abc" in the examples of FIPS 180-2. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir Path folder;

  @Test
  void theJsonSaysWhatTheRunRanOn() throws IOException {
    Path abc = Files.writeString(folder.resolve("abc"), "abc");
    Clock clock = Clock.fixed(Instant.parse("2026-03-04T05:06:07.8Z"), ZoneId.of("+02:00"));
    Environment environment =
        Environment.capture(
            "0.9",
            Map.of("ND4J", "1.0"),
            "cuda",
            "a card",
            "bfloat16",
            List.of(7L),
            List.of(abc),
            clock);
    JsonNode json = JsonMapper.builder().build().readTree(environment.toJson());
    assertThat(json.at("/zener").stringValue()).isEqualTo("0.9");
    assertThat(json.at("/libraries/ND4J").stringValue()).isEqualTo("1.0");
    assertThat(json.at("/device").stringValue()).isEqualTo("cuda");
    assertThat(json.at("/card").stringValue()).isEqualTo("a card");
    assertThat(json.at("/precision").stringValue()).isEqualTo("bfloat16");
    assertThat(json.at("/seeds/0").longValue()).isEqualTo(7);
    assertThat(json.get("sha256").get(abc.toString()).stringValue()).isEqualTo(ABC);
    assertThat(json.at("/started").stringValue()).isEqualTo("2026-03-04T07:06:07+02:00");
    assertThat(json.at("/java").stringValue()).contains(Runtime.version().toString());
    assertThat(json.at("/cores").intValue()).isPositive();
    assertThat(json.at("/memoryBytes").longValue()).isGreaterThan(1L << 20);
    assertThat(json.at("/cpu").stringValue()).isNotBlank();
  }

  private static Environment of(String precision) throws IOException {
    return Environment.capture(
        "0.9", Map.of(), "onednn", "none", precision, List.of(), List.of(), Clock.systemUTC());
  }

  @Test
  void anotherPrecisionIsADifference() throws IOException {
    assertThat(of("float32").differences(of("float32"))).isEmpty();
    assertThat(of("float32").differences(of("bfloat16")))
        .singleElement()
        .asString()
        .contains("precision: bfloat16, but float32 when the run was started", "same bits");
  }

  @Test
  void anotherCardIsADifference() throws IOException {
    String json = of("float32").toJson().replace("\"none\"", "\"a card\"");
    Path file = Files.writeString(folder.resolve("environment.json"), json);
    assertThat(Environment.read(file).differences(of("float32")))
        .singleElement()
        .asString()
        .contains("card: none, but a card when the run was started");
    Files.writeString(file, json.replaceFirst("\\s*\"card\".*,", ""));
    assertThat(Environment.read(file).differences(of("float32"))).isEmpty();
  }

  @Test
  void aRunOfBeforeThereWereTwoPrecisionsHadFloat32() throws IOException {
    String json = of("float32").toJson().replaceFirst("\\s*\"precision\".*,", "");
    assertThat(json).doesNotContain("precision");
    Path file = Files.writeString(folder.resolve("environment.json"), json);
    assertThat(Environment.read(file).precision()).isEqualTo("float32");
  }
}
