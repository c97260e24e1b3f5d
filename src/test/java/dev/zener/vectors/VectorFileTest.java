package dev.zener.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.problem.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorFileTest {
  /** Words with an accent, a no-break space, a letter of four bytes, and a vector of zeros. */
  private static final List<String> WORDS = List.of("der", "Ivanović", "a\u00A0b", "\uD83D\uDE00");

  private static final float[][] VECTORS = {{1, -0.5f}, {0.1f, 1e-30f}, {0, 0}, {-0f, 3.4e38f}};

  private static final ListedVectors LISTED = ListedVectors.of(WORDS, List.of(VECTORS));

  @TempDir Path folder;

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("a.vec"), content);
  }

  private static float[] vector(WordVectors vectors, int number) {
    FloatBuffer target = FloatBuffer.allocate(vectors.width());
    vectors.copy(number, target);
    assertThat(target.hasRemaining()).isFalse();
    return target.array();
  }

  private static void isListed(OpenVectors opened, int size) {
    WordVectors vectors = opened.vectors();
    assertThat(vectors.size()).isEqualTo(size);
    assertThat(vectors.width()).isEqualTo(2);
    for (int i = 0; i < size; i++) {
      assertThat(vectors.word(i)).isEqualTo(WORDS.get(i));
      assertThat(vectors.number(WORDS.get(i))).isEqualTo(i);
      assertThat(vector(vectors, i)).containsExactly(VECTORS[i]);
    }
    for (String other : List.of("", "Der", "de", "derr", "a b", "\uD83D", "?", "zz")) {
      assertThat(vectors.number(other)).as(other).isEqualTo(-1);
    }
    if (size < WORDS.size()) {
      assertThat(vectors.number(WORDS.get(size))).isEqualTo(-1);
      assertThatThrownBy(() -> vectors.word(size)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> vector(vectors, size)).isInstanceOf(IndexOutOfBoundsException.class);
    }
    assertThat(opened.report().words()).isEqualTo(size);
    assertThat(opened.report().hasLosses()).isFalse();
    assertThat(opened.report().whole()).isEqualTo(size == WORDS.size());
  }

  private static String text() {
    return "der 1 -0.5\nIvanović .1 1e-30\na\u00A0b 0 0.0\n\uD83D\uDE00 -0 3.4E+38\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4 2\n", "4 2 \r\n", "\uFEFF"})
  void textIsReadWithAndWithoutAHeader(String header) throws IOException {
    isListed(VectorFile.open(file(header + text())), 4);
  }

  @Test
  void spacesAtTheEndOfLinesAndOtherLineEndsAreNoElements() throws IOException {
    isListed(VectorFile.open(file(text().replace("\n", "  \n"))), 4);
    isListed(VectorFile.open(file(text().replace("\n", " \r\n"))), 4);
    isListed(VectorFile.open(file(text().stripTrailing())), 4);
    isListed(VectorFile.open(file("4 2\n" + text().replace(" ", "  "))), 4);
  }

  @Test
  void aPackedFileIsUnpacked() throws IOException {
    Path packed = folder.resolve("a.vec.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(text().getBytes(StandardCharsets.UTF_8));
    }
    isListed(VectorFile.open(packed), 4);
    byte[] bytes = Files.readAllBytes(packed);
    Files.write(packed, Arrays.copyOf(bytes, bytes.length - 9));
    refuses(packed, "a.vec.gz: the gzip file is damaged or incomplete");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void binaryIsReadWithAndWithoutLineFeeds(boolean lineFeeds) throws IOException {
    Path file = Files.write(folder.resolve("a.bin"), binary(lineFeeds, "4 2\n"));
    isListed(VectorFile.open(file), 4);
    isListed(VectorFile.open(file, 3), 3);
  }

  private static byte[] binary(boolean lineFeeds, String header) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(header.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < VECTORS.length; i++) {
      out.write((WORDS.get(i) + " ").getBytes(StandardCharsets.UTF_8));
      ByteBuffer elements = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      elements.putFloat(VECTORS[i][0]).putFloat(VECTORS[i][1]);
      out.write(elements.array());
      out.write(lineFeeds ? new byte[] {'\n'} : new byte[0]);
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"b.vec", "b.txt", "b.VEC.gz", "b.txt.gz", "b.safetensors"})
  void whatIsWrittenIsReadBack(String name) throws IOException {
    Path file = folder.resolve("new/" + name);
    VectorFile.write(LISTED, file);
    isListed(VectorFile.open(file), 4);
    isListed(VectorFile.open(file, 4), 4);
    isListed(VectorFile.open(file, 1), 1);
    assertThat(VectorHash.of(VectorFile.open(file).vectors())).isEqualTo(VectorHash.of(LISTED));
    try (var files = Files.list(file.getParent())) {
      assertThat(files).as("no temporary file is left").containsExactly(file);
    }
  }

  @Test
  void textIsWrittenWithAHeaderAndFewDigits() throws IOException {
    Path file = folder.resolve("b.vec");
    VectorFile.write(LISTED, file);
    assertThat(Files.readString(file))
        .isEqualTo("4 2\nder 1 -0.5\nIvanović 0.1 1e-30\na\u00A0b 0 0\n\uD83D\uDE00 -0 3.4e38\n");
  }

  /** Text is not taken for floats because of an odd character in a later word. */
  @Test
  void aWordMayHaveControlCharacters() throws IOException {
    String odd = "2 20\n" + "a" + " 1".repeat(20) + "\nb\u0001\u0085" + " 2".repeat(20) + "\n";
    OpenVectors opened = VectorFile.open(file(odd.replace(" 1 1 1", " 1.000 1.000 1.000")));
    assertThat(opened.vectors().number("b\u0001\u0085")).isOne();
  }

  @Test
  void theHashIsThatOfWordsAndVectors() {
    String hash = VectorHash.of(LISTED);
    assertThat(hash).matches("[0-9a-f]{64}");
    float[][] other = {{1, -0.5f}, {0.1f, 1e-30f}, {0, 0}, {0f, 3.4e38f}};
    assertThat(VectorHash.of(ListedVectors.of(WORDS, List.of(other)))).isNotEqualTo(hash);
    List<String> words = List.of("der", "Ivanović", "a\u00A0b", "x");
    assertThat(VectorHash.of(ListedVectors.of(words, List.of(VECTORS)))).isNotEqualTo(hash);
  }

  @Test
  void moreWordsThanABufferAreReadBack() throws IOException {
    List<String> words = IntStream.range(0, 3000).mapToObj(i -> "w" + i * 7919 % 3001).toList();
    List<float[]> vectors =
        IntStream.range(0, 3000).mapToObj(i -> new float[] {i, -i / 3f, 1e-3f * i}).toList();
    ListedVectors many = ListedVectors.of(words, vectors);
    for (String name : List.of("m.vec", "m.safetensors")) {
      VectorFile.write(many, folder.resolve(name));
      WordVectors read = VectorFile.open(folder.resolve(name)).vectors();
      assertThat(VectorHash.of(read)).isEqualTo(VectorHash.of(many));
      for (int i = 0; i < words.size(); i++) {
        assertThat(read.number(words.get(i))).isEqualTo(i);
      }
    }
  }

  @Test
  void theLimitTakesTheFirstWords() throws IOException {
    isListed(VectorFile.open(file(text()), 2), 2);
    isListed(VectorFile.open(file("4 2\n" + text()), 3), 3);
    isListed(VectorFile.open(file("4 2\n" + text()), 4), 4);
    String broken = "4 2\n" + text().replace("-0 3.4E+38", "much");
    isListed(VectorFile.open(file(broken), 2), 2);
    assertThatThrownBy(() -> VectorFile.open(file(text()), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("limit 0");
  }

  @Test
  void aRepeatedWordIsCountedAndTheFirstTaken() throws IOException {
    OpenVectors opened = VectorFile.open(file("5 1\na 1\nb 2\na 3\na 4\nc 5\n"));
    assertThat(opened.vectors().size()).isEqualTo(3);
    assertThat(vector(opened.vectors(), 0)).containsExactly(1);
    assertThat(vector(opened.vectors(), 2)).containsExactly(5);
    assertThat(opened.report())
        .hasToString(
            folder.resolve("a.vec")
                + ": text, 3 words of width 1; left out: 2 words that occur again");
    OpenVectors limited = VectorFile.open(folder.resolve("a.vec"), 3);
    assertThat(limited.vectors().word(2)).as("repeated words do not count").isEqualTo("c");
  }

  /** word2vec cuts words after so many bytes, also within a character. */
  @Test
  void aWordThatEndsWithinACharacterIsCountedAndLeftOut() throws IOException {
    byte[] text = "a 1\nb\u00E9 2\nc 3\n".getBytes(StandardCharsets.UTF_8);
    byte[] cut = new byte[text.length - 1];
    System.arraycopy(text, 0, cut, 0, 6);
    System.arraycopy(text, 7, cut, 6, cut.length - 6);
    Path file = Files.write(folder.resolve("a.vec"), cut);
    OpenVectors opened = VectorFile.open(file);
    assertThat(opened.vectors().size()).isEqualTo(2);
    assertThat(opened.vectors().number("c")).isOne();
    assertThat(opened.report().toString())
        .endsWith("; left out: 1 word that ends within a character");
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() throws IOException {
    Path file = folder.resolve("a.vec");
    Files.write(file, "a 1\nM\u00FCnchen 2\n".getBytes(StandardCharsets.ISO_8859_1));
    refuses(file, "a.vec:2: word 'M", "is not UTF-8", "convert the file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a 1 2;b 3|a.vec:2: word 'b' has 1 elements; allowed: 2, as the first word says",
        "a 1 2;b 3 4 5|a.vec:2: word 'b' has 3 elements",
        "2 2;a 1 2;b 3|a.vec:3: word 'b' has 1 elements; allowed: 2, as the first line says",
        "a 1;b x|a.vec:2: word 'b' has the element 'x'; allowed: finite decimal numbers",
        "2 1;a 1;b nan|a.vec:3: word 'b' has the element 'nan'",
        "a 1;b -inf|a.vec:2: word 'b' has the element '-inf'",
        "a 1;b 1e39|a.vec:2: word 'b' has the element '1e39'",
        "a 1;;b 2|a.vec:2: no word at the start of the line",
        "a 1; 2 3|a.vec:2: no word at the start of the line",
        "a|a.vec:1: vectors of 0 elements; allowed: 1 to 16384",
        "3 1;a 1;b 2|a.vec: has 2 words, but its first line says 3",
        "1 1;a 1;b 2|a.vec:3: a word more than the 1 that the first line says",
        "2 1|a.vec: has 0 words, but its first line says 2",
        "0 1;a 1|a.vec:1: 0 words; allowed: 1 and more",
        "1 0;a|a.vec:1: vectors of 0 elements; allowed: 1 to 16384",
        "1 99999;a 1|a.vec:1: vectors of 99999 elements; allowed: 1 to 16384",
        "99999999999999999999 2;a 1 2|a.vec:1: 99999999999999999999 words",
        "999999999999 300;a 1 2|a.vec:2: word 'a' has 2 elements; allowed: 300",
        "version https://git-lfs|a.vec:1: word 'version' has the element 'https://git-lfs'"
      })
  void aWrongLineIsNamedWithItsValue(String lines, String message) throws IOException {
    refuses(file(lines.replace(';', '\n') + "\n"), message);
  }

  @Test
  void filesThatHaveNoVectorsAreRefused() throws IOException {
    refuses(folder.resolve("none.vec"), "none.vec: no such file");
    refuses(folder, "is no file");
    refuses(file(""), "a.vec: is empty; allowed: text of word2vec or fastText");
    refuses(Files.write(folder.resolve("m.bin"), new byte[] {-70, 22, 79, 47, 12}), "fastText");
    refuses(Files.write(folder.resolve("m.zip"), new byte[] {'P', 'K', 3, 4, 0}), "unpack it");
    refuses(Files.write(folder.resolve("m.kv"), new byte[] {-128, 4, 0, 1}), "is binary, but");
    refuses(
        Path.of("src/test/resources/golden/hf-tiny/model.safetensors"),
        "has no tensor 'vectors', so it is no file of vectors");
  }

  @Test
  void aBinaryFileThatIsDamagedIsRefused() throws IOException {
    byte[] whole = binary(true, "4 2\n");
    Path file = folder.resolve("a.bin");
    refuses(
        Files.write(file, Arrays.copyOf(whole, whole.length - 3)),
        "a.bin: word 4: the file ends within the vector of this word, but its first line says 4");
    refuses(
        Files.write(file, binary(true, "5 2\n")),
        "a.bin: word 5: the file ends before the end of this word, but its first line says 5");
    refuses(
        Files.write(file, binary(true, "3 2\n")),
        "a.bin: goes on after the 3 words of width 2 that its first line says");
    refuses(Files.write(file, binary(true, "4 3\n")), "a.bin: word 4: the file ends within");
    refuses(Files.write(file, binary(true, "999999999999 2\n")), "a.bin: word 5: the file ends");
    whole[whole.length - 3] = (byte) 0xff; // the last element becomes NaN
    refuses(Files.write(file, whole), "a.bin: word 4: word '", "has the element NaN");
  }

  @Test
  void aNameThatSaysNoFormIsRefused() {
    assertThatThrownBy(() -> VectorFile.write(LISTED, folder.resolve("b.bin")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("b.bin: the ending of its name")
        .hasMessageContaining(".safetensors");
  }

  @Test
  void aListNeedsAVectorForEachWord() {
    float[] one = {1};
    wrong(List.of(), List.of(), "0 words with 0 vectors");
    wrong(List.of("a", "b"), List.of(one), "2 words with 1 vectors");
    wrong(List.of("a", "a"), List.of(one, one), "occurs twice");
    wrong(List.of("a b"), List.of(one), "without spaces");
    wrong(List.of(""), List.of(one), "word ''");
    wrong(List.of("\uD83D"), List.of(one), "lone surrogates");
    wrong(List.of("a", "b"), List.of(one, new float[2]), "has 2 elements");
    wrong(List.of("a"), List.of(new float[] {Float.NaN}), "has NaN");
  }

  private static void wrong(List<String> words, List<float[]> vectors, String message) {
    assertThatThrownBy(() -> ListedVectors.of(words, vectors))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static void refuses(Path file, String... parts) {
    for (String part : parts) {
      assertThatThrownBy(() -> VectorFile.open(file))
          .isInstanceOf(InputException.class)
          .hasMessageContaining(part);
    }
  }
}
