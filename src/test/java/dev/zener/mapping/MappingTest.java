package dev.zener.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.config.ConfigFile;
import dev.zener.config.ConfigNode;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The target language is the source language turned, with noise. */
class MappingTest {
  private static final int WORDS = 1500;
  private static final int WIDTH = 20;

  @TempDir Path folder;

  private final Random random = new Random(11);
  private final float[][] x = Words.random(WORDS, WIDTH, random);
  private final float[][] y = Planted.turned(x, Planted.rotation(WIDTH, random), 0.1, random);
  private final List<MappingListener.Solved> solved = new ArrayList<>();
  private DictionaryReport report;
  private int same;

  private final MappingListener listener =
      new MappingListener() {
        @Override
        public void paired(DictionaryReport pairs) {
          report = pairs;
        }

        @Override
        public void identical(int words, int ofSourceWords) {
          same = words;
        }

        @Override
        public void solved(Solved event) {
          solved.add(event);
        }
      };

  private static MappingSettings settings(String yaml) {
    ConfigNode node = ConfigFile.value(yaml, "test");
    return new ConfigFile().bind(node, "", MappingSettings.class);
  }

  private LearntMapping learn(Words source, Words target, String yaml) {
    return Mapping.learn(
        new NamedVectors("s.vec", source),
        new NamedVectors("t.vec", target),
        settings(yaml),
        1,
        listener);
  }

  @Test
  void identicalStringsStartTheMapping() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < WORDS; i++) {
      names.add(i % 50 == 7 ? "s" + i : "t" + i);
    }
    Words source = Words.of("s", x);
    Words target = Words.of(names, y);
    LearntMapping learnt = learn(source, target, "start: identical");
    assertThat(same).isEqualTo(WORDS / 50);
    assertThat(solved.get(0).pairs()).isEqualTo(WORDS / 50);
    assertThat(solved).hasSize(6);
    assertThat(solved.get(5).pairs()).isGreaterThan(WORDS * 99 / 100);
    assertThat(Planted.found(learnt.space(), source, target)).isGreaterThan(0.99);
    assertThat(learnt.criterion())
        .isEqualTo(solved.stream().mapToDouble(e -> e.criterion()).max().orElseThrow());
  }

  @Test
  void aDictionaryStartsTheMapping() throws IOException {
    Path file = folder.resolve("pairs.txt");
    StringBuilder lines = new StringBuilder("s0\tt0\n\nunknown t1\ns1 unknown\n");
    for (int i = 10; i < 60; i++) {
      lines.append("s" + i + " t" + i + "\n");
    }
    Files.writeString(file, lines);
    Words source = Words.of("s", x);
    Words target = Words.of("t", y);
    LearntMapping learnt =
        learn(source, target, "{start: dictionary, dictionary: '" + file + "', centred: true}");
    assertThat(report).isEqualTo(new DictionaryReport(file.toString(), 53, 51, 1, 1));
    assertThat(Planted.found(learnt.space(), source, target)).isGreaterThan(0.99);
  }

  @Test
  void theMatrixIsOrthogonalAndNearThePlantedOne() {
    Words source = Words.of("w", x);
    float[][] exact = Planted.turned(x, Planted.rotation(WIDTH, random), 0, random);
    Words target = Words.of("w", exact);
    MappedSpace space = learn(source, target, "start: identical").space();
    for (int word = 0; word < 20; word++) {
      float[] mapped = new float[WIDTH];
      space.source(source).copy(word, FloatBuffer.wrap(mapped));
      float[] wanted = exact[word].clone();
      Preparation.scale(wanted);
      for (int k = 0; k < WIDTH; k++) {
        assertThat(Math.abs(mapped[k] - wanted[k])).isLessThan(1e-5f);
      }
    }
  }

  @Test
  void aDictionaryInReverseIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("pairs.txt"), "t0 s0\nt1 s1\n");
    assertThatThrownBy(
            () ->
                learn(
                    Words.of("s", x),
                    Words.of("t", y),
                    "{start: dictionary, dictionary: '" + file + "'}"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            file
                + ": of 2 pairs, 2 are known with their words exchanged, but 0 as they are; the"
                + " first word must be of s.vec and the second of t.vec; exchange them");
  }

  @Test
  void aLineThatIsNoPairIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("pairs.txt"), "s0 t0\nthree words here\n");
    assertThatThrownBy(
            () ->
                learn(
                    Words.of("s", x),
                    Words.of("t", y),
                    "{start: dictionary, dictionary: '" + file + "'}"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ":2: 'three words here' is not a pair of words");
  }

  @Test
  void otherWidthsAndTooFewWordsAreRefused() {
    Words source = Words.of("w", x);
    Words wide = Words.of("w", Words.random(30, 7, random));
    assertThatThrownBy(() -> learn(source, wide, "start: identical"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "s.vec has vectors of 20 numbers, but t.vec of 7; both must have the same width");
    Words few = Words.of("w", Words.random(9, WIDTH, random));
    assertThatThrownBy(() -> learn(source, few, "start: identical"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "t.vec: 9 words are used; at least 10 are needed, the number of neighbours of CSLS");
  }

  @Test
  void noWordInCommonIsSaid() {
    assertThatThrownBy(() -> learn(Words.of("s", x), Words.of("t", y), "start: identical"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "s.vec and t.vec have no word in common; use another start than identical strings");
  }
}
