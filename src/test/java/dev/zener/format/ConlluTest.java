package dev.zener.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.data.Sentence;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConlluTest {
  private static final Path CASES = Path.of("src/test/resources/cases/02-conllu-multiword");
  private static final ReadOptions TOKENS = ReadOptions.DEFAULTS.withSurface(true);

  private static List<Sentence> sentences(String file, ReadOptions options) throws IOException {
    return new UnlabelledReader(options, Texts.SPLITTER).read(CASES.resolve(file));
  }

  private static LabelledCorpus labelled(String file, ReadOptions options) throws IOException {
    return new LabelledReader(options, Texts.SPLITTER).read(CASES.resolve(file));
  }

  /** A row of ten columns. */
  private static String row(String id, String form, String misc) {
    return id + "\t" + form + "\t_\t_\t_\t_\t_\t_\t_\t" + misc + "\n";
  }

  @Test
  void theWordsAreTheSyntacticOnes() throws IOException {
    for (String file : List.of("x.conllu", "x.conllup")) {
      List<Sentence> sentences = sentences(file, ReadOptions.DEFAULTS);
      assertThat(Texts.words(sentences))
          .as(file)
          .containsExactly(List.of("Er", "fährt", "zu", "dem", "Bahnhof", "."));
      assertThat(sentences.get(0).text()).isEqualTo("Er fährt zum Bahnhof.");
      assertThat(sentences.get(0).spans())
          .extracting(span -> span.of("Er fährt zum Bahnhof."))
          .containsExactly("Er", "fährt", "zum", "zum", "Bahnhof", ".");
    }
  }

  @Test
  void theTokensOfTheTextOnRequest() throws IOException {
    assertThat(Texts.words(sentences("x.conllu", TOKENS)))
        .containsExactly(List.of("Er", "fährt", "zum", "Bahnhof", "."));
    LabelledCorpus corpus = labelled("x.conllup", TOKENS);
    assertThat(corpus.sentences().get(0).tags()).containsExactly("O", "O", "O", "B-LOC", "O");
  }

  @Test
  void tagsAreInAColumnWhoseNameSaysSo() throws IOException {
    LabelledCorpus corpus = labelled("x.conllup", ReadOptions.DEFAULTS);
    assertThat(corpus.sentences().get(0).tags()).containsExactly("O", "O", "O", "O", "B-LOC", "O");
    assertThat(corpus.report().layout())
        .isEqualTo("CoNLL-U, word from column 2, tag from column 4");
    assertThat(corpus.report().leftOut()).isEqualTo(Map.of("ranges of words", 1, "empty nodes", 1));
  }

  @Test
  void tagsAreInMiscOtherwise() throws IOException {
    String text =
        "# sent_id = 1\n"
            + row("1", "Ana", "NER=B-PER|SpaceAfter=No")
            + row("2-3", "del", "_")
            + row("2", "de", "ner=O")
            + row("3", "el", "ner=B-LOC")
            + row("4", "Sur", "NER=I-LOC")
            + row("5", ".", "_");
    LabelledCorpus corpus = Texts.labelled(text, "f.conllu");
    assertThat(corpus.sentences().get(0).tags())
        .containsExactly("B-PER", "O", "B-LOC", "I-LOC", "O");
    assertThat(corpus.report().layout()).isEqualTo("CoNLL-U, word from column 2, tag from MISC");
    LabelledCorpus tokens = Texts.labelled(text, "f.conllu", TOKENS);
    assertThat(tokens.sentences().get(0).words()).containsExactly("Ana", "del", "Sur", ".");
    assertThat(tokens.sentences().get(0).tags()).containsExactly("B-PER", "B-LOC", "I-LOC", "O");
    assertThat(tokens.sentences().get(0).unlabelled().text()).isEqualTo("Anadel Sur .");
  }

  @Test
  void aFileWithoutTagsIsAnError() {
    assertThatThrownBy(() -> labelled("x.conllu", ReadOptions.DEFAULTS))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("x.conllu: no tags of named entities")
        .hasMessageContaining("`columns: [2, ");
  }

  @Test
  void columnsCanBeChosen() throws IOException {
    String text = "1\tAna\tx\ty\tB-PER\t_\t_\t_\t_\t_\n";
    ReadOptions fifth = ReadOptions.DEFAULTS.withColumns(new Columns(2, 5));
    assertThat(Texts.labelled(text, "f.conllu", fifth).sentences().get(0).tags())
        .containsExactly("B-PER");
    ReadOptions eleventh = ReadOptions.DEFAULTS.withColumns(new Columns(2, 11));
    assertThatThrownBy(() -> Texts.labelled(text, "f.conllu", eleventh))
        .hasMessageStartingWith("f.conllu: columns 2,11; the file has 10: ID FORM");
  }

  @Test
  void linesThatDoNotFitAreErrors() {
    for (String bad :
        List.of(
            "1\tAna\t_\n",
            row("2", "Ana", "_"),
            row("x", "Ana", "_"),
            row("1", "", "_"),
            row("3-2", "zum", "_"))) {
      String text = row("1", "Da", "NER=O") + "\n" + bad;
      assertThatThrownBy(() -> Texts.labelled(text, "f.conllu"))
          .as(bad)
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith("f.conllu:3: ");
    }
  }

  @Test
  void columnsFilesThatAreConlluAreFound() throws IOException {
    String text = "# sent_id = 1\n" + row("1", "Ana", "NER=B-PER");
    assertThat(Format.of(TextSource.of(Texts.stream(text), "f.conll"))).contains(Format.CONLLU);
    assertThat(Format.of(TextSource.of(Texts.stream("1\tAna\tO\n"), "f.conll")))
        .contains(Format.CONLL);
  }
}
