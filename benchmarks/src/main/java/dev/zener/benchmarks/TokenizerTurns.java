package dev.zener.benchmarks;

import dev.zener.tokenizer.Casing;
import dev.zener.tokenizer.Encoding;
import dev.zener.tokenizer.Vocabulary;
import dev.zener.tokenizer.WordPieceTokenizer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Tokenizes on command, so that another tokenizer can take turns with it on the same core. {@code
 * compare_tokenizer.py} sends the commands.
 *
 * <p>Arguments: vocab.txt, and a file with one sentence per line, its words separated by tabs. Each
 * command is a line on standard input and is answered by one line. {@code ids raw|presplit FILE}
 * writes the ids of every sentence to the file. {@code time raw|presplit SECONDS} repeats whole
 * passes for that time and answers with words per second and the number of pieces. The number keeps
 * the JIT compiler from removing the work as unused.
 */
public final class TokenizerTurns {
  private final WordPieceTokenizer tokenizer;
  private final List<List<String>> presplit = new ArrayList<>();
  private final List<String> raw = new ArrayList<>();
  private long words;

  private TokenizerTurns(Path vocabulary, Path sentences) throws IOException {
    tokenizer = new WordPieceTokenizer(Vocabulary.read(vocabulary), Casing.CASED);
    for (String line : Files.readString(sentences).split("\n")) {
      List<String> split = List.of(line.split("\t"));
      presplit.add(split);
      raw.add(String.join(" ", split));
      words += split.size();
    }
  }

  /** Answers commands until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    TokenizerTurns turns = new TokenizerTurns(Path.of(arguments[0]), Path.of(arguments[1]));
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      System.out.println(turns.answer(line.split(" ", 3)));
    }
  }

  private String answer(String[] command) throws IOException {
    boolean split = command[1].equals("presplit");
    if (command[0].equals("ids")) {
      writeIds(split, Path.of(command[2]));
      return "written";
    }
    return time(split, Double.parseDouble(command[2]));
  }

  private String time(boolean split, double seconds) {
    long pieces = 0;
    long start = System.nanoTime();
    double elapsed;
    int passes = 0;
    do {
      for (int s = 0; s < raw.size(); s++) {
        pieces += encode(split, s).length();
      }
      passes++;
      elapsed = (System.nanoTime() - start) / 1e9;
    } while (elapsed < seconds);
    return passes * words / elapsed + " " + pieces;
  }

  private void writeIds(boolean split, Path file) throws IOException {
    StringBuilder out = new StringBuilder();
    for (int s = 0; s < raw.size(); s++) {
      for (int id : encode(split, s).ids()) {
        out.append(id).append(' ');
      }
      out.append('\n');
    }
    Files.writeString(file, out);
  }

  private Encoding encode(boolean split, int sentence) {
    return split ? tokenizer.encode(presplit.get(sentence)) : tokenizer.encode(raw.get(sentence));
  }
}
