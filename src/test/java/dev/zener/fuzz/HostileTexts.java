package dev.zener.fuzz;

import dev.zener.data.CharSpan;
import dev.zener.data.WordSplitter;
import dev.zener.format.LabelledReader;
import dev.zener.format.ReadOptions;
import dev.zener.run.TrainConfigFile;
import dev.zener.tokenizer.TokenizerFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/** Text files that need far more time or memory than their size suggests. */
final class HostileTexts {
  private static final String SPECIALS = "[UNK]\n[CLS]\n[SEP]\n";

  private HostileTexts() {}

  static List<Hostile> all() {
    List<Hostile> all = new ArrayList<>();
    all.addAll(vocabularies());
    all.addAll(json());
    all.addAll(yaml());
    all.addAll(corpora());
    return all;
  }

  private static List<Hostile> vocabularies() {
    return List.of(
        vocabulary("a vocabulary of empty lines", out -> repeat(out, "\n", 32_000_000), "pieces"),
        vocabulary("a vocabulary of long pieces", HostileTexts::longPieces, "characters"),
        vocabulary("pieces of one hash code", HostileTexts::sameHash, ""),
        vocabulary("a vocabulary of 40 MB", out -> repeat(out, "a".repeat(99), 400_000), "bytes"));
  }

  private static Hostile vocabulary(String name, Hostile.Content content, String expected) {
    return new Hostile(name, "vocab.txt", content, TokenizerFiles::open, expected);
  }

