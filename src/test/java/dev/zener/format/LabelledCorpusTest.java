package dev.zener.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.data.LabelledSentence;
import dev.zener.label.LabelSet;
import dev.zener.label.Scheme;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelledCorpusTest {
  @Test
  void labelsComeFromTheTypes() throws IOException {
    LabelledCorpus corpus = Texts.labelled("a B-PER\nb O\n\nc B-LOC\nd I-LOC\n", "train");
    assertThat(LabelledCorpus.labels(List.of(corpus)))
        .isEqualTo(LabelSet.of(List.of("LOC", "PER")));
    LabelledCorpus other = Texts.labelled("a B-MISC\nb B-PER\n", "more");
    assertThat(LabelledCorpus.labels(List.of(corpus, other)))
        .isEqualTo(LabelledCorpus.labels(List.of(other, corpus)))
        .isEqualTo(LabelSet.of(List.of("LOC", "MISC", "PER")));
  }

  @Test
  void aTypeThatTheTaggerDoesNotKnowIsAnError() throws IOException {
    LabelledCorpus dev = Texts.labelled("a B-PER\n\nb B-MISC\n", "dev");
    dev.requireTypesOf(LabelSet.of(List.of("PER", "MISC")), "train");
    assertThatThrownBy(() -> dev.requireTypesOf(LabelSet.of(List.of("PER", "LOC")), "train"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("dev:3: type 'MISC' is not among [PER, LOC] of train");
  }

  @Test
  void nothingToLearnIsAnError() throws IOException {
    LabelledCorpus corpus = Texts.labelled("a O\n", "train");
    LabelledCorpus more = Texts.labelled("a O\n\nb O\n", "more");
    assertThatThrownBy(() -> LabelledCorpus.labels(List.of(corpus, more)))
        .isInstanceOf(InputException.class)
        .hasMessage("train, more: no entity in 3 sentences, so there is nothing to learn");
  }

  /**
   * Compares the shipped files with counts by awk: sentences, lines that are not blank, B- tags.
   */
  @ParameterizedTest
  @CsvSource({
    "de_pud.test, 1000, 21331, 1039",
    "en_ewt.dev, 2001, 25149, 966",
    "en_ewt.train, 12543, 204579, 7005",
    "hr_set.dev, 960, 22292, 1219",
    "hr_set.test, 1136, 24260, 1403",
    "hr_set.train, 6914, 152857, 8261",
    "pt_pud.test, 1000, 23407, 1099",
    "sr_set.dev, 536, 11993, 744",
    "sr_set.test, 520, 11421, 847",
    "sr_set.train, 3328, 74259, 5022",
    "sv_pud.test, 1000, 19076, 1029",
    "zh_pud.test, 1000, 21415, 1139",
  })
  void shippedCorporaAreReadWhole(String set, int sentences, int words, int entities)
      throws IOException {
    Path file = Path.of("data/uner", set + ".tsv");
    LabelledCorpus corpus = new LabelledReader(ReadOptions.DEFAULTS, Texts.SPLITTER).read(file);
    assertThat(corpus.report())
        .isEqualTo(
            new ReadReport(
                file.toString(),
                "columns, word from column 1, tag from the last column",
                Scheme.IOB2,
                "IOB2",
                sentences,
                words,
                Map.of(),
                0,
                0));
    assertThat(corpus.sentences().stream().mapToInt(s -> s.entities().size()).sum())
        .isEqualTo(entities);
    assertThat(corpus.types()).containsExactly("LOC", "ORG", "PER");
    assertThat(new UnlabelledReader(ReadOptions.DEFAULTS, Texts.SPLITTER).read(file))
        .isEqualTo(corpus.sentences().stream().map(LabelledSentence::unlabelled).toList());
  }
}
