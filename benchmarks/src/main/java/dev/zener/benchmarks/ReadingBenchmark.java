package dev.zener.benchmarks;

import dev.zener.data.CharSpan;
import dev.zener.data.WordSplitter;
import dev.zener.format.LabelledReader;
import dev.zener.format.ReadOptions;
import dev.zener.format.UnlabelledReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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
 * Times readers of files: {@code columns} is 1 million words with their tags in CoNLL columns,
 * {@code tokens} and {@code doccano} are 100 MB of JSON lines, of words with tags and of text with
 * entities. One operation reads the whole file from memory; the secondary figures are words and
 * bytes per second. Words of text are cut at white space, so that the splitter takes little time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
public class ReadingBenchmark {
  private static final int COLUMN_WORDS = 1_000_000;
  private static final int JSON_BYTES = 100_000_000;
  private static final long SEED = 20261127;
  private static final String[] WORDS = {
    "Ana", "Ivanović", "živi", "u", "Beogradu", "od", "proljeća", "2019", ".", "東京"
  };

  @Param({"columns", "tokens", "doccano"})
  public String file;

  private byte[] bytes;
  private long words;

  /** JMH turns fields of this type into rates. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Rate {
    public long words;
    public long bytes;
  }

  /** A sentence of the file: words, and for each whether it is an entity. */
  private record Drawn(List<String> words, List<Boolean> entity) {}

  /** Writes the file, and fails if it is not read whole. */
  @Setup
  public void setUp() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    StringBuilder text = new StringBuilder();
    long written = 0;
    words = 0;
    // The counter of bytes is that of UTF-8; all characters here are of at most three bytes.
    while (file.equals("columns") ? words < COLUMN_WORDS : written < JSON_BYTES) {
      Drawn sentence = draw(random);
      int from = text.length();
      switch (file) {
        case "columns" -> columns(sentence, text);
        case "tokens" -> tokens(sentence, text);
        default -> doccano(sentence, text);
      }
      words += sentence.words().size();
      written += text.substring(from).getBytes(StandardCharsets.UTF_8).length;
    }
    bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    int read = reader().read(new ByteArrayInputStream(bytes), name()).report().words();
    if (read != words) {
      throw new IllegalStateException(read + " words are read of " + words);
    }
  }

  private static Drawn draw(SplittableRandom random) {
    List<String> words = new ArrayList<>();
    List<Boolean> entity = new ArrayList<>();
    for (int left = random.nextInt(5, 40); left > 0; left--) {
      words.add(WORDS[random.nextInt(WORDS.length)]);
      entity.add(random.nextInt(10) == 0);
    }
    return new Drawn(words, entity);
  }

  private static String tag(Drawn sentence, int word) {
    return sentence.entity().get(word) ? "B-PER" : "O";
  }

  private static void columns(Drawn sentence, StringBuilder to) {
    for (int i = 0; i < sentence.words().size(); i++) {
      to.append(sentence.words().get(i)).append('\t').append(tag(sentence, i)).append('\n');
    }
    to.append('\n');
  }

  private static void tokens(Drawn sentence, StringBuilder to) {
    to.append("{\"tokens\":[\"").append(String.join("\",\"", sentence.words()));
    to.append("\"],\"tags\":[");
    for (int i = 0; i < sentence.words().size(); i++) {
      to.append(i == 0 ? "\"" : ",\"").append(tag(sentence, i)).append('"');
    }
    to.append("]}\n");
  }

  private static void doccano(Drawn sentence, StringBuilder to) {
    to.append("{\"text\":\"").append(String.join(" ", sentence.words())).append("\",\"label\":[");
    int start = 0;
    boolean first = true;
    for (int i = 0; i < sentence.words().size(); i++) {
      int end = start + sentence.words().get(i).length();
      if (sentence.entity().get(i)) {
        to.append(first ? "[" : ",[").append(start).append(',').append(end).append(",\"PER\"]");
        first = false;
      }
      start = end + 1;
    }
    to.append("]}\n");
  }

  private static WordSplitter splitter() {
    return text -> {
      List<CharSpan> spans = new ArrayList<>();
      int start = 0;
      for (int i = 0; i <= text.length(); i++) {
        if (i == text.length() || text.charAt(i) == ' ') {
          if (i > start) {
            spans.add(new CharSpan(start, i));
          }
          start = i + 1;
        }
      }
      return spans;
    };
  }

  private static LabelledReader reader() {
    return new LabelledReader(ReadOptions.DEFAULTS, splitter());
  }

  private String name() {
    return file.equals("columns") ? "file.conll" : "file.jsonl";
  }

  /** Words and labels. */
  @Benchmark
  public int labelled(Rate rate) throws IOException {
    rate.words += words;
    rate.bytes += bytes.length;
    return reader().read(new ByteArrayInputStream(bytes), name()).sentences().size();
  }

  /** Words alone, which are not kept. */
  @Benchmark
  public int unlabelled(Rate rate) throws IOException {
    rate.words += words;
    rate.bytes += bytes.length;
    int[] sentences = {0};
    new UnlabelledReader(ReadOptions.DEFAULTS, splitter())
        .read(new ByteArrayInputStream(bytes), name(), sentence -> sentences[0]++);
    return sentences[0];
  }
}
