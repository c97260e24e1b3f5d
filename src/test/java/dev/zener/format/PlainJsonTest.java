package dev.zener.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What {@link PlainJson} reads is what the JSON library reads; everything else it leaves to it. */
class PlainJsonTest {
  private static final String[] STRINGS = {
    "",
    "a",
    "Beogradu",
    "živi",
    "東京",
    "\uFFFD",
    "\uD83D\uDE00 a",
    "x".repeat(64),
    "é".repeat(65),
    "\\n\\u00e9",
    "\\x",
    "a\tb",
    "\u2028\u007F"
  };
  private static final String[] NUMBERS = {
    "0",
    "7",
    "-12",
    "999999999",
    "1000000000",
    "-0",
    "00",
    "01",
    "1.50",
    "-0.0",
    ".5",
    "1.",
    "1e5",
    "0.123456789",
    "0.1234567890",
    "123456789.25",
    "NaN",
    "-",
    "+1"
  };

  private final PlainJson plain = new PlainJson(new SharedStrings(SharedStrings.MOST));
  private int read;

  private JsonNode read(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return plain.read(bytes, 0, bytes.length);
  }

  /** What the library reads; empty if it is an error. */
  private static Optional<JsonNode> library(byte[] line) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
      return Optional.of(JsonReader.JSON.readTree(text));
    } catch (CharacterCodingException | JacksonException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private void requireSame(byte[] line) {
    byte[] padded = new byte[line.length + 2];
    Arrays.fill(padded, (byte) '}');
    System.arraycopy(line, 0, padded, 1, line.length);
    JsonNode value = plain.read(padded, 1, 1 + line.length);
    if (value != null) {
      String shown = new String(line, StandardCharsets.UTF_8);
      assertThat(library(line)).as(shown).contains(value);
      assertThat(library(line).map(JsonNode::toString)).as(shown).contains(value.toString());
      read++;
    }
  }

  private static <T> T one(T[] of, SplittableRandom random) {
    return of[random.nextInt(of.length)];
  }

  private static String value(SplittableRandom random, int depth) {
    String space = one(new String[] {"", "", " ", "\t "}, random);
    // The first ones of each list are plain, so that many lines are.
    boolean plain = random.nextInt(20) > 0;
    String text =
        switch (random.nextInt(depth > 3 ? 3 : 6)) {
          case 0 -> string(random, plain);
          case 1 -> plain ? NUMBERS[random.nextInt(4)] : one(NUMBERS, random);
          case 2 -> one(new String[] {"true", "false", "null", "true", "nul"}, random);
          case 3 -> list(random, depth);
          default -> object(random, depth);
        };
    return space + text + space;
  }

  private static String string(SplittableRandom random, boolean plain) {
    return '"' + (plain ? STRINGS[random.nextInt(9)] : one(STRINGS, random)) + '"';
  }

  private static String list(SplittableRandom random, int depth) {
    List<String> values = new ArrayList<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      values.add(value(random, depth + 1));
    }
    return "[" + String.join(",", values) + "]";
  }

  private static String object(SplittableRandom random, int depth) {
    List<String> members = new ArrayList<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      String key = random.nextInt(20) == 0 ? string(random, false) : "\"k" + left + "\"";
      members.add(" " + key + " : " + value(random, depth + 1));
    }
    return "{" + String.join(",", members) + "}";
  }

  @Test
  void readsWhatTheLibraryReads() {
    SplittableRandom random = new SplittableRandom(20261127);
    int lines = 20_000;
    for (int i = 0; i < lines; i++) {
      requireSame(object(random, 0).getBytes(StandardCharsets.UTF_8));
    }
    assertThat(read).isBetween(lines / 2, lines * 9 / 10);
  }

  @Test
  void readsDamagedRecordsOfAllShapesAsTheLibraryDoes() throws IOException {
    SplittableRandom random = new SplittableRandom(20261127);
    byte[] pieces = "\"\\{}[],:0-.eE \t\u0001ntf".getBytes(StandardCharsets.UTF_8);
    List<byte[]> records = records();
    records.forEach(this::requireSame);
    assertThat(read).isGreaterThan(records.size() / 2);
    for (byte[] line : records) {
      for (int i = 0; i < 500; i++) {
        byte[] damaged = line.clone();
        for (int edits = random.nextInt(1, 3); edits > 0; edits--) {
          int at = random.nextInt(damaged.length);
          damaged[at] =
              random.nextInt(4) == 0
                  ? (byte) random.nextInt(256)
                  : pieces[random.nextInt(pieces.length)];
        }
        requireSame(damaged);
      }
    }
  }

  /** The lines of the files of all shapes. */
  private static List<byte[]> records() throws IOException {
    List<byte[]> records = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/fuzz"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          if (!line.isBlank()) {
            records.add(line.getBytes(StandardCharsets.UTF_8));
          }
        }
      }
    }
    return records;
  }

  @Test
  void bytesAreValidIfTheyAreForTheDecoder() {
    for (int first = 0x80; first < 0x100; first++) {
      for (int second = 0; second < 0x100; second++) {
        for (int third : new int[] {'"', 'a', 0x7F, 0x80, 0xBF, 0xC0, 0xFF}) {
          for (int fourth : new int[] {'a', 0x80, 0xC3}) {
            requireSame(string(first, second, third, fourth));
          }
        }
      }
    }
    assertThat(read).isGreaterThan(5000);
  }

  private static byte[] string(int... bytes) {
    byte[] line = new byte[bytes.length + 5];
    line[0] = '[';
    line[1] = '"';
    for (int i = 0; i < bytes.length; i++) {
      line[i + 2] = (byte) bytes[i];
    }
    line[line.length - 3] = 'a';
    line[line.length - 2] = '"';
    line[line.length - 1] = ']';
    return line;
  }

  @Test
  void everyCharacterIsReadAsItIs() {
    List<Integer> wrong = new ArrayList<>();
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
      if (!surrogate && point >= ' ' && point != '"' && point != '\\') {
        String text = Character.toString(point);
        if (!text.equals(read("[\"" + text + "\"]").path(0).stringValue())) {
          wrong.add(point);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void equalStringsAreOneObject() {
    JsonNode first = read("{\"tokens\":[\"živi\",\"東京\",\"živi\"],\"tags\":[\"O\"]}");
    JsonNode next = read("{\"tokens\":[\"東京\",\"O\"]}");
    assertThat(first.get("tokens").get(2).stringValue())
        .isSameAs(first.get("tokens").get(0).stringValue());
    assertThat(next.get("tokens").get(0).stringValue())
        .isSameAs(first.get("tokens").get(1).stringValue());
    assertThat(next.get("tokens").get(1).stringValue())
        .isSameAs(first.get("tags").get(0).stringValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "1",
        "\"a\"",
        "{",
        "[\"a]",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,}",
        "{\"a\":1} 2",
        "[1]]",
        "[1 2]",
        "[truex]",
        "[1x]",
        "['a']",
        "[\"\\n\"]",
        "[1e5]",
        "\uFEFF[1]"
      })
  void theLibraryReadsOrRefusesTheRest(String line) {
    assertThat(read(line)).isNull();
  }

  @Test
  void depthAndKeysHaveALimit() {
    assertThat(read("[".repeat(32) + "]".repeat(32))).isNotNull();
    assertThat(read("[".repeat(33) + "]".repeat(33))).isNull();
    assertThat(read("{\"" + "k".repeat(1000) + "\":1}")).isNotNull();
    assertThat(read("{\"" + "k".repeat(1001) + "\":1}")).isNull();
  }
}
