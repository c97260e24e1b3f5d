package dev.zener.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.data.CharSpan;
import dev.zener.data.Entity;
import dev.zener.data.Offsets;
import dev.zener.data.Sentence;
import dev.zener.data.Source;
import dev.zener.label.Scheme;
import dev.zener.label.Span;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** What a shape writes is read back: words where it holds words, otherwise text and entities. */
class JsonShapeWritingTest {
  private static List<JsonShape> shapes() {
    return JsonShapes.ALL;
  }

  private static TaggedItem tagged(Sentence sentence, Span... spans) {
    return new TaggedItem(
        sentence,
        Scheme.IOB2.encode(sentence.size(), List.of(spans)),
        List.of(spans).stream()
            .map(span -> Entity.of(sentence, span, OptionalDouble.empty()))
            .toList(),
        Origin.NONE);
  }

  private static TaggedItem text() {
    Sentence sentence =
        Sentence.ofText(
            " \uD83D\uDE00 Ana Ban\nu\t\"Rimu\" \\ \uD83D\uDE00.", Texts.SPLITTER, Source.NONE);
    int ana = sentence.words().indexOf("Ana");
    int rome = sentence.words().indexOf("Rimu");
    return tagged(sentence, new Span(ana, ana + 2, "PER"), new Span(rome, rome + 1, "LOC"));
  }

  private static TaggedItem words() {
    Sentence sentence =
        Sentence.ofWords(List.of("\uD83D\uDE00", "Ana Ban", "u", "Rimu-", "\uD83D\uDE00."));
    return tagged(sentence, new Span(1, 2, "PER"), new Span(3, 5, "LOC"));
  }

  private static Item readBack(JsonShape shape, TaggedItem item, Offsets offsets)
      throws IOException {
    String json = shape.write(item, new WriteOptions(offsets, Scheme.IOB2)).toString();
    FileFormat.Opening opening =
        new FileFormat.Opening(
            TextSource.of(Texts.stream(json), "f.jsonl"),
            ReadOptions.DEFAULTS.withOffsets(offsets),
            Texts.SPLITTER,
            true);
    try (ItemReader reader = Format.JSONL.open(opening)) {
      Item back = reader.next();
      assertThat(reader.notes().layout()).isEqualTo("JSON lines, " + shape.title());
      assertThat(reader.next()).isNull();
      return back;
    }
  }

