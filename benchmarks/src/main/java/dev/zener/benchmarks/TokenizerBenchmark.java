package dev.zener.benchmarks;

import dev.zener.tokenizer.Casing;
import dev.zener.tokenizer.Vocabulary;
import dev.zener.tokenizer.Word;
import dev.zener.tokenizer.WordPieceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Times WordPiece with bert-base-multilingual-cased's vocabulary on real sentences: {@code uner} is
 * 1,384 sentences of Universal NER, {@code multiscript} is 4,955 lines in over a hundred languages.
 * One operation tokenizes the whole set; the secondary figure {@code words} is words per second.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 2)
public class TokenizerBenchmark {
  @Param({"uner", "multiscript"})
  public String text;

  @Param({"cased", "uncased"})
  public String casing;

  private WordPieceTokenizer tokenizer;
  private final List<String> sentences = new ArrayList<>();
  private final List<List<String>> presplit = new ArrayList<>();
  private long words;

  /** JMH turns a field of this type into a rate. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Rate {
    public long words;
  }

  /** Reads the sentences and fails if the tokenizer does not give the same ids as HuggingFace. */
  @Setup
  public void setUp() throws IOException {
    Path root = Path.of(System.getProperty("zener.root", "."));
    Vocabulary vocabulary = Vocabulary.read(root.resolve("data/encoder/vocab.txt"));
    WordPieceTokenizer cased = new WordPieceTokenizer(vocabulary, Casing.CASED);
    boolean plain = text.equals("multiscript");
    String file = plain ? "multiscript.tsv.gz" : "uner-text.tsv";
    Path golden = root.resolve("src/test/resources/tokenization").resolve(file);
    for (String line : text(golden).split("\n")) {
      String[] columns = line.split("\t");
      String sentence = columns[plain ? 0 : 1];
      if (sentence.indexOf('\\') < 0) {
        check(cased, sentence, plain ? columns[1] : columns[2].replaceAll("^101 | 102$", ""));
        sentences.add(sentence);
      }
    }
    tokenizer = casing.equals("cased") ? cased : new WordPieceTokenizer(vocabulary, Casing.UNCASED);
    for (String sentence : sentences) {
      List<String> split = new ArrayList<>();
      for (Word word : tokenizer.preTokenizer().words(sentence)) {
        split.add(sentence.substring(word.start(), word.end()));
      }
      words += split.size();
      presplit.add(split);
    }
  }

  private static String text(Path file) throws IOException {
    try (InputStream stored = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(stored) : stored) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void check(WordPieceTokenizer tokenizer, String sentence, String expected) {
    String ids =
        Arrays.stream(tokenizer.encode(sentence).ids())
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(" "));
    if (!ids.equals(expected)) {
      throw new IllegalStateException(
          "\"" + sentence + "\" gives " + ids + ", but HuggingFace gives " + expected);
    }
  }

  /** Whole sentences as text. */
  @Benchmark
  public int raw(Rate rate) {
    int pieces = 0;
    for (String sentence : sentences) {
      pieces += tokenizer.encode(sentence).length();
    }
    rate.words += words;
    return pieces;
  }

  /** The same sentences as lists of words. */
  @Benchmark
  public int presplit(Rate rate) {
    int pieces = 0;
    for (List<String> sentence : presplit) {
      pieces += tokenizer.encode(sentence).length();
    }
    rate.words += words;
    return pieces;
  }
}
