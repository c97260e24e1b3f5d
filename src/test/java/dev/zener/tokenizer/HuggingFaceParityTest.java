package dev.zener.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.tokenizer.Golden.Line;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class HuggingFaceParityTest {
  private static final Map<String, Casing> CASINGS =
      Map.of(
          "cased", Casing.CASED,
          "uncased", Casing.UNCASED,
          "lowercase", new Casing(true, false, true),
          "stripped", new Casing(false, true, true),
          "chinese-words", new Casing(false, false, false));

  private final WordPieceTokenizer cased = Golden.CASED;

  private static Map<String, WordPieceTokenizer> tokenizers() {
    Map<String, WordPieceTokenizer> tokenizers = new TreeMap<>();
    CASINGS.forEach(
        (name, casing) -> tokenizers.put(name, new WordPieceTokenizer(Golden.VOCABULARY, casing)));
    return tokenizers;
  }

  @Test
  void multiscriptIds() {
    Golden.assertSame(
        "multiscript.tsv.gz",
        4955,
        line -> {
          String[] columns = Golden.columns(line);
          return new Line(columns[0], columns[1], Golden.spaced(cased.encode(columns[0]).ids()));
        });
  }

  @Test
  void universalNerIdsAndOffsetsInCodePoints() {
    Golden.assertSame(
        "uner-text.tsv",
        1384,
        line -> {
          String[] columns = Golden.columns(line);
          Encoding found = cased.encode(columns[1]).inCodePoints(columns[1]);
          StringBuilder ids = new StringBuilder("101 ");
          StringBuilder offsets = new StringBuilder("0:0 ");
          for (int i = 0; i < found.length(); i++) {
            ids.append(found.id(i)).append(' ');
            offsets.append(found.start(i)).append(':').append(found.end(i)).append(' ');
          }
          String expected = columns[2] + "\t" + columns[3];
          return new Line(columns[1], expected, ids + "102\t" + offsets + "0:0");
        });
  }

  @Test
  void wordsOfUniversalNer() {
    assertWords("uner-words.tsv", 5273);
  }

  @Test
  void wordsOfMulticoner() {
    assertWords("multiconer-words.tsv", 3850);
  }

  private void assertWords(String file, int count) {
    Golden.assertSame(
        file,
        count,
        line -> {
          String[] columns = Golden.columns(line);
          Encoding found = cased.encode(columns[0]);
          String pieces = String.join(" ", found.tokens());
          assertThat(cased.pieces(columns[0])).isEqualTo(found.ids());
          return new Line(
              columns[0],
              columns[1] + "\t" + columns[2],
              pieces + "\t" + Golden.spaced(found.ids()));
        });
  }

  @Test
  void edgeCases() {
    Golden.assertSame(
        "edge.jsonl",
        42,
        line -> {
          JsonNode row = Golden.JSON.readTree(line);
          String text = row.get("text").asString();
          Encoding found = cased.encode(text).inCodePoints(text);
          List<String> tokens = new ArrayList<>();
          row.get("tokens").forEach(token -> tokens.add(token.asString()));
          return new Line(
              line,
              tokens + " " + ids(row) + " " + row.get("offsets"),
              found.tokens() + " " + Golden.spaced(found.ids()) + " " + Golden.offsets(found));
        });
  }

  @Test
  void publishedVectors() {
    JsonNode rows = Golden.JSON.readTree(Golden.text("published-mbert-cased.json"));
    assertThat(rows.size()).isEqualTo(35);
    for (JsonNode row : rows) {
      String text = row.get("text").asString();
      assertThat("101 " + (Golden.spaced(cased.encode(text).ids()) + " 102").stripLeading())
          .as(row.get("name").asString() + ": " + text)
          .isEqualTo(ids(row));
    }
  }

  private static String ids(JsonNode row) {
    List<String> ids = new ArrayList<>();
    row.get("ids").forEach(id -> ids.add(id.toString()));
    return String.join(" ", ids);
  }

  @Test
  void everyCasingOnRealAndAwkwardText() {
    assertSame("casings.jsonl.gz", 3740, tokenizers());
  }

  private static void assertSame(
      String file, int count, Map<String, WordPieceTokenizer> tokenizers) {
    Golden.assertSame(
        file,
        count,
        line -> {
          JsonNode row = Golden.JSON.readTree(line);
          String text = row.get("text").asString();
          WordPieceTokenizer tokenizer = tokenizers.get(row.get("casing").asString());
          Encoding found = tokenizer.encode(text).inCodePoints(text);
          return new Line(line, Golden.summary(row), Golden.summary(found));
        });
  }

  /** Tokens that add_tokens appends to a vocabulary; they are found in the normalised text. */
  @Test
  void addedTokens() {
    List<String> added =
        List.of(
            "COVID-19",
            "Z\u00fcrich-West",
            "caf\u00e9 cr\u00e8me",
            "b.v.",
            "COVID-19x",
            "Stra\u00dfe 1",
            "\u03a3\u0391\u03a3");
    List<String> pieces = new ArrayList<>(Golden.VOCABULARY.pieces());
    int model = pieces.size();
    pieces.addAll(added);
    Map<String, WordPieceTokenizer> tokenizers = new TreeMap<>();
    for (String casing : List.of("cased", "uncased")) {
      tokenizers.put(
          casing,
          new WordPieceTokenizer(Vocabulary.of(pieces), CASINGS.get(casing), added, added, model));
    }
    assertSame("added.jsonl", 652, tokenizers);
  }

  /** A tokenizer.json with such a token, as transformers reads it. */
  @Test
  void aFileWithAnAddedToken() {
    PieceTokenizer tokenizer =
        TokenizerFiles.open(Path.of("src/test/resources/cases/14-added-token-normalized/m"));
    Golden.assertSame(
        "added-model.jsonl",
        13,
        line -> {
          JsonNode row = Golden.JSON.readTree(line);
          String text = row.get("text").asString();
          Encoding found = tokenizer.encode(text).inCodePoints(text);
          return new Line(line, Golden.summary(row), Golden.summary(found));
        });
  }

  @Test
  void presplitWords() {
    Golden.assertSame(
        "presplit.jsonl",
        200,
        line -> {
          JsonNode row = Golden.JSON.readTree(line);
          List<String> words = new ArrayList<>();
          row.get("list").forEach(word -> words.add(word.asString()));
          Encoding found = cased.encode(words).inCodePoints(words);
          return new Line(line, Golden.summary(row), Golden.summary(found));
        });
  }

  @Tag("slow")
  @Test
  void everyCodePointInEveryCasing() {
    Map<String, WordPieceTokenizer> tokenizers = tokenizers();
    String[] names =
        Golden.lines("code-points.txt").get(0).substring("# block ".length()).split(" ");
    Golden.assertSame(
        "code-points.txt",
        1 + 788,
        line -> {
          if (line.startsWith("#")) {
            return new Line(line, line, line);
          }
          int block = Integer.parseInt(line.substring(0, line.indexOf(' ')), 16);
          StringBuilder found = new StringBuilder(Integer.toHexString(block).toUpperCase());
          for (String name : names) {
            found.append(String.format(" %08x", checksum(tokenizers.get(name), block)));
          }
          return new Line(line, line, found.toString());
        });
  }

  private static long checksum(WordPieceTokenizer tokenizer, int block) {
    StringBuilder seen = new StringBuilder();
    for (int point = block; point < block + 256; point++) {
      boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
      String c = surrogate ? "?" : Character.toString(point);
      String text = "a" + c + "b " + c + " e" + c + "\u0301";
      Encoding found = tokenizer.encode(text).inCodePoints(text);
      for (int i = 0; i < found.length(); i++) {
        seen.append(found.id(i)).append(':').append(found.start(i)).append(':');
        seen.append(found.end(i)).append(' ');
      }
    }
    CRC32 checksum = new CRC32();
    checksum.update(seen.toString().getBytes(StandardCharsets.US_ASCII));
    return checksum.getValue();
  }
}
