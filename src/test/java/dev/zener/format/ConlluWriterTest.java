package dev.zener.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.zener.data.Offsets;
import dev.zener.data.Sentence;
import dev.zener.data.Source;
import dev.zener.label.Scheme;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConlluWriterTest {
  private static final String STATION =
      """
      # sent_id = 1
      # text = Er fährt zum Bahnhof.
      1\tEr\ter\tPRON\t_\tCase=Nom\t2\tnsubj\t_\t_
      2\tfährt\tfahren\tVERB\t_\t_\t0\troot\t_\tNE=B-X|Gloss=drives|NER=I-X
      3-4\tzum\t_\t_\t_\t_\t_\t_\t_\tNER=B-X
      3\tzu\tzu\tADP\t_\t_\t5\tcase\t_\t_
      4\tdem\tder\tDET\t_\t_\t5\tdet\t_\t_
      5\tBahnhof\tBahnhof\tNOUN\t_\t_\t2\tobl\t_\tSpaceAfter=No
      5.1\tleer\tleer\tVERB\t_\t_\t_\t_\t0:root\tCopyOf=2
      6\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_

      """;

  private static final String PLUS =
      """
      # global.columns = ID FORM UPOS NER MISC
      # sent_id = 1
      1\tEr\tPRON\tO\t_
      2-3\tzum\t_\t_\tx=y
      2\tzu\tADP\tB-X\t_
      3\tdem\tDET\tI-X\t_
      4\tOrt\tNOUN\tO\tSpaceAfter=No

      """;

  private static String write(Scheme scheme, TaggedItem... items) throws IOException {
    StringBuilder out = new StringBuilder();
    ItemWriter writer = Format.CONLLU.writer(out, new WriteOptions(Offsets.CODE_POINTS, scheme));
    for (TaggedItem item : items) {
      writer.write(item);
    }
    writer.end();
    return out.toString();
  }

  private static TaggedItem tagged(Sentence sentence, Origin origin, String... tags) {
    return new TaggedItem(sentence, List.of(tags), List.of(), origin);
  }

  private static TaggedItem read(String text, ReadOptions options, String... tags)
      throws IOException {
    List<TaggedItem> items = new ArrayList<>();
    new TextReader(options, Texts.SPLITTER)
        .read(
            TextSource.of(Texts.stream(text), "f.conllu"),
            t -> items.add(tagged(t.sentence(), t.origin(), tags)));
    assertThat(items).hasSize(1);
    return items.get(0);
  }

  @Test
  void theTagGoesToMiscAndTheRestStays() throws IOException {
    TaggedItem item = read(STATION, ReadOptions.DEFAULTS, "O", "O", "O", "B-LOC", "I-LOC", "O");
    assertThat(write(Scheme.IOB2, item))
        .isEqualTo(
            """
            # sent_id = 1
            # text = Er fährt zum Bahnhof.
            1\tEr\ter\tPRON\t_\tCase=Nom\t2\tnsubj\t_\tNER=O
            2\tfährt\tfahren\tVERB\t_\t_\t0\troot\t_\tNER=O|Gloss=drives
            3-4\tzum\t_\t_\t_\t_\t_\t_\t_\t_
            3\tzu\tzu\tADP\t_\t_\t5\tcase\t_\tNER=O
            4\tdem\tder\tDET\t_\t_\t5\tdet\t_\tNER=B-LOC
            5\tBahnhof\tBahnhof\tNOUN\t_\t_\t2\tobl\t_\tSpaceAfter=No|NER=I-LOC
            5.1\tleer\tleer\tVERB\t_\t_\t_\t_\t0:root\tCopyOf=2
            6\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\tNER=O

            """);
  }

  /** The token zum is one word of an entity of two: its two words get tags that fit. */
  @Test
  void aTokenAndItsWordsGetTagsOfTheSameEntity() throws IOException {
    ReadOptions surface = ReadOptions.DEFAULTS.withSurface(true);
    TaggedItem item = read(STATION, surface, "O", "O", "B-LOC", "I-LOC", "O");
    String written = write(Scheme.BIOES, item);
    assertThat(written)
        .contains("3-4\tzum\t_\t_\t_\t_\t_\t_\t_\tNER=B-LOC\n")
        .contains("\tcase\t_\tNER=B-LOC\n")
        .contains("\tdet\t_\tNER=I-LOC\n")
        .contains("\tSpaceAfter=No|NER=E-LOC\n")
        .contains("\tCopyOf=2\n");
    assertThat(Texts.labelled(written, "f.conllu", surface).sentences().get(0).tags())
        .isEqualTo(item.tags());
    assertThat(Texts.labelled(written, "f.conllu").sentences().get(0).tags())
        .containsExactly("O", "O", "B-LOC", "I-LOC", "I-LOC", "O");
  }

  @Test
  void aColumnForTagsIsUsed() throws IOException {
    TaggedItem item = read(PLUS, ReadOptions.DEFAULTS, "B-PER", "O", "O", "B-LOC");
    assertThat(write(Scheme.IOB2, item))
        .isEqualTo(
            """
            # global.columns = ID FORM UPOS NER MISC
            # sent_id = 1
            1\tEr\tPRON\tB-PER\t_
            2-3\tzum\t_\t_\tx=y
            2\tzu\tADP\tO\t_
            3\tdem\tDET\tO\t_
            4\tOrt\tNOUN\tB-LOC\tSpaceAfter=No

            """);
  }

  @Test
  void withoutAnyPlaceForTagsAColumnIsAdded() throws IOException {
    String bare = "# global.columns = ID FORM\n1-2\tzum\n1\tzu\n2\tdem\n\n";
    TaggedItem item = read(bare, ReadOptions.DEFAULTS, "B-PER", "I-PER");
    assertThat(write(Scheme.IOB2, item, item))
        .isEqualTo(
            "# global.columns = ID FORM NER\n1-2\tzum\t_\n1\tzu\tB-PER\n2\tdem\tI-PER\n\n"
                + "1-2\tzum\t_\n1\tzu\tB-PER\n2\tdem\tI-PER\n\n");
  }

  @Test
  void otherTextGetsTheTextAndItsSpaces() throws IOException {
    Sentence text = Sentence.ofText("Ana, da!", Texts.SPLITTER, Source.NONE);
    assertThat(write(Scheme.IOB2, tagged(text, Origin.NONE, "B-PER", "O", "O", "O")))
        .isEqualTo(
            """
            # text = Ana, da!
            1\tAna\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No|NER=B-PER
            2\t,\t_\t_\t_\t_\t_\t_\t_\tNER=O
            3\tda\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No|NER=O
            4\t!\t_\t_\t_\t_\t_\t_\t_\tNER=O

            """);
    Sentence words = Sentence.ofWords(List.of("_", "New York"));
    assertThat(write(Scheme.IOB1, tagged(words, Origin.NONE, "O", "B-LOC")))
        .isEqualTo(
            """
            # text = _ New York
            1\t_\t_\t_\t_\t_\t_\t_\t_\tNER=O
            2\tNew York\t_\t_\t_\t_\t_\t_\t_\tNER=I-LOC

            """);
  }

  @Test
  void whatCannotBeHeldIsCountedOrRefused() throws IOException {
    ItemWriter writer = Format.CONLLU.writer(new StringBuilder(), WriteOptions.DEFAULTS);
    Sentence spaces = Sentence.ofText("Ana  da", Texts.SPLITTER, Source.NONE);
    writer.write(tagged(spaces, Origin.NONE, "O", "O"));
    writer.write(tagged(Sentence.ofWords(List.of()), Origin.NONE));
    assertThat(writer.changes())
        .isEqualTo(
            Map.of(
                "texts whose words are not divided by single spaces",
                1,
                "sentences without words left out",
                1));
    Sentence word = Sentence.ofWords(List.of("a"));
    assertThatThrownBy(() -> writer.write(tagged(word, Origin.NONE, "B-X|y")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("contains '|'");
    assertThatThrownBy(() -> writer.write(read(PLUS, ReadOptions.DEFAULTS, "O", "O", "O", "O")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("ID FORM UPOS NER MISC are not those of the sentences before");
  }

  @Test
  void theReportSaysHowTheFileWasRead() throws IOException {
    TextReport report =
        new TextReader(ReadOptions.DEFAULTS, Texts.SPLITTER)
            .read(TextSource.of(Texts.stream(STATION), "x.conllu"), text -> {});
    assertThat(report)
        .hasToString(
            "x.conllu: CoNLL-U, word from column 2; 1 empty node left out, 1 range of words left"
                + " out");
  }

  /** A text that follows a file without a column MISC. */
  @Test
  void spacesThatCannotBeSaidAreCounted() throws IOException {
    String plus = "# global.columns = ID FORM NER\n1\tAna\tO\n\n";
    TaggedItem first = read(plus, ReadOptions.DEFAULTS, "O");
    Sentence text = Sentence.ofText("Ana, ide.", Texts.SPLITTER, Source.NONE);
    StringBuilder out = new StringBuilder();
    ItemWriter writer = Format.CONLLU.writer(out, WriteOptions.DEFAULTS);
    writer.write(first);
    assertThat(writer.changes()).isEmpty();
    writer.write(tagged(text, Origin.NONE, "B-PER", "O", "O", "O"));
    assertThat(writer.changes())
        .containsOnly(entry("words without SpaceAfter=No, as the file has no column MISC", 2));
    assertThat(out).contains("# text = Ana, ide.\n1\tAna\tB-PER\n2\t,\tO\n");
  }
}
