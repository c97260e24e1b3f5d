package dev.zener.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.data.CharSpan;
import dev.zener.data.Entity;
import dev.zener.data.Offsets;
import dev.zener.data.Sentence;
import dev.zener.data.Source;
import dev.zener.label.Scheme;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Tests the files that have a line per entity: the table of entities, and brat's annotations. */
class EntityFilesTest {
  private static final String SMILE = "\uD83D\uDE00";

  private static TaggedItem item(String text, int line, Entity... entities) {
    Sentence sentence =
        new Sentence(List.of(), text, List.of(), new Source("a, b.txt", line), false);
    return new TaggedItem(sentence, List.of(), List.of(entities), Origin.NONE);
  }

  private static Entity entity(int start, int end, String type) {
    return new Entity(new CharSpan(start, end), type, OptionalDouble.of(0.5));
  }

  @Test
  void theTableQuotesWhatHasCommasQuotesOrLineEnds() throws IOException {
    StringBuilder out = new StringBuilder();
    EntityTable table = new EntityTable(out, new WriteOptions(Offsets.CODE_POINTS, Scheme.IOB2));
    table.write(item(SMILE + " Ana", 1, entity(3, 6, "PER")));
    table.write(item("a \"b\", c\nd", 2, entity(2, 5, "X,Y"), entity(7, 10, "Z")));
    table.write(item("nothing", 3));
    table.end();
    assertThat(out)
        .hasToString(
            """
            file,line,start,end,type,text,confidence
            "a, b.txt",1,2,5,PER,Ana,0.500000
            "a, b.txt",2,2,5,"X,Y",\"""b\""",0.500000
            "a, b.txt",2,7,10,Z,"c
            d",0.500000
            """);
  }

  @Test
  void aTableWithoutEntitiesHasTheNamesOfItsColumns() throws IOException {
    StringBuilder out = new StringBuilder();
    new EntityTable(out, WriteOptions.DEFAULTS).end();
    assertThat(out).hasToString("file,line,start,end,type,text,confidence\n");
  }

  @Test
  void bratCountsCodePointsFromTheBeginningOfTheFile() throws IOException {
    StringBuilder texts = new StringBuilder();
    StringBuilder annotations = new StringBuilder();
    BratWriter writer = new BratWriter(texts, annotations);
    writer.write(item(SMILE + " Ana", 1, entity(3, 6, "PER")));
    writer.write(item("", 2));
    writer.write(item("Neu\nYork, " + SMILE, 3, entity(0, 8, "LOC"), entity(10, 12, "X")));
    writer.end();
    assertThat(texts).hasToString(SMILE + " Ana\n\nNeu York, " + SMILE + "\n");
    assertThat(annotations)
        .hasToString("T1\tPER 2 5\tAna\nT2\tLOC 7 15\tNeu York\nT3\tX 17 18\t" + SMILE + "\n");
    assertThat(writer.changes()).isEqualTo(Map.of("line breaks inside texts written as spaces", 1));
  }

  @Test
  void whatBratCannotHoldIsRefused() {
    BratWriter writer = new BratWriter(new StringBuilder(), new StringBuilder());
    assertThatThrownBy(() -> writer.write(item("a", 1, entity(0, 1, "A B"))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("Type 'A B' contains white space");
    assertThatThrownBy(() -> writer.write(item("\uD800", 1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("half of a character");
  }

  @Test
  void formatsThatCannotBeWrittenSaySo() {
    assertThat(Format.TEXT.writable()).isFalse();
    assertThatThrownBy(() -> Format.TEXT.writer(new StringBuilder(), WriteOptions.DEFAULTS))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("text cannot be written; allowed: conllu, jsonl, conll");
    assertThat(OutputFormat.ofName("a/b.txt")).isEmpty();
    assertThat(OutputFormat.ofName("a/b.CONLLU.gz").orElseThrow().key()).isEqualTo("conllu");
    assertThat(OutputFormat.find("conll").orElseThrow().key()).isEqualTo("conll");
  }
}