  private static void longPieces(OutputStream out) throws IOException {
    write(out, SPECIALS);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 150_000; i++) {
      byte[] piece = new byte[200];
      for (int c = 0; c < piece.length; c++) {
        piece[c] = (byte) (c == 199 ? '\n' : 'a' + random.nextInt(26));
      }
      out.write(piece);
    }
  }

  /** "Aa" and "BB" have the same hash code, and so have all texts of equally many of them. */
  private static void sameHash(OutputStream out) throws IOException {
    write(out, SPECIALS);
    for (int i = 0; i < 1 << 17; i++) {
      StringBuilder piece = new StringBuilder();
      for (int bit = 0; bit < 17; bit++) {
        piece.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      write(out, piece.append('\n').toString());
    }
  }

  private static List<Hostile> json() {
    return List.of(
        tokenizer("a tokenizer.json nested deep", out -> repeat(out, "{\"a\":", 1_000_000), "JSON"),
        tokenizer(
            "a tokenizer.json of numbers",
            out -> members(out, i -> "\"" + Integer.toString(i, 36) + "\":1"),
            "JSON"),
        tokenizer(
            "a tokenizer.json of 40 MB", out -> repeat(out, " ".repeat(99), 400_000), "bytes"),
        tokenizer("a vocabulary that is a list", HostileTexts::listed, "model.vocab"));
  }

  private static Hostile tokenizer(String name, Hostile.Content content, String expected) {
    return new Hostile(name, "tokenizer.json", content, TokenizerFiles::open, expected);
  }

  private static void listed(OutputStream out) throws IOException {
    write(
        out,
        "{\"normalizer\":{\"type\":\"BertNormalizer\"},\"pre_tokenizer\":{\"type\":"
            + "\"BertPreTokenizer\"},\"model\":{\"type\":\"WordPiece\",\"vocab\":[\"[UNK]\"]}}");
  }

  private static void members(OutputStream out, IntFunction<String> member) throws IOException {
    write(out, "{\"a\":0");
    for (int i = 0; i < 3_000_000; i++) {
      write(out, "," + member.apply(i));
    }
    write(out, "}");
  }

  private static List<Hostile> yaml() {
    return List.of(
        yaml("a billion laughs", HostileTexts::laughs, "replay"),
        yaml("a billion laughs in groups", HostileTexts::groups, "replay"),
        yaml("an alias of what it is in", out -> write(out, "notes: &a [*a]\n"), "alias"),
        yaml("lists nested deep", out -> repeat(out, "[", 1_000_000), "YAML"),
        yaml("lists nested deep in blocks", out -> repeat(out, "- ", 1_000_000), "YAML"),
        yaml("groups nested deep", out -> repeat(out, "{a: ", 500_000), "YAML"),
        yaml(
            "a number of a million digits",
            out ->
                write(
                    out,
                    "source: {language: a, train: b, dev: c}\nencoder: {pretrained: m}\ndropout: "
                        + "1".repeat(1_000_000)
                        + "x\n"),
            "dropout"),
        yaml("aliases without end", HostileTexts::aliases, "values"),
        yaml("notes without end", HostileTexts::notes, "values"));
  }

  private static Hostile yaml(String name, Hostile.Content content, String expected) {
    Target.Reader reader = file -> TrainConfigFile.read(file, List.of());
    return new Hostile(name, "hostile.yaml", content, reader, expected);
  }

  private static void laughs(OutputStream out) throws IOException {
    write(out, "name: a\nnotes:\n- &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n");
    for (int i = 1; i < 12; i++) {
      write(out, "- &a" + i + " [" + ("*a" + (i - 1) + ", ").repeat(9) + "]\n");
    }
  }

  private static void groups(OutputStream out) throws IOException {
    write(out, "targets:\n  g0: &a0 {train: a}\n");
    for (int i = 1; i < 40; i++) {
      write(out, "  g%d: &a%d {x: *a%d, y: *a%d}\n".formatted(i, i, i - 1, i - 1));
    }
  }

  private static void aliases(OutputStream out) throws IOException {
    write(out, "name: a\nnotes:\n- &a [" + "ha, ".repeat(9000) + "]\n");
    repeat(out, "- *a\n", 9000);
  }

  private static void notes(OutputStream out) throws IOException {
    write(out, "notes:\n");
    repeat(out, "- a\n", 700_000);
  }

  private static List<Hostile> corpora() {
    return List.of(
        corpus("a line of 100,000 entities", "hostile.jsonl", HostileTexts::entities, ""),
        corpus(
            "a line nested deep",
            "hostile.jsonl",
            out -> repeat(out, "{\"a\":[", 1_000_000),
            "hostile.jsonl:1"),
        corpus(
            "a language without end",
            "hostile.conll",
            out -> write(out, "be" + "-x".repeat(1_000_000) + ":word\tO\n"),
            ""),
        corpus(
            "a line of a million letters",
            "hostile.conll",
            out -> repeat(out, "a", 1_000_000),
            "no tag"),
        corpus("columns without end", "hostile.conll", HostileTexts::columns, "up to 1000"));
  }

  private static Hostile corpus(
      String name, String file, Hostile.Content content, String expected) {
    WordSplitter pairs = HostileTexts::pairs;
    LabelledReader reader = new LabelledReader(ReadOptions.DEFAULTS.withStripLanguage(true), pairs);
    return new Hostile(name, file, content, reader::read, expected);
  }

  private static void columns(OutputStream out) throws IOException {
    repeat(out, "\t", 5_000_000);
    write(out, "O\n");
  }

  /** Returns words of one unit at every second unit. */
  private static List<CharSpan> pairs(String text) {
    List<CharSpan> words = new ArrayList<>();
    for (int i = 0; i + 1 < text.length(); i += 2) {
      words.add(new CharSpan(i, i + 1));
    }
    return words;
  }

  private static void entities(OutputStream out) throws IOException {
    int count = 100_000;
    write(out, "{\"text\":\"" + "a ".repeat(count) + "😀\",\"entities\":[");
    for (int i = 0; i < count; i++) {
      String comma = i == 0 ? "" : ",";
      write(out, "%s{\"start\":%d,\"end\":%d,\"type\":\"X\"}".formatted(comma, 2 * i, 2 * i + 1));
    }
    write(out, "]}\n");
  }

  private static void repeat(OutputStream out, String text, int times) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < times; i++) {
      out.write(bytes);
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
