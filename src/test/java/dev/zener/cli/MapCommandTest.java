package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.vectors.ListedVectors;
import dev.zener.vectors.VectorFile;
import dev.zener.vectors.WordVectors;
import dev.zener.weights.DType;
import dev.zener.weights.WeightFile;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second axis of the target language is the first of the source, and so on in a cycle. */
class MapCommandTest {
  private static final int WORDS = 300;
  private static final int WIDTH = 8;

  @TempDir Path folder;

  private Path source;
  private Path target;

  @BeforeEach
  void writeLanguages() {
    Random random = new Random(8);
    List<String> words = new ArrayList<>();
    List<String> others = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    List<float[]> turned = new ArrayList<>();
    for (int i = 0; i < WORDS; i++) {
      float[] vector = new float[WIDTH];
      float[] image = new float[WIDTH];
      for (int k = 0; k < WIDTH; k++) {
        vector[k] = (float) random.nextGaussian();
        image[(k + 1) % WIDTH] = vector[k];
      }
      words.add("de" + i);
      others.add(i % 10 == 3 ? "de" + i : "da" + i);
      vectors.add(vector);
      turned.add(image);
    }
    source = folder.resolve("de.vec");
    target = folder.resolve("da.vec");
    VectorFile.write(ListedVectors.of(words, vectors), source);
    VectorFile.write(ListedVectors.of(others, turned), target);
  }

  private Path mapping() {
    return folder.resolve("new/de-da.safetensors");
  }

  private Ran map(String... more) {
    String[] command = {
      "map", source.toString(), target.toString(), "--output", mapping().toString()
    };
    return Ran.command(Ran.with(command, more));
  }

  @Test
  void theMappingIsWrittenWithItsHistory() {
    Ran ran = map("--start", "identical", "--seed", "7");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .contains(
            source + ": text, 300 words of width 8\n",
            "identical words: 30 of 300 source words are written in the same way in the target\n",
            "start  30 pairs  criterion 1.0000",
            "round 5/5  300 pairs  criterion 1.0000",
            mapping() + ": criterion 1.0000");
    try (WeightFile file = WeightFile.open(mapping())) {
      assertThat(file.info("mapping").toString()).isEqualTo("F64[8, 8]");
      float[] matrix = file.floats("mapping");
      for (int row = 0; row < WIDTH; row++) {
        for (int k = 0; k < WIDTH; k++) {
          float wanted = row == (k + 1) % WIDTH ? 1 : 0;
          assertThat(Math.abs(matrix[row * WIDTH + k] - wanted)).isLessThan(1e-6f);
        }
      }
      assertThat(file.metadata())
          .containsEntry("source", source.toString())
          .containsEntry("target", target.toString())
          .containsEntry("seed", "7")
          .containsKeys("source_sha256", "target_sha256", "criterion");
      assertThat(file.metadata().get("settings"))
          .contains("start: identical", "epochSize: 1000000");
    }
  }

  @Test
  void mappedVectorsAreThoseOfTheTarget() {
    Path mapped = folder.resolve("mapped.vec");
    Path kept = folder.resolve("kept.safetensors");
    String[] files = {"--mapped-source", mapped.toString(), "--mapped-target", kept.toString()};
    Ran ran = map(Ran.with(files, "--start", "identical"));
    assertThat(ran.code()).as(ran.err()).isZero();
    WordVectors x = VectorFile.open(mapped).vectors();
    WordVectors y = VectorFile.open(kept).vectors();
    assertThat(x.word(5)).isEqualTo("de5");
    assertThat(y.word(5)).isEqualTo("da5");
    for (int word = 0; word < WORDS; word++) {
      float[] there = new float[WIDTH];
      float[] here = new float[WIDTH];
      x.copy(word, FloatBuffer.wrap(there));
      y.copy(word, FloatBuffer.wrap(here));
      for (int k = 0; k < WIDTH; k++) {
        assertThat(Math.abs(there[k] - here[k])).isLessThan(1e-5f);
      }
    }
  }