  private static List<Span> spans(Item item) {
    if (item.labels() instanceof Labels.Tags tags) {
      return Span.decode(tags.tags());
    }
    return item.labels() instanceof Labels.Spans spans
        ? spans.spans()
        : new EntityAligner(false)
            .align(item.sentence(), ((Labels.Entities) item.labels()).entities());
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aTextComesBack(JsonShape shape) throws IOException {
    TaggedItem item = text();
    for (Offsets offsets : Offsets.values()) {
      Item back = readBack(shape, item, offsets);
      assertThat(spans(back)).isEqualTo(Span.decode(item.tags()));
      assertThat(back.sentence().words()).isEqualTo(item.sentence().words());
      if (back.labels() instanceof Labels.Entities entities) {
        assertThat(entities.entities()).isEqualTo(item.entities());
        assertThat(back.sentence().text()).isEqualTo(item.sentence().text());
      }
    }
    assertThat(readBack(shape, item, Offsets.UTF16).labels() instanceof Labels.Entities)
        .isEqualTo(shape.holdsText());
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void wordsComeBackWhereTheShapeHoldsThem(JsonShape shape) throws IOException {
    TaggedItem item = words();
    for (Offsets offsets : Offsets.values()) {
      Item back = readBack(shape, item, offsets);
      if (shape.holdsWords()) {
        assertThat(back.sentence().words()).isEqualTo(item.sentence().words());
        assertThat(spans(back)).isEqualTo(Span.decode(item.tags()));
      } else {
        assertThat(((Labels.Entities) back.labels()).entities()).isEqualTo(item.entities());
      }
      assertThat(back.sentence().text()).isEqualTo(item.sentence().text());
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aSentenceWithoutWordsComesBack(JsonShape shape) throws IOException {
    String json =
        shape.write(tagged(Sentence.ofWords(List.of())), WriteOptions.DEFAULTS).toString();
    assertThat(Texts.labelled(json, "f.jsonl").sentences().get(0).words()).isEmpty();
  }

  /** The words of CoNLL-U (zu dem) may share the characters of a token (zum). */
  @Test
  void wordsThatAreNotInTheText() throws IOException {
    CharSpan zum = new CharSpan(0, 3);
    Sentence sentence =
        new Sentence(
            List.of("zu", "dem", "Rom"),
            "zum Rom",
            List.of(zum, zum, new CharSpan(4, 7)),
            new Source("f.conllu", 3),
            true);
    TaggedItem item = tagged(sentence, new Span(2, 3, "LOC"));
    for (JsonShape shape :
        List.of(new HuggingFaceJson(), new GlinerJson(), new SpacyTrainingJson())) {
      Item back = readBack(shape, item, Offsets.CODE_POINTS);
      assertThat(back.sentence().words()).containsExactly("zu", "dem", "Rom");
      assertThat(spans(back)).containsExactly(new Span(2, 3, "LOC"));
    }
    assertThatThrownBy(() -> new ProdigyJson().write(item, WriteOptions.DEFAULTS))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("f.conllu:3: Prodigy cannot hold words that are not in the text");
  }

  @Test
  void otherDataOfLabelStudioStaysWithTheText() {
    Origin origin = new Origin.Json(new JsonMapper().readTree("{\"data\":{\"page\":3},\"id\":1}"));
    TaggedItem item = tagged(Sentence.ofWords(List.of("a")));
    TaggedItem known = new TaggedItem(item.sentence(), item.tags(), item.entities(), origin);
    assertThat(new LabelStudioJson().write(known, WriteOptions.DEFAULTS))
        .hasToString("{\"data\":{\"page\":3,\"text\":\"a\"},\"annotations\":[{\"result\":[]}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "doccano|{'text':'\uD83D\uDE00 Rom','label':[[2,5,'LOC']]}",
        "doccano with relations|{'text':'\uD83D\uDE00 Rom','entities':[{'id':1,'label':'LOC',"
            + "'start_offset':2,'end_offset':5}],'relations':[]}",
        "Prodigy|{'text':'\uD83D\uDE00 Rom','tokens':[{'text':'\uD83D\uDE00','start':0,'end':1,'id':0},"
            + "{'text':'Rom','start':2,'end':5,'id':1}],'spans':[{'start':2,'end':5,'label':'LOC'}]}",
        "HuggingFace datasets|{'tokens':['\uD83D\uDE00','Rom'],'ner_tags':['O','B-LOC']}",
        "GLiNER|{'tokenized_text':['\uD83D\uDE00','Rom'],'ner':[[1,1,'LOC']]}",
        "Label Studio|{'data':{'text':'\uD83D\uDE00 Rom'},'annotations':[{'result':[{'value':{"
            + "'start':2,'end':5,'text':'Rom','labels':['LOC']},'from_name':'label',"
            + "'to_name':'text','type':'labels'}]}]}",
        "Label Studio JSON-MIN|{'text':'\uD83D\uDE00 Rom','label':[{'start':2,'end':5,'text':'Rom',"
            + "'labels':['LOC']}]}",
        "spaCy|['\uD83D\uDE00 Rom',{'entities':[[2,5,'LOC']]}]",
        "spaCy 2 training|{'paragraphs':[{'raw':'\uD83D\uDE00 Rom','sentences':[{'tokens':["
            + "{'id':0,'orth':'\uD83D\uDE00','ner':'O'},{'id':1,'orth':'Rom','ner':'U-LOC'}]}]}]}"
      })
  void theWrittenForm(String title, String expected) {
    TaggedItem item =
        tagged(Sentence.ofWords(List.of("\uD83D\uDE00", "Rom")), new Span(1, 2, "LOC"));
    JsonShape shape =
        JsonShapes.ALL.stream().filter(s -> s.title().equals(title)).findFirst().orElseThrow();
    assertThat(shape.write(item, WriteOptions.DEFAULTS)).hasToString(expected.replace('\'', '"'));
  }
}
