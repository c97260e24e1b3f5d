package dev.zener.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.data.CharSpan;
import dev.zener.data.Entity;
import dev.zener.data.LabelledSentence;
import dev.zener.data.Offsets;
import dev.zener.data.Sentence;
import dev.zener.data.Source;
import dev.zener.label.Scheme;
import dev.zener.label.Span;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JsonlTest {
  private static LabelledCorpus read(String text) throws IOException {
    return Texts.labelled(text, "f.jsonl");
  }

  private static String entity(int start, int end) {
    return "{\"text\":\"In New York, now\",\"entities\":[{\"start\":"
        + start
        + ",\"end\":"
        + end
        + ",\"type\":\"LOC\"}]}";
  }

  @Test
  void tokensAndTags() throws IOException {
    LabelledCorpus corpus =
        read("{\"tokens\":[\"a\",\"b c\",\"\"],\"tags\":[\"I-X\",\"I-X\",\"O\"],\"id\":7}\n\n");
    assertThat(corpus.sentences().get(0).words()).containsExactly("a", "b c", "");
    assertThat(corpus.sentences().get(0).tags()).containsExactly("B-X", "I-X", "O");
    assertThat(corpus.sentences().get(1).words()).isEmpty();
    assertThat(corpus.sentences().get(1).source()).isEqualTo(new Source("f.jsonl", 2));
  }

  @Test
  void textAndEntities() throws IOException {
    LabelledSentence sentence = read(entity(3, 11)).sentences().get(0);
    assertThat(sentence.words()).containsExactly("In", "New", "York", ",", "now");
    assertThat(sentence.tags()).containsExactly("O", "B-LOC", "I-LOC", "O", "O");
    assertThat(sentence.unlabelled().text()).isEqualTo("In New York, now");
  }

  @Test
  void tokensAreFoundInTheTextBesideThem() throws IOException {
    String record =
        "{\"text\":\"%s\",\"tokens\":[\"Ana\",\",\",\"ide\"],\"tags\":[\"B-X\",\"O\",\"O\"]}\n";
    LabelledSentence sentence = read(record.formatted("Ana, ide")).sentences().get(0);
    assertThat(sentence.unlabelled().text()).isEqualTo("Ana, ide");
    assertThat(sentence.unlabelled().spans())
        .containsExactly(new CharSpan(0, 3), new CharSpan(3, 4), new CharSpan(5, 8));
    LabelledCorpus other = read(record.formatted("Eva, ide"));
    assertThat(other.sentences().get(0).unlabelled().text()).isEqualTo("Ana , ide");
    assertThat(other.report().leftOut()).containsEntry("texts that do not hold their tokens", 1);
  }

  @Test
  void spaceAroundAnEntityIsNoCut() throws IOException {
    assertThat(read(entity(2, 11)).sentences().get(0).entities())
        .containsExactly(new Span(1, 3, "LOC"));
  }

  @Test
  void offsetsCountCodePointsUnlessToldOtherwise() throws IOException {
    String smile = "\uD83D\uDE00";
    String points =
        "{\"text\":\"" + smile + " Rom\",\"entities\":[{\"start\":2,\"end\":5,\"type\":\"LOC\"}]}";
    String units = points.replace("\"start\":2,\"end\":5", "\"start\":3,\"end\":6");
    ReadOptions utf16 = ReadOptions.DEFAULTS.withOffsets(Offsets.UTF16);
    for (LabelledCorpus corpus : List.of(read(points), Texts.labelled(units, "f.jsonl", utf16))) {
      LabelledSentence sentence = corpus.sentences().get(0);
      int last = sentence.size() - 1;
      assertThat(sentence.entities()).containsExactly(new Span(last, last + 1, "LOC"));
      assertThat(sentence.words().get(last)).isEqualTo("Rom");
    }
  }

  @Test
  void anEntityThatCutsAWordIsAnErrorOrGrown() throws IOException {
    assertThatThrownBy(() -> read("{\"tokens\":[],\"tags\":[]}\n" + entity(4, 11)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "f.jsonl:2: LOC 'ew York' begins or ends inside a word; correct it, or"
                + " repair it (`repair: true`)");
    ReadOptions repair = ReadOptions.DEFAULTS.withRepair(true);
    LabelledCorpus grown = Texts.labelled(entity(4, 9), "f.jsonl", repair);
    assertThat(grown.sentences().get(0).entities()).containsExactly(new Span(1, 3, "LOC"));
    assertThat(grown.report().repairedEntities()).isEqualTo(1);
  }

  @Test
  void entitiesOfNoWordOrOfAWordTakenAreErrorsOrDropped() throws IOException {
    String twice =
        "{\"text\":\"a b c\",\"entities\":[{\"start\":2,\"end\":5,\"type\":\"X\"},"
            + "{\"start\":0,\"end\":3,\"type\":\"Y\"}]}";
    assertThatThrownBy(() -> read(entity(2, 3))).hasMessageContaining("contains no word");
    assertThatThrownBy(() -> read(twice)).hasMessageContaining("X 'b c' shares a word");
    ReadOptions repair = ReadOptions.DEFAULTS.withRepair(true);
    LabelledCorpus corpus = Texts.labelled(entity(2, 3) + "\n" + twice, "f.jsonl", repair);
    assertThat(corpus.sentences().get(0).entities()).isEmpty();
    assertThat(corpus.sentences().get(1).entities()).containsExactly(new Span(0, 2, "Y"));
    assertThat(corpus.report().repairedEntities()).isEqualTo(2);
  }

  @Test
  void whatDoesNotFitIsAnErrorWithFileAndLine() {
    for (String line :
        List.of(
            "{\"tokens\":[\"a\"]",
            "[1]",
            "{}",
            "{\"text\":\"a\",\"text\":\"b\",\"entities\":[]}",
            "{\"tokens\":[\"a\"],\"tags\":[]}",
            "{\"tokens\":[\"a\"]}",
            "{\"tokens\":[1],\"tags\":[\"O\"]}",
            "{\"tokens\":[\"a\"],\"tags\":[\"X\"]}",
            "{\"text\":\"a\"}",
            "{\"text\":5,\"entities\":[]}",
            "{\"text\":\"a\",\"entities\":[{\"start\":0,\"end\":2,\"type\":\"X\"}]}",
            "{\"text\":\"a\",\"entities\":[{\"start\":-1,\"end\":1,\"type\":\"X\"}]}",
            "{\"text\":\"a\",\"entities\":[{\"start\":0,\"end\":0,\"type\":\"X\"}]}",
            "{\"text\":\"a\",\"entities\":[{\"start\":0,\"end\":1,\"type\":\"\"}]}",
            "{\"text\":\"a\",\"entities\":[{\"start\":0.5,\"end\":1,\"type\":\"X\"}]}",
            "{\"text\":\"a\",\"entities\":[{\"start\":\"0\",\"end\":1,\"type\":\"X\"}]}",
            "{\"text\":\"a\",\"entities\":[{\"start\":0,\"end\":1}]}")) {
      assertThatThrownBy(() -> read("\n" + line))
          .as(line)
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith("f.jsonl:2: ");
    }
  }

  @Test
  void entitiesThatDifferFromTheTagsBesideThemAreCounted() throws IOException {
    String record = "{\"tokens\":[\"Ana\",\"B\"],\"tags\":[\"B-PER\",\"E-PER\"],\"entities\":%s}";
    String same = "{\"start\":0,\"end\":5,\"%s\":\"PER\"}";
    for (String equal : List.of("null", "[" + same.formatted("type") + "]")) {
      assertThat(read(record.formatted(equal)).report().leftOut()).as(equal).isEmpty();
    }
    for (String other :
        List.of(
            "[]",
            "7",
            "[1,\"x\",null]",
            "[{\"start\":0,\"end\":3,\"type\":\"PER\"}]",
            "[{\"start\":0,\"end\":5,\"type\":\"LOC\"}]",
            "[{\"start\":0,\"end\":99,\"type\":\"PER\"}]",
            "[" + same.formatted("type") + ",{\"start\":4,\"end\":5,\"type\":\"PER\"}]")) {
      LabelledCorpus corpus = read(record.formatted(other));
      assertThat(corpus.report().leftOut())
          .as(other)
          .containsExactly(Map.entry("lists of entities that differ from their tags", 1));
      assertThat(corpus.sentences().get(0).entities()).containsExactly(new Span(0, 2, "PER"));
    }
    String text = record.replace("{\"tok", "{\"text\":\"Ana  B\",\"tok");
    String moved = "[{\"start\":0,\"end\":6,\"label\":\"PER\"}]";
    assertThat(read(text.formatted(moved)).report().leftOut()).isEmpty();
  }

  @Test
  void noProbabilitiesAreNotCounted() throws IOException {
    String record = "{\"tokens\":[\"a\"],\"tags\":[\"O\"],\"probabilities\":%s}";
    assertThat(read(record.formatted("null")).report().leftOut()).isEmpty();
    assertThat(read(record.formatted("[{}]")).report().leftOut())
        .containsExactly(Map.entry("lists of probabilities", 1));
  }

  private static ItemWriter writer(StringBuilder file, WriteOptions options) {
    return Format.JSONL.writer(file, options);
  }

  private static TaggedItem text(String text, Origin origin, Entity... entities) {
    Sentence sentence =
        new Sentence(List.of(), text, List.of(), new Source("dir/in.txt", 7), false);
    return new TaggedItem(sentence, List.of(), List.of(entities), origin);
  }

  private static TaggedItem words(List<String> words, List<String> tags) {
    return new TaggedItem(Sentence.ofWords(words), tags, List.of(), Origin.NONE);
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    String text = "\uD83D\uDE00 Ada\u2028\"Lovelace\" \\ Rom\t.";
    Sentence sentence = Sentence.ofText(text, Texts.SPLITTER, Source.NONE);
    int ada = sentence.words().indexOf("Ada");
    Span words = new Span(ada, ada + 1, "PER");
    Span rome = new Span(sentence.size() - 2, sentence.size() - 1, "LOC");
    for (Offsets offsets : Offsets.values()) {
      StringBuilder file = new StringBuilder();
      ItemWriter writer = writer(file, new WriteOptions(offsets, Scheme.IOB2));
      writer.write(
          text(
              text,
              Origin.NONE,
              Entity.of(sentence, words, OptionalDouble.of(0.5)),
              Entity.of(sentence, rome, OptionalDouble.empty())));
      writer.write(words(List.of("x\ny", "z"), List.of("B-X", "I-X")));
      List<LabelledSentence> back =
          Texts.labelled(file.toString(), "f.jsonl", ReadOptions.DEFAULTS.withOffsets(offsets))
              .sentences();
      assertThat(back.get(0).unlabelled().text()).isEqualTo(text);
      assertThat(back.get(0).entities()).containsExactly(words, rome);
      assertThat(back.get(1).words()).containsExactly("x\ny", "z");
      assertThat(back.get(1).tags()).containsExactly("B-X", "I-X");
    }
  }

  @Test
  void theWrittenFormIsTheDocumentedOne() throws IOException {
    StringBuilder file = new StringBuilder();
    ItemWriter writer = writer(file, new WriteOptions(Offsets.CODE_POINTS, Scheme.BIOES));
    Entity entity = new Entity(new CharSpan(3, 6), "LOC", OptionalDouble.of(0.25));
    writer.write(text("\uD83D\uDE00 Rom", Origin.NONE, entity));
    writer.write(words(List.of("a", "b"), List.of("B-X", "O")));
    assertThat(file)
        .hasToString(
            "{\"text\":\"\uD83D\uDE00 Rom\",\"entities\":[{\"start\":2,\"end\":5,\"type\":\"LOC\","
                + "\"confidence\":0.25}]}\n{\"text\":\"a b\",\"entities\":[],"
                + "\"tokens\":[\"a\",\"b\"],\"tags\":[\"S-X\",\"O\"]}\n");
  }

  private static Origin keys(String json) {
    return new Origin.Json(JsonMapper.shared().readTree(json));
  }

  @Test
  void otherKeysComeFirstThenTheLocation() throws IOException {
    StringBuilder file = new StringBuilder();
    ItemWriter writer = writer(file, WriteOptions.DEFAULTS.withLocations(true));
    writer.write(text("a", keys("{\"id\":7,\"meta\":{\"z\":[1.5,null]}}")));
    assertThat(file)
        .hasToString(
            "{\"id\":7,\"meta\":{\"z\":[1.5,null]},\"file\":\"dir/in.txt\",\"line\":7,"
                + "\"text\":\"a\",\"entities\":[]}\n");
    assertThat(writer.changes()).isEmpty();
    assertThatThrownBy(() -> writer.write(text("a", keys("{\"line\":\"x\"}"))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a key \"line\", which the location would replace");
  }

  @Test
  void aKeyThatTheOutputUsesIsLeftOutAndCounted() throws IOException {
    StringBuilder file = new StringBuilder();
    ItemWriter writer = writer(file, WriteOptions.DEFAULTS);
    writer.write(text("a", keys("{\"entities\":5,\"tokens\":[\"b\"]}")));
    assertThat(file).hasToString("{\"text\":\"a\",\"entities\":[]}\n");
    assertThat(writer.changes())
        .containsExactly(
            Map.entry("keys 'entities' left out, since the output uses them", 1),
            Map.entry("keys 'tokens' left out, since the output uses them", 1));
  }

  @Test
  void lineSeparatorsAndLoneSurrogatesAreEscaped() throws IOException {
    StringBuilder file = new StringBuilder();
    writer(file, WriteOptions.DEFAULTS)
        .write(text("\u2028\u2029\u0085\uD800\uDC00\uDC00\uD800", Origin.NONE));
    assertThat(file)
        .hasToString(
            "{\"text\":\"\\u2028\\u2029\\u0085\uD800\uDC00\\udc00\\ud800\",\"entities\":[]}\n");
  }

  @Test
  void anArrayHasARecordPerLine() throws IOException {
    for (int records : new int[] {0, 2}) {
      StringBuilder file = new StringBuilder();
      ItemWriter writer = writer(file, WriteOptions.DEFAULTS.withArray(true));
      for (int i = 0; i < records; i++) {
        writer.write(words(List.of("a"), List.of("O")));
      }
      writer.end();
      String record = "{\"text\":\"a\",\"entities\":[],\"tokens\":[\"a\"],\"tags\":[\"O\"]}";
      assertThat(file)
          .hasToString(records == 0 ? "[]\n" : "[\n" + record + ",\n" + record + "\n]\n");
    }
  }
}
