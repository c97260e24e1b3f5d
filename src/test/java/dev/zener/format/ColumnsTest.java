package dev.zener.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.data.LabelledSentence;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
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
  void numbersThatDoNotCountAreRefused() throws IOException {
    for (String text :
        List.of(
            "1\tNUM\tO\n3\tNUM\tB-X\n",
            "1\tAna\tB-PER\n2\tide\tO\n\n3\tEva\tB-PER\n",
            "Sentence: 1\tAna\tB-PER\nSentence: 1\tide\tO\n")) {
      assertThatThrownBy(() -> read(text))
          .as(text)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("numbers that do not count the words")
          .hasMessageContaining("`columns: [2, 3]` (or `columns: [1, 3]`");
    }
    assertThat(words(read("1\tO\n2\tB-X\n\n1\tO\n")))
        .containsExactly(List.of("1", "2"), List.of("1"));
  }

  @Test
  void aLastColumnWithoutEntitiesIsStillTheTags() throws IOException {
    assertThat(tags(read("Das ART B-NP O\nHaus NN I-NP O\n"))).containsExactly(List.of("O", "O"));
    assertThatThrownBy(() -> read("Ana NNP B-NP PER\nide VBZ B-VP O\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("`columns: [1, 3]` or `columns: [1, 4]`");
  }

  @Test
  void rowsOfDifferentWidthsAreRefused() {
    String text = "Ana NNP B-PER\nNew York NNP B-LOC\n10 000 CD O\n";
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("f.conll:2: 4 columns, but the first row has 3");
    assertThatThrownBy(() -> Texts.unlabelled(text, "f.tsv"))
        .hasMessageStartingWith("f.tsv:2: 4 columns");
  }

  @Test
  void whiteSpaceAtTheEndOfATagIsNoPartOfIt() throws IOException {
    assertThat(tags(read("Ana\tB-PER \nide\tO\u00A0\n"))).containsExactly(List.of("B-PER", "O"));
  }

  @Test
  void csvMayHaveSemicolonsAndBlankRows() throws IOException {
    LabelledCorpus corpus = Texts.labelled("word;tag\nAna;B-PER\n;\n\"a;b\";O\n", "f.csv");
    assertThat(words(corpus)).containsExactly(List.of("Ana"), List.of("a;b"));
    assertThatThrownBy(() -> Texts.labelled("word,tag\n\"Ana\nb\",O\n", "f.csv"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("f.csv:2: a quote is open at the end of the line");
  }

  @Test
  void namesOfSentencesHoldForChosenColumnsToo() throws IOException {
    ReadOptions chosen = ReadOptions.DEFAULTS.withColumns(new Columns(2, 4));
    LabelledCorpus corpus =
        Texts.labelled("sentence_id,word,tag,ner\n1,Ana,N,B-PER\n2,ide,V,O\n", "f.csv", chosen);
    assertThat(words(corpus)).containsExactly(List.of("Ana"), List.of("ide"));
    assertThat(
            tags(Texts.labelled("sentence_id,word,tag,ner\n1,Ana,N,B-PER\n2,ide,V,O\n", "f.csv")))
        .containsExactly(List.of("B-PER"), List.of("O"));
  }

  @Test
  void aLongBlockOfSentencesTakesLinearTime() throws IOException {
    StringBuilder text = new StringBuilder("sentence,word,tag\n");
    for (int i = 0; i < 300_000; i++) {
      text.append(i / 2).append(",a,O\n");
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    // processor time, since other programs may use the machine too
    long start = threads.getCurrentThreadCpuTime();
    LabelledCorpus corpus = Texts.labelled(text.toString(), "f.csv");
    assertThat(threads.getCurrentThreadCpuTime() - start).isLessThan(15_000_000_000L);
    assertThat(corpus.sentences()).hasSize(150_000);
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

  private static final String HIPE =
      """
      TOKEN\tNE-COARSE-LIT\tNE-COARSE-METO\tNEL-LIT\tMISC
      # hipe2022:document_id = NZZ-1798
      Ana\tB-pers\tO\tQ1\t_
      Ivić\tI-pers\tO\tQ1\tEndOfLine

      # hipe2022:document_id = NZZ-1799
      u\tO\tO\t_\t_
      """;

  @Test
  void aFirstRowOfUnknownNamesIsNoData() throws IOException {
    for (boolean named : new boolean[] {false, true}) {
      ReadOptions options =
          named ? ReadOptions.DEFAULTS.withColumns(new Columns(1, 2)) : ReadOptions.DEFAULTS;
      LabelledCorpus corpus = Texts.labelled(HIPE, "f.tsv", options);
      assertThat(words(corpus)).containsExactly(List.of("Ana", "Ivić"), List.of("u"));
      assertThat(tags(corpus)).containsExactly(List.of("B-pers", "I-pers"), List.of("O"));
      assertThat(corpus.report().leftOut())
          .containsOnly(entry("header lines", 1), entry("comment lines", 2));
      assertThat(corpus.report().toString()).contains("1 header line left out");
    }
    assertThat(Texts.words(Texts.unlabelled(HIPE, "f.tsv")))
        .containsExactly(List.of("Ana", "Ivić"), List.of("u"));
  }

  @Test
  void unknownNamesAreFoundAboveACounterAndAboveTypes() throws IOException {
    LabelledCorpus counted = read("No\tTOKEN\tNE-COARSE\n1\tAna\tB-PER\n2\tspava\tO\n");
    assertThat(words(counted)).containsExactly(List.of("Ana", "spava"));
    LabelledCorpus types = read("mot\tner-fine\nAna\tPER\nspava\tO\nAna\tPER\n");
    assertThat(words(types)).containsExactly(List.of("Ana", "spava", "Ana"));
    assertThat(types.types()).containsExactly("PER");
  }

  @Test
  void aFirstRowThatMayBeDataOrNamesIsAnError() {
    assertThatThrownBy(() -> read("Ana\tBPER\nspava\tO\nRim\tB-LOC\n"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "f.conll:1: 'BPER' in column 2 is no tag, but all other rows have tags there; correct"
                + " it, or if the line has names of columns, remove it or call the columns of words and"
                + " tags TOKEN and NER");
  }

  @Test
  void namesFoundDecideOnWordsAndSentences() throws IOException {
    LabelledCorpus second =
        read("POS\tTOKEN\tNE-COARSE\nN\tAnna\tB-PER\nV\tx\tO\n\nN\tBob\tB-PER\nV\ty\tO\n");
    assertThat(words(second)).containsExactly(List.of("Anna", "x"), List.of("Bob", "y"));
    assertThat(tags(second)).containsExactly(List.of("B-PER", "O"), List.of("B-PER", "O"));
    LabelledCorpus before = read("POS\tNE-COARSE\tTOKEN\nN\tB-PER\tAnna\nV\tO\tx\n");
    assertThat(words(before)).containsExactly(List.of("Anna", "x"));
    assertThat(tags(before)).containsExactly(List.of("B-PER", "O"));
    for (String id : List.of("s", "")) {
      LabelledCorpus ids =
          read(
              "sentence_id\ttoken\tNE-COARSE\n%1$s1\tAnna\tB-PER\n%1$s1\tx\tO\n%1$s2\tBob\tB-PER\n"
                  .formatted(id));
      assertThat(words(ids)).containsExactly(List.of("Anna", "x"), List.of("Bob"));
      assertThat(ids.types()).containsExactly("PER");
    }
    LabelledCorpus counted = read("No\tPOS\tTOKEN\tNE-A\n1\tN\tAna\tB-PER\n2\tV\tide\tO\n");
    assertThat(words(counted)).containsExactly(List.of("Ana", "ide"));
  }

  @Test
  void aFirstRowOfNamesNeedsTwoSigns() throws IOException {
    for (String untagged :
        List.of(
            "Siemens\tENTITY\nx\tO\nBob\tB-ENTITY\n",
            "Wörter\tNE-LIT\nx\tO\nBob\tB-PER\n",
            "Word\tORG\nx\tO\nBob\tB-PER\n",
            "Tokens\tNEW_ENTITY\nx\tO\nBob\tB-NEW_ENTITY\n",
            "Europe\tNP\tLOC\nis\tB-VP\tO\nBonn\tB-NP\tB-LOC\n")) {
      assertThatThrownBy(() -> read(untagged))
          .as(untagged)
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith("f.conll:1: ")
          .hasMessageContaining("is no tag, but all other rows have tags there");
    }
    LabelledCorpus types = read("Anna\tENTITY\nrode\tO\nBob\tPER\n");
    assertThat(tags(types)).containsExactly(List.of("B-ENTITY", "O", "B-PER"));
    LabelledCorpus chunks = read("Words\tNN\tNP\tO\nare\tV\tB-VP\tO\nBonn\tN\tB-NP\tB-LOC\n");
    assertThat(words(chunks)).containsExactly(List.of("Words", "are", "Bonn"));
    assertThat(tags(chunks)).containsExactly(List.of("O", "O", "B-LOC"));
    LabelledCorpus none = read("TOKEN\tNE-COARSE\nAna\tO\n");
    assertThat(tags(none)).containsExactly(List.of("O"));
  }

  @Test
  void namesThatAreRepeatedAreAnError() {
    for (String names : List.of("TOKEN\tNE-COARSE-LIT", "word\ttag", "Mot\tner-fine")) {
      String rows = names.startsWith("M") ? "\nAna\tPER\nide\tO\n" : "\nAna\tB-PER\nide\tO\n";
      assertThatThrownBy(() -> read((names + rows + "\n").repeat(3)))
          .as(names)
          .isInstanceOf(InputException.class)
          .hasMessage(
              "f.conll:5: the line with the names of columns (f.conll:1) is repeated here; remove"
                  + " it");
    }
  }

  /** Word is a program here, and NE the German tag set's name of names. */
  @Test
  void aFirstRowThatHasATagIsAWordInSpiteOfItsNames() throws IOException {
    for (String tag : List.of("B-PRODUCT", "O")) {
      String text = "Word\tNE\t" + tag + "\nist\tVV\tO\nAnna\tNE\tB-PER\n";
      LabelledCorpus corpus = read(text);
      assertThat(words(corpus)).containsExactly(List.of("Word", "ist", "Anna"));
      assertThat(tags(corpus)).containsExactly(List.of(tag, "O", "B-PER"));
      assertThat(corpus.report().leftOut()).isEmpty();
      assertThat(Texts.words(Texts.unlabelled(text, "f.tsv")))
          .containsExactly(List.of("Word", "ist", "Anna"));
      ReadOptions named = ReadOptions.DEFAULTS.withColumns(new Columns(1, 3));
      assertThat(words(Texts.labelled(text, "f.tsv", named)))
          .containsExactly(List.of("Word", "ist", "Anna"));
    }
    LabelledCorpus counted = read("1\tWord\tNE\tO\n2\tist\tVV\tO\n3\tx\tNE\tB-PER\n");
    assertThat(words(counted)).containsExactly(List.of("Word", "ist", "x"));
  }

  @Test
  void aTypeThatMayBeANameIsAnError() throws IOException {
    String text = "WORD\tGOLD\nAna\tPER\nb\tO\n";
    for (ReadOptions options :
        List.of(ReadOptions.DEFAULTS, ReadOptions.DEFAULTS.withColumns(new Columns(1, 2)))) {
      assertThatThrownBy(() -> Texts.labelled(text, "f.conll", options))
          .isInstanceOf(InputException.class)
          .hasMessage(
              "f.conll:1: 'GOLD' in column 2 may be a type or a name of columns, since no other row"
                  + " has it and the line names words; if the line has names, remove it or call the"
                  + " columns of words and tags TOKEN and NER; if it has a word, put a line with names"
                  + " such as TOKEN and TAG above it");
    }
    assertThat(words(read("TOKEN\tNER\n" + text))).containsExactly(List.of("WORD", "Ana", "b"));
    assertThat(words(read("TOKEN\tNER" + text.substring(text.indexOf('\n')))))
        .containsExactly(List.of("Ana", "b"));
    assertThat(words(read(text + "c\tGOLD\n"))).containsExactly(List.of("WORD", "Ana", "b", "c"));
  }

  @Test
  void aNameThatIsAlsoATagBelowIsAnError() throws IOException {
    String text = "Word\tENTITY\nis\tO\nAnna\tENTITY\n";
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "f.conll:1: 'ENTITY' in column 2 is a name of columns, but other rows have it too; if"
                + " the line has names, remove it; if it has a word, put a line with names such as"
                + " TOKEN and TAG above it");
    assertThat(words(read("TOKEN\tTAG\n" + text))).containsExactly(List.of("Word", "is", "Anna"));
    assertThat(words(read(text.substring(text.indexOf('\n') + 1))))
        .containsExactly(List.of("is", "Anna"));
    LabelledCorpus names = read("word\tentity\nis\tO\nAnna\tENTITY\n");
    assertThat(words(names)).containsExactly(List.of("is", "Anna"));
    LabelledCorpus chunks = read("word\tchunk\tner\nis\tO\tO\nAnna\tB-NP\tB-PER\n");
    assertThat(tags(chunks)).containsExactly(List.of("O", "B-PER"));
  }
}
