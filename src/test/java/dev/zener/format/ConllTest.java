package dev.zener.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.data.LabelledSentence;
import dev.zener.data.Sentence;
import dev.zener.data.Source;
import dev.zener.label.Scheme;
import dev.zener.problem.InputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConllTest {
  private static final String COMMENTS = "comment lines";
  private static final String LAYOUT = "columns, word from column 1, tag from the last column";

  private static LabelledCorpus read(String text) throws IOException {
    return Texts.labelled(text, "f.conll");
  }

  private static List<List<String>> words(LabelledCorpus corpus) {
    return corpus.sentences().stream().map(LabelledSentence::words).toList();
  }

  @Test
  void wordFirstTagLastBlankLinesBetween() throws IOException {
    LabelledCorpus corpus = read("\n\nEva NN B-PER\nlacht VV O\n\n\n  \nRom NE B-LOC");
    assertThat(corpus.sentences())
        .containsExactly(
            new LabelledSentence(
                Sentence.ofWords(List.of("Eva", "lacht"), new Source("f.conll", 3)),
                List.of("B-PER", "O")),
            new LabelledSentence(
                Sentence.ofWords(List.of("Rom"), new Source("f.conll", 8)), List.of("B-LOC")));
    assertThat(corpus.report())
        .isEqualTo(new ReadReport("f.conll", LAYOUT, Scheme.IOB2, "IOB2", 2, 3, Map.of(), 0, 0));
  }

  @Test
  void tabAlonePartsWhereThereIsOne() throws IOException {
    assertThat(words(read("34 470\tO\r\nm\u00A0n\tO\r\n")))
        .containsExactly(List.of("34 470", "m\u00A0n"));
  }

  @Test
  void otherWhiteSpaceIsPartOfAWord() throws IOException {
    assertThat(words(read("a\u00A0b   O\n\u3000 O\n\u0085 O\n")))
        .containsExactly(List.of("a\u00A0b", "\u3000", "\u0085"));
  }

  @Test
  void documentMarksAreSkipped() throws IOException {
    assertThat(words(read("-DOCSTART- -X- O O\n\na X O O\n-DOCSTART-\nb X O O\n")))
        .containsExactly(List.of("a"), List.of("b"));
  }

  @Test
  void aHashIsAWordWhereItHasATag() throws IOException {
    assertThat(words(read("# O O\n#1 O O\n\n# O O\n# O O\na O O\n")))
        .containsExactly(List.of("#", "#1"), List.of("#", "#", "a"));
    assertThat(words(read("#\tO\na\tO\n# b\tO\n"))).containsExactly(List.of("#", "a", "# b"));
    assertThat(words(read("# O\n"))).containsExactly(List.of("#"));
  }

  @Test
  void commentsAreSkippedAndCounted() throws IOException {
    LabelledCorpus corpus =
        read("# id 17 domain=en\na _ _ B-X\n# newdoc = Vitamin O\nb _ _ O\n\n# id 18 x\nc _ _ O\n");
    assertThat(words(corpus)).containsExactly(List.of("a", "b"), List.of("c"));
    assertThat(corpus.report().leftOut().get(COMMENTS)).isEqualTo(3);
    LabelledCorpus tabs =
        read("# text = this is O\n#\na\tO\n\n# id 1\tdomain=en\nb\tO\n\n# a\tx\nc\tO");
    assertThat(tabs.report().leftOut().get(COMMENTS)).isEqualTo(4);
    assertThat(words(tabs)).containsExactly(List.of("a"), List.of("b"), List.of("c"));
  }

  @Test
  void aHashWithABadTagInsideASentenceIsNoComment() {
    assertThatThrownBy(() -> read("a B-X\n# oops\nb O\n")).hasMessageStartingWith("f.conll:2:");
  }

  @Test
  void schemesBecomeIob2() throws IOException {
    String iob1 = "a I-X\nb I-X\nc B-X\n\nd I-Y\n";
    String bioes = "a B-X\nb E-X\nc S-X\n\nd S-Y\n";
    for (String text : List.of(iob1, bioes)) {
      assertThat(read(text).sentences())
          .extracting(LabelledSentence::tags)
          .containsExactly(List.of("B-X", "I-X", "B-X"), List.of("B-Y"));
    }
    assertThat(read(iob1).report().scheme()).isEqualTo(Scheme.IOB1);
    assertThat(read(bioes).report().scheme()).isEqualTo(Scheme.BIOES);
  }

  @Test
  void anIllegalTagNamesFileLineValueAndRemedy() {
    assertThatThrownBy(() -> read("a B-X\nb O\n\nc O\nd I-X\n"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "f.conll:5: tag 'I-X': I-X after O; an entity begins with B-X (read as IOB2); correct"
                + " it, name the right scheme (`scheme`), or repair it (`repair: true`)");
    assertThatThrownBy(() -> read("a B-X\nb person\n"))
        .hasMessageStartingWith(
            "f.conll:2: tag 'person': not a tag like the others; allowed: O, B-X, I-X");
    ReadOptions strict = ReadOptions.DEFAULTS.withScheme(Scheme.IOB2);
    assertThatThrownBy(() -> Texts.labelled("a I-X\n", "f", strict)).hasMessageStartingWith("f:1:");
  }

  @Test
  void repairIsCounted() throws IOException {
    ReadOptions repair = ReadOptions.DEFAULTS.withRepair(true).withScheme(Scheme.IOB2);
    LabelledCorpus corpus =
        Texts.labelled("a I-X\nb I-X\nc I-Y\nd O\n" + "\ne O\n".repeat(36), "f", repair);
    assertThat(corpus.sentences().get(0).tags()).containsExactly("B-X", "I-X", "B-Y", "O");
    assertThat(corpus.report().repairedTags()).isEqualTo(2);
    assertThat(corpus.report())
        .hasToString("f: " + LAYOUT + ", IOB2; 37 sentences, 40 words, 2 illegal tags repaired");
  }

  @Test
  void linesWithoutWordOrTagAreErrors() {
    assertThatThrownBy(() -> read("a O\nb\n"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("f.conll:2: 'b' has no tag");
    assertThatThrownBy(() -> read("a\tO\n\tO\n")).hasMessageStartingWith("f.conll:2: no word");
    assertThatThrownBy(() -> read("a\tO\nb\t\n")).hasMessageStartingWith("f.conll:2: tag ''");
  }

  @Test
  void languagePrefixesGoOnRequest() throws IOException {
    ReadOptions strip = ReadOptions.DEFAULTS.withStripLanguage(true);
    String text = "de:Haus O\nzh-yue:\u4eba O\nde:: O\nde: O\n";
    assertThat(words(Texts.labelled(text, "f", strip)))
        .containsExactly(List.of("Haus", "\u4eba", ":", "de:"));
    assertThat(words(read(text)).get(0)).contains("de:Haus");
  }

  @Test
  void latin1OnRequest() throws IOException {
    byte[] bytes = "Bär I-PER\n".getBytes(StandardCharsets.ISO_8859_1);
    ReadOptions latin1 = ReadOptions.DEFAULTS.withCharset(StandardCharsets.ISO_8859_1);
    LabelledCorpus corpus =
        new LabelledReader(latin1, Texts.SPLITTER).read(new ByteArrayInputStream(bytes), "deu.a");
    assertThat(words(corpus)).containsExactly(List.of("Bär"));
  }

  /**
   * The format of GermEval: number, word, outer tag, nested tag, and a comment before each
   * sentence.
   */
  @Test
  void columnsCanBeNamed() throws IOException {
    String germEval =
        "#\thttp://a.b\t[2009-10-17]\n1\tUni\tB-ORG\tB-LOC\n2\tBonn\tI-ORG\tO\n\n"
            + "#\thttp://c.d\t[2010-01-02]\n1\tRom\tB-LOC\tO\n";
    ReadOptions named = ReadOptions.DEFAULTS.withColumns(new Columns(2, 3));
    LabelledCorpus corpus = Texts.labelled(germEval, "f.tsv", named);
    assertThat(words(corpus)).containsExactly(List.of("Uni", "Bonn"), List.of("Rom"));
    assertThat(corpus.sentences().get(0).tags()).containsExactly("B-ORG", "I-ORG");
    assertThat(corpus.report().leftOut().get(COMMENTS)).isEqualTo(2);
    ReadOptions nested = ReadOptions.DEFAULTS.withColumns(new Columns(2, 0));
    assertThat(Texts.labelled(germEval, "f.tsv", nested).sentences().get(0).tags())
        .containsExactly("B-LOC", "O");
    assertThatThrownBy(() -> read(germEval))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "f.conll:2: the columns [3, 4] all have tags; choose one: `columns: [2, 3]` or"
                + " `columns: [2, 4]`");
    assertThatThrownBy(() -> Texts.labelled("Uni\tO\n", "f.tsv", named))
        .hasMessage("f.tsv:1: 'Uni\tO' has no column 3 for the tag");
    assertThat(words(read("1\tO\n2\tO\n\n"))).as("words").containsExactly(List.of("1", "2"));
  }

  @Test
  void separatorsCanBeForced() throws IOException {
    ReadOptions space = ReadOptions.DEFAULTS.withSeparator(Separator.SPACE);
    assertThat(words(Texts.labelled("a\tb O\n", "f", space))).containsExactly(List.of("a\tb"));
    ReadOptions tab = ReadOptions.DEFAULTS.withSeparator(Separator.TAB);
    assertThatThrownBy(() -> Texts.labelled("a O\n", "f", tab)).hasMessageContaining("no tag");
  }

  @Test
  void theWriterIsReadBack() throws IOException {
    List<String> words = List.of("#", "34 470", "# x", "#", "a\u00A0b", "c\rd", "\u2028");
    List<String> tags = List.of("B-X", "I-X", "O", "O", "B-a-b", "O", "O");
    StringBuilder file = new StringBuilder();
    ConllWriter writer = new ConllWriter(file);
    writer.write(words, tags);
    writer.write(List.of("#"), List.of("O"));
    assertThat(read(file.toString()).sentences())
        .extracting(LabelledSentence::words, LabelledSentence::tags)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(words, tags),
            org.assertj.core.groups.Tuple.tuple(List.of("#"), List.of("O")));
  }

  @Test
  void wordsThatColumnsCannotHoldAreRefused() {
    ConllWriter writer = new ConllWriter(new StringBuilder());
    for (String word : List.of("", "a\tb", "a\nb", "-DOCSTART-")) {
      assertThatThrownBy(() -> writer.write(List.of(word), List.of("O")))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("JSON lines");
    }
    assertThatThrownBy(() -> writer.write(List.of("\uFEFFa"), List.of("O")))
        .hasMessageContaining("U+FEFF");
    assertThatThrownBy(() -> writer.write(List.of("a"), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
