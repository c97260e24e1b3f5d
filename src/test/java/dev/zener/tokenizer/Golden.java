package dev.zener.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files with the output of HuggingFace's tokenizers, and the comparison with our output. */
final class Golden {
  static final Path ENCODER = Path.of("data/encoder");
  static final Vocabulary VOCABULARY = Vocabulary.read(ENCODER.resolve("vocab.txt"));
  static final WordPieceTokenizer CASED = new WordPieceTokenizer(VOCABULARY, Casing.CASED);
  static final JsonMapper JSON = new JsonMapper();

  private Golden() {}

  /** A line of a golden file: the input, the expected output and our output. */
  record Line(String input, String expected, String actual) {}

  /** Fails if lines differ, and lists the first of them, or if the number of lines is wrong. */
  static void assertSame(String file, int count, Function<String, Line> compare) {
    List<String> lines = lines(file);
    List<Line> different = new ArrayList<>();
    for (String line : lines) {
      Line compared = compare.apply(line);
      if (!compared.expected().equals(compared.actual())) {
        different.add(compared);
      }
    }
    assertThat(different.stream().limit(10))
        .as("%d of %d lines of %s differ, the first of them", different.size(), lines.size(), file)
        .isEmpty();
    assertThat(lines).as(file).hasSize(count);
  }

  static List<String> lines(String file) {
    List<String> lines = new ArrayList<>(List.of(text(file).split("\n", -1)));
    if (lines.get(lines.size() - 1).isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    return lines;
  }

  static String text(String file) {
    try (InputStream in = Golden.class.getResourceAsStream("/tokenization/" + file)) {
      InputStream stored = Objects.requireNonNull(in, file);
      InputStream plain = file.endsWith(".gz") ? new GZIPInputStream(stored) : stored;
      return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The columns of a TSV line without escapes. */
  static String[] columns(String line) {
    String[] columns = line.split("\t", -1);
    for (int i = 0; i < columns.length; i++) {
      columns[i] = unescape(columns[i]);
    }
    return columns;
  }

  private static String unescape(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        char escaped = text.charAt(++i);
        c = escaped == 't' ? '\t' : escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped;
      }
      plain.append(c);
    }
    return plain.toString();
  }

  static String spaced(int[] numbers) {
    StringBuilder text = new StringBuilder();
    for (int number : numbers) {
      text.append(text.isEmpty() ? "" : " ").append(number);
    }
    return text.toString();
  }

  /** Offsets in the form [[0,1],[1,3]]. */
  static String offsets(Encoding encoding) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < encoding.length(); i++) {
      pairs.add("[" + encoding.start(i) + "," + encoding.end(i) + "]");
    }
    return "[" + String.join(",", pairs) + "]";
  }

  /** The ids, offsets and word numbers of a golden JSON object. */
  static String summary(JsonNode row) {
    return row.get("ids") + " " + row.get("offsets") + " " + row.get("words");
  }

  /** The ids, offsets and word numbers of an encoding. */
  static String summary(Encoding encoding) {
    return bracketed(encoding.ids()) + " " + offsets(encoding) + " " + bracketed(encoding.words());
  }

  private static String bracketed(int[] numbers) {
    return "[" + spaced(numbers).replace(' ', ',') + "]";
  }
}
