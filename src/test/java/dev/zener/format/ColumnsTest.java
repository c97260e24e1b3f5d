package dev.zener.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.data.LabelledSentence;
import dev.zener.label.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which column has the words and which the tags. */
class ColumnsTest {
  private static final Path CASES = Path.of("src/test/resources/cases");

  private static LabelledCorpus read(String text) throws IOException {
    return Texts.labelled(text, "f.conll");
  }

  private static LabelledCorpus file(String name) throws IOException {
    return new LabelledReader(ReadOptions.DEFAULTS, Texts.SPLITTER).read(CASES.resolve(name));
  }

  private static List<List<String>> words(LabelledCorpus corpus) {
    return corpus.sentences().stream().map(LabelledSentence::words).toList();
  }

  private static List<List<String>> tags(LabelledCorpus corpus) {
    return corpus.sentences().stream().map(LabelledSentence::tags).toList();
  }

  @Test
  void aColumnThatCountsTheWordsIsNotTheWords() throws IOException {
    LabelledCorpus zero = file("03-counter-column/idx0.conll");
    assertThat(words(zero)).containsExactly(List.of("Ana", "spava"));
    assertThat(tags(zero)).containsExactly(List.of("B-PER", "O"));
    assertThat(zero.report().layout())
        .isEqualTo("columns, word from column 2, tag from the last column");
    LabelledCorpus one = file("03-counter-column/idx1.conll");
    assertThat(words(one)).containsExactly(List.of("Ana"), List.of("U", "Beogradu"));
    assertThat(tags(one)).containsExactly(List.of("B-PER"), List.of("O", "B-LOC"));
    assertThat(Texts.words(Texts.unlabelled("1\tAna\n2\tspava\n\n1\tU\n", "f.tsv")))
        .containsExactly(List.of("Ana", "spava"), List.of("U"));
  }

  @Test
  void rangesAndEmptyNodesOfACounterAreNoWords() throws IOException {
    LabelledCorpus corpus = file("02-conllu-multiword/mwt.conll");
    assertThat(words(corpus)).containsExactly(List.of("À", "le", "Havre"));
    assertThat(tags(corpus)).containsExactly(List.of("O", "O", "B-LOC"));
    assertThat(corpus.report().leftOut()).containsOnly(entry("ranges of words", 1));
  }

  private static java.util.Map.Entry<String, Integer> entry(String what, int count) {
    return java.util.Map.entry(what, count);
  }

  @Test
  void numbersThatDoNotCountAreWords() throws IOException {
    assertThat(words(read("1\tNUM\tO\n3\tNUM\tO\n\n1\tNUM\tO\n")))
        .containsExactly(List.of("1", "3"), List.of("1"));
    assertThat(words(read("1\tO\n2\tB-X\n\n1\tO\n")))
        .containsExactly(List.of("1", "2"), List.of("1"));
  }

  @Test
  void anEmptyLastColumnIsNone() throws IOException {
    LabelledCorpus corpus = file("06-trailing-tab/trail.conll");
    assertThat(words(corpus)).containsExactly(List.of("Ana", "spava"), List.of("U", "Beogradu"));
    assertThat(tags(corpus)).containsExactly(List.of("B-PER", "O"), List.of("O", "B-LOC"));
    assertThat(corpus.report().layout())
        .isEqualTo("columns, word from column 1, tag from column 2");
  }

  @Test
  void theOnlyColumnOfTagsIsFoundWhereverItIs() throws IOException {
    LabelledCorpus corpus = read("Ana B-PER NNP _\nspava O VBZ _\n\nU O IN _\n");
    assertThat(tags(corpus)).containsExactly(List.of("B-PER", "O"), List.of("O"));
    assertThat(corpus.report().layout())
        .isEqualTo("columns, word from column 1, tag from column 2");
  }

  /** CoNLL-2003: word, part of speech, chunk, entity. */
  @Test
  void theLastOfSeveralColumnsOfTagsIsTheTags() throws IOException {
    assertThat(tags(read("EU NNP B-NP B-ORG\nrejects VBZ B-VP O\n")))
        .containsExactly(List.of("B-ORG", "O"));
  }

  @Test
  void aTypingErrorInTheTagsIsStillAnError() {
    String text = "a NN B-NP O\n".repeat(20) + "b NN I-NP X-PER\nc NN I-NP B-PER\n";
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("f.conll:21: ")
        .hasMessageContaining("X-PER");
  }

  @Test
  void aFirstRowOfNamesDecides() throws IOException {
    LabelledCorpus tsv = read("Tag\tWord\nB-PER\tAna\nO\tspava\n");
    assertThat(words(tsv)).containsExactly(List.of("Ana", "spava"));
    assertThat(tsv.report().leftOut()).containsOnly(entry("header lines", 1));
    LabelledCorpus csv =
        Texts.labelled(
            "Sentence #,Word,POS,Tag\nSentence: 1,Ana,NNP,B-PER\n,\",\",\",\",O\n,\"say \"\"so\"\"\",X,O\n"
                + "Sentence: 2,Rim,NNP,B-LOC\n",
            "f.csv");
    assertThat(words(csv)).containsExactly(List.of("Ana", ",", "say \"so\""), List.of("Rim"));
    assertThat(tags(csv)).containsExactly(List.of("B-PER", "O", "O"), List.of("B-LOC"));
  }

  @Test
  void aLineOfTooManyColumnsIsRefusedAtOnce() {
    assertThatThrownBy(() -> read("a O\n" + "\t".repeat(10_000_000) + "O\n"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("f.conll:2: 10000001 columns; allowed: up to 1000");
  }

  @Test
  void aCounterThatStopsCountingInAStreamIsAnError() {
    String text = "1\tAna\n2\tspava\n\n".repeat(6000) + "7\tU\n";
    assertThatThrownBy(() -> Texts.unlabelled(text, "f.tsv"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("f.tsv:18001: '7' does not count the words");
  }
}
