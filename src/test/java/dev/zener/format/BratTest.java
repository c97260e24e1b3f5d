package dev.zener.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.data.LabelledSentence;
import dev.zener.data.Offsets;
import dev.zener.data.Sentence;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** brat's texts with their entities in a file beside them. */
class BratTest {
  @TempDir Path folder;

  private static final String TEXT = "Ana živi.\n\n\uD83D\uDE00 Rom je lijep\r\nkraj u Rimu\n";

  /** The third line begins at 11: nine characters and LF, and an empty line. */
  private static final String ENTITIES =
      """
      T1\tPER 0 3\tAna
      T3\tLOC 34 38\tRimu
      T2\tLOC 13 16\tRom
      R1\tnear Arg1:T1 Arg2:T2
      #1\tAnnotatorNotes T1\tsure
      A1\tSure T1
      A2\tSure T2
      """;

  private Path write(String text, String entities) throws IOException {
    Files.writeString(folder.resolve("d.ann"), entities);
    return Files.writeString(folder.resolve("d.txt"), text);
  }

  private LabelledCorpus read(Path file) throws IOException {
    return read(file, ReadOptions.DEFAULTS);
  }

  private static LabelledCorpus read(Path file, ReadOptions options) throws IOException {
    return new LabelledReader(options, Texts.SPLITTER).read(file);
  }

  @Test
  void eachLineHasItsEntities() throws IOException {
    Path text = write(TEXT, ENTITIES);
    for (Path file : List.of(text, folder.resolve("d.ann"))) {
      LabelledCorpus corpus = read(file);
      assertThat(corpus.sentences().stream().map(LabelledSentence::tags))
          .containsExactly(
              List.of("B-PER", "O", "O"),
              List.of(),
              List.of("O", "B-LOC", "O", "O"),
              List.of("O", "O", "B-LOC"));
      assertThat(corpus.sentences().get(2).source()).hasToString(text + ":3");
      assertThat(corpus.report().leftOut())
          .containsEntry("relations", 1)
          .containsEntry("notes", 1)
          .containsEntry("attributes", 2)
          .hasSize(3);
      assertThat(corpus.report().layout()).startsWith("brat, a sentence per line");
    }
  }

  @Test
  void offsetsMayCountUtf16Units() throws IOException {
    Path file = write("\uD83D\uDE00 Rom!", "T1\tLOC 3 6\tRom\n");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            folder.resolve("d.ann") + ":1: T1, LOC 3 to 6 'Rom' is 'om!' at its offsets in ")
        .hasMessageContaining("which were read as code points (`offsets`)");
    assertThat(
            read(file, ReadOptions.DEFAULTS.withOffsets(Offsets.UTF16)).sentences().get(0).tags())
        .containsExactly("O", "B-LOC", "O");
  }

  @Test
  void aByteOrderMarkCounts() throws IOException {
    assertThat(read(write("\uFEFFRom", "T1\tLOC 1 4\tRom\n")).sentences().get(0).tags())
        .containsExactly("B-LOC");
  }

  @Test
  void whatDoesNotFitIsAnErrorWithItsPlace() throws IOException {
    String ann = folder.resolve("d.ann") + ":2: ";
    for (String[] wrong :
        new String[][] {
          {"T2\tLOC 0 1;2 3\ta c", "has several parts"},
          {"T2\tLOC 4 7\te\nR", "goes over the end of " + folder.resolve("d.txt") + ":1"},
          {"T2\tLOC 2 7\te e R", "goes over the end of"},
          {"T2\tLOC 90 95\tabcde", "starts after the text, which ends at 10"},
          {"T2\tLOC 0 3\tabc", "is 'Rom' at its offsets"},
          {"T2\tLOC 3 3\t", "is empty"},
          {"T2\tLOC -1 3\tRom", "'-1'"},
          {"T2\tLOC 0 99999999999\tRom", "is not an offset"},
          {"T2\tLOC 0\tRom", "expected: the name"},
          {"T2\tLOC 0 3", "expected: the name"},
          {"T2 LOC 0 3 Rom", "expected: the name"},
          {"T2\t 0 3\tRom", "expected: the name"},
          {"X\tLOC 0 3\tRom", "is no annotation"},
        }) {
      Path file = write("Rome\nRimu\n", "\n" + wrong[0].replace("\nR", "") + "\n");
      assertThatThrownBy(() -> read(file))
          .as(wrong[0])
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith(ann)
          .hasMessageContaining(wrong[1]);
    }
  }

  @Test
  void whatTagsCannotExpressIsLeftOutOnRequest() throws IOException {
    Path file =
        write("Rom i\nRim\n", "T1\tLOC 0 1;2 3\tR m\nT2\tLOC 0 9\tRom i Rim\nT3\tLOC 6 9\tRim\n");
    LabelledCorpus corpus = read(file, ReadOptions.DEFAULTS.withRepair(true));
    assertThat(corpus.sentences().get(0).tags()).containsExactly("O", "O");
    assertThat(corpus.sentences().get(1).tags()).containsExactly("B-LOC");
    assertThat(corpus.report().leftOut())
        .containsEntry("entities of several parts", 1)
        .containsEntry("entities that go over the end of a line", 1);
  }

  @Test
  void entitiesAreNotLookedAtIfTheyAreNotWanted() throws IOException {
    write(TEXT, "junk");
    List<Sentence> sentences =
        new UnlabelledReader(ReadOptions.DEFAULTS, Texts.SPLITTER).read(folder.resolve("d.ann"));
    assertThat(sentences)
        .isEqualTo(
            new UnlabelledReader(ReadOptions.DEFAULTS, Texts.SPLITTER)
                .read(folder.resolve("d.txt")))
        .hasSize(4);
  }

  @Test
  void bothFilesMustBeThere() throws IOException {
    Path text = Files.writeString(folder.resolve("a.txt"), "Rom\n");
    Path entities = Files.writeString(folder.resolve("b.ann"), "T1\tLOC 0 3\tRom\n");
    ReadOptions brat = ReadOptions.DEFAULTS.withFormat(Format.BRAT);
    assertThatThrownBy(() -> read(text, brat))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(folder.resolve("a.ann") + " does not exist");
    assertThatThrownBy(() -> read(entities))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(folder.resolve("b.txt") + " does not exist");
    assertThatThrownBy(() -> read(text)).hasMessageContaining("plain text has no labels");
    assertThatThrownBy(() -> Texts.labelled("T1\tLOC 0 3\tRom\n", "c.ann"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("cannot be read from a stream");
  }
}