  @Test
  void aDictionaryIsAStartAndAnEvaluation() throws IOException {
    Path start = Files.writeString(folder.resolve("start.txt"), pairs(0, 40) + "de1\tnowhere\n");
    Path test =
        Files.writeString(folder.resolve("test.txt"), "de51 da51\nde52 da52\nde52 da54\nx y\n");
    Ran ran = map("--start", start.toString(), "--centred", "--evaluate", test.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err())
        .contains(
            start
                + ": 37 pairs, 36 used; the source word of 0 and the target word of 1 have no"
                + " vector\n",
            test
                + ": 4 pairs, 3 used; the source word of 1 and the target word of 0 have no"
                + " vector\n");
    assertThat(ran.out())
        .isEqualTo(
            """
            2 source words
                       P@1     P@5    P@10
            CSLS    100.00  100.00  100.00
            cosine  100.00  100.00  100.00
            """);
    try (WeightFile file = WeightFile.open(mapping())) {
      assertThat(file.info("source_mean").dtype()).isEqualTo(DType.F32);
    }
    Ran again =
        Ran.command(
            "neighbours",
            source.toString(),
            target.toString(),
            "--mapping",
            mapping().toString(),
            "--evaluate",
            test.toString());
    assertThat(again.out()).isEqualTo(ran.out());
  }

  /** Pairs of words that are not written in the same way. */
  private static String pairs(int from, int to) {
    StringBuilder lines = new StringBuilder();
    for (int i = from; i < to; i++) {
      lines.append(i % 10 == 3 ? "" : "de" + i + "\tda" + i + "\n");
    }
    return lines.toString();
  }

  @Test
  void neighboursAreShownWithTheirSimilarity() {
    map("--start", "identical");
    String[] command = {
      "neighbours", source.toString(), target.toString(), "--mapping", mapping().toString()
    };
    Ran ran = Ran.command(Ran.with(command, "de7", "de13", "--count", "2"));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.lines()).hasSize(4);
    assertThat(ran.lines().get(0)).matches("de7\tda7\t0\\.\\d{6}\t1\\.000000");
    assertThat(ran.lines().get(2)).matches("de13\tde13\t0\\.\\d{6}\t1\\.000000");
    Ran unknown = Ran.command(Ran.with(command, "Haus"));
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.err()).contains("'Haus' is not among the first 300 words of " + source);
  }

  @Test
  void thePictureShowsBothLanguagesBeforeAndAfter() throws Exception {
    Path picture = folder.resolve("map.svg");
    Ran ran = map("--start", "identical", "--picture", picture.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    String svg = Files.readString(picture);
    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(picture.toFile());
    assertThat(svg).contains(">before<", ">after<", ">" + source + "<", ">" + target + "<");
    assertThat(svg.split("M[\\d.]+ [\\d.]+h0", -1)).hasSize(1 + 4 * WORDS + 2);
    assertThat(svg.length()).isLessThan(60_000);
  }

  @Test
  void theAdversarialStartSaysItsEpochs() {
    Ran ran = map("--epochs", "2", "--epoch-size", "64", "--hidden", "8", "--rounds", "1");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err())
        .containsPattern("epoch 2/2  discriminator's loss 0\\.\\d{4}  criterion ")
        .contains("round 1/1");
  }

  @Test
  void whatExistsIsNotOverwritten() throws IOException {
    Files.createDirectories(mapping().getParent());
    Files.writeString(mapping(), "mine");
    Ran ran = map("--start", "identical");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .isEqualTo(
            "zener: "
                + mapping()
                + ": already exists and is not overwritten; name another file, or remove this one"
                + " first\n");
    assertThat(mapping()).hasContent("mine");
  }

  @Test
  void aSettingOutOfRangeIsAnInvalidCommandLine() {
    Ran ran = map("--hidden", "0");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .startsWith("zener map: --hidden: adversarial.hidden is 0; allowed: 1 or more");
  }

  @Test
  void otherWidthsAreNamedWithBothFiles() {
    VectorFile.write(ListedVectors.of(List.of("a"), List.of(new float[] {1, 2})), target);
    Ran ran = map("--start", "identical");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .endsWith(
            "zener: %s has vectors of 8 numbers, but %s of 2; both must have the same width\n"
                .formatted(source, target));
  }

  @Test
  void aFileWithoutMappingIsSaid() {
    Path other = folder.resolve("other.safetensors");
    VectorFile.write(VectorFile.open(source).vectors(), other);
    Ran ran =
        Ran.command("neighbours", source + "", target + "", "--mapping", other.toString(), "de1");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .isEqualTo(
            "zener: "
                + other
                + ": has no tensor 'mapping'; name a file that zener map has written\n");
  }
}
