package dev.zener.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordInputsTest {
  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    write("train.tsv", "Ana\tB-PER\nu\tO\nRimu\tO\n\n");
    write("dev.tsv", "Ana\tB-PER\n\n");
    write("test.tsv", "Ana\tB-PER\nu\tO\nParizu\tO\nje\tO\n\n");
    write("text.tsv", "Ana\tO\nspava\tO\n\n");
    write("hr.vec", "u 1 0\nana 0 1\n");
    write("sr.vec", "u 1 0\nAna 0 1\nje 1 1\n");
    write(
        "c.yaml",
        """
        folder: '%1$s'
        methods: [lstm-mapped, lstm-augmented]
        source: {language: hr, train: train.tsv, dev: dev.tsv, vectors: '%1$s/hr.vec'}
        targets: {sr: {unlabelled: text.tsv, test: test.tsv, vectors: '%1$s/sr.vec'}}
        mapping: {start: identical, neighbours: 2}
        """
            .formatted(folder));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Materials read(String... sets) {
    return Materials.read(TrainConfigFile.read(folder.resolve("c.yaml"), List.of(sets)));
  }

  private void refused(String message, String... sets) {
    assertThatThrownBy(() -> read(sets)).isInstanceOf(InputException.class).hasMessage(message);
  }

  private Stream<String> coverage(String... sets) {
    return read(sets).remarks().stream()
        .filter(line -> line.contains("% of") && line.contains(" vector"))
        .map(line -> line.replace(folder + "/", ""));
  }

  @Test
  void theShareOfWordsWithAVectorIsSaid() {
    assertThat(coverage())
        .as("a word may have the vector of its small letters")
        .containsExactly(
            "source train: 66.7 % of 3 words have a vector in hr.vec",
            "sr unlabelled: 50.0 % of 2 words have a vector in sr.vec",
            "sr test: 75.0 % of 4 words have a vector in sr.vec");
    assertThat(coverage("methods=[lstm-mapped]")).hasSize(2);
  }

  @Test
  void aCorpusOfWhichFewWordsHaveAVectorIsWarnedOf() throws IOException {
    write("text.tsv", "Ana\tO\nspava\tO\ndanas\tO\n\n");
    assertThat(coverage())
        .contains("sr unlabelled: 33.3 % of 3 words have a vector in sr.vec")
        .filteredOn(line -> line.startsWith("warning: "))
        .containsExactly(
            "warning: 66.7 % of the words of sr unlabelled have no vector in sr.vec and are read by"
                + " their characters only; check that the vectors are of this language and"
                + " writing");
  }

  @Test
  void theMostFrequentWordsAreUsed() {
    String[] sets = {"vectorWords=1", "mapping.neighbours=1"};
    assertThat(read(sets).remarks())
        .anyMatch(line -> line.startsWith("sr vectors: ") && line.contains("the first 1 word of"));
    assertThat(coverage(sets)).contains("sr test: 25.0 % of 4 words have a vector in sr.vec");
  }

  @Test
  void vectorsThatCannotBeMappedAreRefused() throws IOException {
    refused(
        "%1$s/sr.vec: 3 words are used; at least 4 are needed, the number of neighbours of CSLS"
            .formatted(folder),
        "mapping.neighbours=4");
    write("sr.vec", "u 1 0 1\nAna 0 1 1\n");
    refused(
        "%1$s/sr.vec has vectors of 3 numbers, but %1$s/hr.vec of 2; both must have the same width"
            .formatted(folder));
    write("sr.vec", "y 1 0\nAna 0 1\n");
    refused(
        "%1$s/sr.vec and %1$s/hr.vec have no word in common; use another start than identical"
                .formatted(folder)
            + " strings");
  }

  @Test
  void aDictionaryIsReadAndBelongsToTheFiles() throws IOException {
    Path pairs = folder.resolve("pairs.txt");
    String[] sets = {"mapping.start=dictionary", "mapping.dictionary=" + pairs};
    refused(pairs + ": no such file; give the path of a file of word pairs", sets);
    write("pairs.txt", "Ana ana\n");
    assertThat(read(sets).files())
        .containsEntry("dictionary", List.of(pairs))
        .containsEntry("vectors", List.of(folder.resolve("hr.vec"), folder.resolve("sr.vec")));
  }

  @Test
  void textWithoutWordsIsRefusedWhereItIsLearnedFrom() throws IOException {
    write("text.tsv", "\n\n");
    refused(
        "targets.sr.unlabelled: the corpus has no words; name a file with sentences",
        "format.layout=conll");
    assertThat(coverage("methods=[lstm-mapped]", "format.layout=conll")).hasSize(2);
  }
}
