package dev.zener.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.data.CharSpan;
import dev.zener.data.LabelledSentence;
import dev.zener.data.Offsets;
import dev.zener.data.Sentence;
import dev.zener.label.Span;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of other programs is read as what it is, and what does not fit is an error. */
class JsonShapesTest {
  private static final Path CASES = Path.of("src/test/resources/cases");
  private static final ReadOptions NAMED =
      ReadOptions.DEFAULTS.withLabels(
          List.of("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"));

  private static LabelledCorpus read(String text) throws IOException {
    return Texts.labelled(text, "f.jsonl");
  }

  private static List<Item> items(String text, String name, boolean labelled) throws IOException {
    FileFormat.Opening opening =
        new FileFormat.Opening(
            TextSource.of(Texts.stream(text), name),
            ReadOptions.DEFAULTS,
            Texts.SPLITTER,
            labelled);
    List<Item> items = new ArrayList<>();
    try (ItemReader reader = Format.JSONL.open(opening)) {
      for (Item item = reader.next(); item != null; item = reader.next()) {
        items.add(item);
      }
    }
    return items;
  }

  @ParameterizedTest
  @CsvSource({
    "d1, JSON lines, doccano",
    "d2, JSON lines, doccano with relations",
    "d3, JSON lines, Prodigy",
    "d7, JSON lines, HuggingFace datasets",
    "d8, JSON lines, HuggingFace datasets",
    "d10, JSON lines, GLiNER",
    "d11, JSON lines, spaCy"
  })
  void exportsOfOtherPrograms(String file, String lines, String shape) throws IOException {
    LabelledCorpus corpus =
        new LabelledReader(NAMED, Texts.SPLITTER)
            .read(CASES.resolve("08-annotation-exports/" + file + ".jsonl"));
    LabelledSentence sentence = corpus.sentences().get(0);
    assertThat(corpus.sentences()).hasSize(1);
    assertThat(sentence.words()).containsExactly("Ana", "živi", "u", "Beogradu");
    assertThat(sentence.tags()).containsExactly("B-PER", "O", "O", "B-LOC");
    assertThat(corpus.report().layout()).isEqualTo(lines + ", " + shape);
  }

  @ParameterizedTest
  @CsvSource({"d6, tokens or text", "d9, Label Studio"})
  void exportsWithOneEntity(String file, String shape) throws IOException {
    LabelledCorpus corpus =
        new LabelledReader(ReadOptions.DEFAULTS, Texts.SPLITTER)
            .read(CASES.resolve("08-annotation-exports/" + file + ".jsonl"));
    assertThat(corpus.report().layout()).isEqualTo("JSON lines, " + shape);
    assertThat(corpus.sentences().get(0).entities()).containsExactly(new Span(0, 1, "PER"));
  }

  @Test
  void aRecordThatWasRejectedIsLeftOutAndCounted() throws IOException {
    Path file = CASES.resolve("08-annotation-exports/d4.jsonl");
    LabelledCorpus corpus = new LabelledReader(ReadOptions.DEFAULTS, Texts.SPLITTER).read(file);
    assertThat(corpus.sentences()).isEmpty();
    assertThat(corpus.report().leftOut()).containsEntry("records that were not accepted", 1);
    assertThat(new UnlabelledReader(ReadOptions.DEFAULTS, Texts.SPLITTER).read(file)).isEmpty();
  }

  @Test
  void oneArrayIsRead() throws IOException {
    LabelledCorpus corpus =
        new LabelledReader(ReadOptions.DEFAULTS, Texts.SPLITTER)
            .read(CASES.resolve("09-json-array/d5.json"));
    assertThat(corpus.sentences().get(0).tags()).containsExactly("B-PER", "O", "O", "O");
    assertThat(corpus.sentences().get(0).source().line()).isEqualTo(2);
    assertThat(corpus.report().layout()).isEqualTo("JSON, tokens or text");
  }

  @Test
  void otherKeysAreKept() throws IOException {
    String text = Files.readString(CASES.resolve("11-ids-dropped/ids.jsonl"));
    List<Item> items = items(text, "ids.jsonl", false);
    assertThat(items.get(0).sentence().text())
        .isEqualTo("Ana živi u Beogradu.\nU Zagrebu je Marko.\r\n\tNATO-a nema.");
    assertThat(items.get(0).origin())
        .isEqualTo(origin("{\"id\":\"doc-17\",\"meta\":{\"src\":\"x\"}}"));
    assertThat(items.get(1).sentence().words()).isEmpty();
    assertThat(items.get(1).origin()).isEqualTo(origin("{\"id\":\"doc-18\"}"));
  }

  @Test
  void theKeyOfJsonMinIsTheNameOfTheTag() throws IOException {
    LabelledCorpus corpus =
        Texts.labelled(
            "[{\"text\":\"Ana ide\",\"ner\":[{\"start\":0,\"end\":3,\"labels\":[\"PER\"]}]}]",
            "f.json");
    assertThat(corpus.sentences().get(0).tags()).containsExactly("B-PER", "O");
  }

  @Test
  void aTypeOfGlinerThatIsNoStringIsAnError() {
    assertThatThrownBy(
            () -> Texts.labelled("{\"tokenized_text\":[\"a\"],\"ner\":[[0,0,5]]}\n", "f.jsonl"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("f.jsonl:1: entity '[0,0,5]'; expected: [first word");
  }

  @Test
  void numbersOfOtherKeysKeepTheirDigits() throws IOException {
    String keys =
        "{\"a\":1.50,\"b\":12345678901234567890123,\"c\":0.1000000000000000055,\"d\":1E+400}";
    List<Item> items = items("{\"text\":\"x\"," + keys.substring(1), "f.jsonl", false);
    assertThat(((Origin.Json) items.get(0).origin()).keys()).hasToString(keys);
  }

  private static Origin origin(String json) {
    return new Origin.Json(new JsonMapper().readTree(json));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'id':1,'text':'a','label':[]}|{'id':1}",
        "{'id':1,'text':'a','labels':[],'Comments':[]}|{'id':1,'Comments':[]}",
        "{'id':1,'text':'a','entities':[],'relations':[]}|{'id':1}",
        "{'text':'a','tokens':[],'spans':[],'answer':'accept','_task_hash':-7}"
            + "|{'answer':'accept','_task_hash':-7}",
        "{'id':'0','tokens':['a'],'pos_tags':[3],'ner_tags':['O']}|{'id':'0','pos_tags':[3]}",
        "{'tokenized_text':['a'],'ner':[],'id':1}|{'id':1}",
        "{'id':1,'data':{'text':'a','page':3},'annotations':[{'result':[]}]}"
            + "|{'id':1,'data':{'page':3}}",
        "{'text':'a','label':[],'annotation_id':4}|{'annotation_id':4}",
        "{'id':1,'paragraphs':[{'sentences':[{'tokens':[{'orth':'a','ner':'O'}]}]}]}|{'id':1}"
      })
  void otherKeysAreKeptInEachShape(String record, String rest) throws IOException {
    for (boolean labelled : List.of(true, false)) {
      assertThat(items(json(record), "f.jsonl", labelled).get(0).origin())
          .isEqualTo(origin(json(rest)));
    }
  }

  private static String json(String quoted) {
    return quoted.replace('\'', '"');
  }

  @Test
  void prodigysTokensAreTheWords() throws IOException {
    String record =
        """
        {"text":"\uD83D\uDE00  U.S.-a","tokens":[{"text":"\uD83D\uDE00","start":0,"end":1,"id":0},\
        {"text":" ","start":2,"end":3,"id":1},{"text":"U.S.","start":3,"end":7,"id":2},\
        {"text":"-a","start":7,"end":9,"id":3}],"spans":[{"start":3,"end":7,"label":"LOC"}]}
        """;
    LabelledSentence sentence = read(record).sentences().get(0);
    assertThat(sentence.words()).containsExactly("\uD83D\uDE00", " ", "U.S.", "-a");
    assertThat(sentence.tags()).containsExactly("O", "O", "B-LOC", "O");
    Sentence words = sentence.unlabelled();
    assertThat(words.text()).isEqualTo("\uD83D\uDE00  U.S.-a");
    assertThat(words.spans().get(2)).isEqualTo(new CharSpan(4, 8));
    assertThat(words.presplit()).isTrue();
    assertThat(Texts.unlabelled(record, "f.jsonl")).containsExactly(words);
  }

  @Test
  void prodigyWritesNoSpansForATextWithoutEntities() throws IOException {
    String lines =
        "{\"text\":\"a\",\"answer\":\"accept\"}\n{\"text\":\"b\",\"answer\":\"ignore\"}\n";
    LabelledCorpus corpus = read(lines);
    assertThat(corpus.sentences()).hasSize(1);
    assertThat(corpus.sentences().get(0).tags()).containsExactly("O");
    assertThat(corpus.report().leftOut()).containsEntry("records that were not accepted", 1);
  }

  @Test
  void theFirstRecordWithAnEntityDecides() throws IOException {
    String doccano = "{\"text\":\"Ana\",\"label\":[[0,3,\"PER\"]]}\n";
    String studio = "{\"text\":\"Ana\",\"label\":[{\"start\":0,\"end\":3,\"labels\":[\"PER\"]}]}\n";
    String none = "{\"text\":\"Ana\",\"label\":[]}\n";
    assertThat(read(none + doccano + none).report().layout()).isEqualTo("JSON lines, doccano");
    assertThat(read(none + studio + none).report().layout())
        .isEqualTo("JSON lines, Label Studio JSON-MIN");
    assertThatThrownBy(() -> read(doccano + studio))
        .hasMessageStartingWith("f.jsonl:2: entity '{\"start\":0,")
        .hasMessageContaining("expected: [start, end, type]")
        .hasMessageEndingWith("(read as doccano)");
  }

  @Test
  void numbersOfTagsRequireNames() throws IOException {
    String record = "{\"tokens\":[\"a\",\"b\"],\"ner_tags\":[1,7]}\n";
    assertThatThrownBy(() -> read(record))
        .hasMessageStartingWith("f.jsonl:1: \"ner_tags\" has numbers; give the names")
        .hasMessageContaining("(`format.labels`)");
    assertThatThrownBy(() -> Texts.labelled(record, "f.jsonl", NAMED))
        .hasMessageStartingWith("f.jsonl:1: tag '7' has no name; allowed: 0 to 6")
        .hasMessageContaining("(`format.labels`)");
    String tags = "{\"tokens\":[\"a\",\"b\"],\"tags\":[1,2]}\n";
    assertThat(Texts.labelled(tags, "f.jsonl", NAMED).sentences().get(0).tags())
        .containsExactly("B-PER", "I-PER");
  }

  @Test
  void labelStudioUsesTheFirstAnnotationThatIsNotCancelled() throws IOException {
    String record =
        """
        {"data":{"page":7,"sentence":"Ana i Rom"},"annotations":[\
        {"was_cancelled":true,"result":[]},\
        {"result":[{"type":"choices","value":{"choices":["x"]}},\
        {"type":"labels","value":{"start":6,"end":9,"text":"Rom","labels":["LOC"]}}]},\
        {"result":[{"type":"labels","value":{"start":0,"end":3,"labels":["PER"]}}]}]}
        {"data":{"sentence":"b"},"annotations":[{"was_cancelled":true,"result":[]}]}
        {"data":{"sentence":"c"},"annotations":[]}
        """;
    LabelledCorpus corpus = read(record);
    assertThat(corpus.sentences()).hasSize(1);
    assertThat(corpus.sentences().get(0).tags()).containsExactly("O", "O", "B-LOC");
    assertThat(corpus.report().leftOut())
        .containsEntry("cancelled annotations", 2)
        .containsEntry("further annotations of the same text", 1)
        .containsEntry("results of other types than labels", 1)
        .containsEntry("records without an annotation", 2)
        .hasSize(4);
    assertThat(Texts.words(Texts.unlabelled(record, "f.jsonl")))
        .containsExactly(List.of("Ana", "i", "Rom"), List.of("b"), List.of("c"));
  }

  @Test
  void labelStudioMinMayHaveNoLabels() throws IOException {
    String lines =
        """
        {"text":"a","annotation_id":1}
        {"text":"Ana","label":[{"start":0,"end":3,"text":"Ana","labels":["PER"]}],"annotation_id":2}
        """;
    LabelledCorpus corpus = read(lines);
    assertThat(corpus.sentences().get(0).tags()).containsExactly("O");
    assertThat(corpus.sentences().get(1).tags()).containsExactly("B-PER");
  }

  @Test
  void aTextThatDiffersFromTheOffsetsShowsTheWrongUnit() throws IOException {
    String record =
        "{\"text\":\"\uD83D\uDE00 Rom!\",\"label\":[{\"start\":3,\"end\":6,"
            + "\"text\":\"Rom\",\"labels\":[\"LOC\"]}]}";
    assertThatThrownBy(() -> read(record))
        .hasMessageStartingWith("f.jsonl:1: LOC 'Rom' is 'om!' at its offsets")
        .hasMessageContaining("(`offsets`)");
    ReadOptions utf16 = ReadOptions.DEFAULTS.withOffsets(Offsets.UTF16);
    assertThat(Texts.labelled(record, "f.jsonl", utf16).sentences().get(0).tags())
        .containsExactly("O", "B-LOC", "O");
  }

  @Test
  void spacysArrayIsNoArrayOfRecords() throws IOException {
    String one = "[\"Ana\", {\"entities\": [[0, 3, \"PER\"]], \"cats\": {}}]";
    String two = "[\"u Rom\", {\"entities\": [[2, 5, \"LOC\"]]}]";
    for (String text :
        List.of(
            one + "\n" + two + "\n",
            "[" + one + "," + two + "]",
            "[\n  " + one + ",\n  " + two + "\n]\n",
            one.replace(" ", "\n ") + "\n" + two.replace(", ", ",\n"))) {
      LabelledCorpus corpus = read(text);
      assertThat(corpus.sentences()).as(text).hasSize(2);
      assertThat(corpus.sentences().get(0).tags()).containsExactly("B-PER");
      assertThat(corpus.sentences().get(1).tags()).containsExactly("O", "B-LOC");
      assertThat(corpus.report().layout()).endsWith("spaCy");
      assertThat(corpus.report().leftOut())
          .containsEntry("annotations of other kinds than entities", 1);
    }
  }

  @Test
  void spacysTrainingJson() throws IOException {
    String document =
        """
        [{"id": 0, "paragraphs": [
          {"raw": "Ana Ban živi. U  Rimu!", "sentences": [
            {"tokens": [{"orth": "Ana", "ner": "B-PER"}, {"orth": "Ban", "ner": "L-PER"},
                        {"orth": "živi", "ner": "O"}, {"orth": ".", "ner": "O"}]},
            {"tokens": [{"orth": "U", "ner": "O"}, {"orth": "Rimu", "ner": "U-LOC"},
                        {"orth": "!", "ner": "O"}]}]},
          {"sentences": [
            {"tokens": [{"orth": "Rom", "ner": "-"}, {"orth": ".", "ner": "O"}]},
            {"tokens": [{"orth": "Rom"}]},
            {"tokens": [{"orth": "kraj", "ner": "O"}]}]}]}]
        """;
    LabelledCorpus corpus = Texts.labelled(document, "f.json");
    assertThat(corpus.sentences()).hasSize(3);
    assertThat(corpus.sentences().get(0).tags()).containsExactly("B-PER", "I-PER", "O", "O");
    assertThat(corpus.sentences().get(1).tags()).containsExactly("O", "B-LOC", "O");
    Sentence second = corpus.sentences().get(1).unlabelled();
    assertThat(second.text()).isEqualTo("U  Rimu!");
    assertThat(second.spans())
        .containsExactly(new CharSpan(0, 1), new CharSpan(3, 7), new CharSpan(7, 8));
    assertThat(corpus.report().leftOut()).containsEntry("sentences with words without a tag", 2);
    assertThat(Texts.words(Texts.unlabelled(document, "f.json")))
        .hasSize(5)
        .contains(List.of("Rom", "."), List.of("Rom"));
  }

  @Test
  void bilouThatDoesNotFitIsAnErrorOrRepaired() throws IOException {
    String record =
        "{\"paragraphs\":[{\"sentences\":[{\"tokens\":[{\"orth\":\"a\",\"ner\":\"O\"},"
            + "{\"orth\":\"b\",\"ner\":\"L-PER\"}]}]}]}\n";
    assertThatThrownBy(() -> read(record))
        .hasMessageStartingWith("f.jsonl:1: ner 'L-PER' of word 2 does not fit")
        .hasMessageContaining("(`repair: true`)");
    LabelledCorpus corpus =
        Texts.labelled(record, "f.jsonl", ReadOptions.DEFAULTS.withRepair(true));
    assertThat(corpus.sentences().get(0).tags()).containsExactly("O", "B-PER");
    assertThat(corpus.report().leftOut()).containsEntry("ner tags that do not fit", 1);
  }

  @Test
  void entitiesOfGlinerThatShareAWordAreErrorsOrLeftOut() throws IOException {
    String record = "{\"tokenized_text\":[\"a\",\"b\"],\"ner\":[[1,1,\"X\"],[0,1,\"Y Z\"]]}\n";
    assertThatThrownBy(() -> read(record))
        .hasMessageStartingWith("f.jsonl:1: 'X' of words 1 to 1 shares a word")
        .hasMessageContaining("(`repair: true`)");
    LabelledCorpus corpus =
        Texts.labelled(record, "f.jsonl", ReadOptions.DEFAULTS.withRepair(true));
    assertThat(corpus.sentences().get(0).entities()).containsExactly(new Span(0, 2, "Y Z"));
    assertThat(corpus.report().leftOut())
        .containsEntry("entities that share a word with another", 1);
  }

  /** Each line: the name of the shape, a right record, and then wrong ones. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "doccano|{'text':'a b','label':[[0,1,'X']]}"
            + "|{'text':'a b'}|{'text':5,'label':[]}|{'text':'a b','label':'X'}"
            + "|{'text':'a b','label':[[0,4,'X']]}|{'text':'a b','label':[[1,1,'X']]}"
            + "|{'text':'a b','label':[[0,1,'']]}|{'text':'a b','label':[[0,1]]}"
            + "|{'text':'a b','label':[[0,1,'X',2]]}|{'text':'a b','label':[['0',1,'X']]}|[1]|7",
        "doccano with relations|{'text':'a b','entities':[{'label':'X','start_offset':0,'end_offset':1}]}"
            + "|{'text':'a b'}|{'text':'a b','entities':[{'label':'X','start':0,'end':1}]}|['a b']",
        "Prodigy|{'text':'a b','spans':[]}"
            + "|{'text':'a b'}|{'text':'a b','spans':{}}|{'text':'a b','spans':[{'start':0,'end':1}]}"
            + "|{'text':'a b','spans':[],'answer':'maybe'}|{'text':'a b','spans':[],'answer':null}"
            + "|{'text':'a b','tokens':[{'text':'b','start':0,'end':1}],'spans':[]}"
            + "|{'text':'a b','tokens':[{'text':'a b','start':0,'end':4}],'spans':[]}"
            + "|{'text':'a b','tokens':[{'text':'a b'}],'spans':[]}"
            + "|{'text':'a b','tokens':['a b'],'spans':[]}|{'text':'a b','tokens':'ab','spans':[]}"
            + "|{'text':'a b','tokens':[{'text':'a b','start':0,'end':3},"
            + "{'text':'b','start':2,'end':3}],'spans':[]}|{'tokens':[],'spans':[]}",
        "HuggingFace datasets|{'tokens':['a'],'ner_tags':['O']}"
            + "|{'tokens':['a']}|{'tokens':'a','ner_tags':[]}|{'tokens':[1],'ner_tags':['O']}"
            + "|{'tokens':['a'],'ner_tags':[]}|{'tokens':['a','b'],'ner_tags':['O',1]}"
            + "|{'tokens':['a'],'ner_tags':[0.5]}|{'ner_tags':[]}",
        "GLiNER|{'tokenized_text':['a'],'ner':[]}"
            + "|{'tokenized_text':['a']}|{'tokenized_text':'a','ner':[]}"
            + "|{'tokenized_text':['a'],'ner':[[0,1,'X']]}|{'tokenized_text':['a'],'ner':[[-1,0,'X']]}"
            + "|{'tokenized_text':['a'],'ner':[[0,0,'']]}|{'tokenized_text':['a'],'ner':[[0,0]]}"
            + "|{'tokenized_text':['a'],'ner':[[0.5,0,'X']]}|{'tokens':['a'],'ner':[]}",
        "Label Studio|{'data':{'text':'a b'},'annotations':[{'result':[]}]}"
            + "|{'text':'a b'}|{'data':{'text':'a b'}}|{'data':{'a':'x','b':'y'},'annotations':[]}"
            + "|{'data':{'n':1},'annotations':[]}|{'data':{'text':'a b'},'annotations':[{}]}"
            + "|{'data':{'text':'a b'},'annotations':[{'result':[{'type':'labels'}]}]}"
            + "|{'data':{'text':'a b'},'annotations':[{'result':[{'type':'labels','value':{"
            + "'start':0,'end':1,'labels':['X','Y']}}]}]}"
            + "|{'data':{'text':'a b'},'annotations':[{'result':[{'type':'labels','value':{"
            + "'start':0,'end':1,'labels':[]}}]}]}"
            + "|{'data':{'text':'a b'},'annotations':[{'result':[{'type':'labels','value':{"
            + "'start':0,'end':1,'text':'b','labels':['X']}}]}]}",
        "Label Studio JSON-MIN|{'text':'a b','label':[{'start':0,'end':1,'labels':['X']}]}"
            + "|{'text':'a b'}|{'text':'a b','label':[[0,1,'X']]}"
            + "|{'text':'a b','label':[{'start':0,'end':1,'labels':['X','Y']}]}"
            + "|{'text':'a b','label':[{'start':0,'end':1,'text':'b','labels':['X']}]}",
        "spaCy|['a b',{'entities':[[0,1,'X']]}]"
            + "|{'text':'a b','entities':[]}|['a b']|['a b',{}]|['a b',{'entities':[[0,1]]}]|['a b',5]"
            + "|[5,{'entities':[]}]|['a b',{'entities':[]},1]",
        "spaCy 2 training|{'paragraphs':[]}"
            + "|{'id':1}|{'paragraphs':{}}|{'paragraphs':[{}]}|{'paragraphs':[{'sentences':[{}]}]}"
            + "|{'paragraphs':[{'sentences':[{'tokens':[{'ner':'O'}]}]}]}"
            + "|{'paragraphs':[{'sentences':[{'tokens':[{'orth':'a','ner':5}]}]}]}"
            + "|{'paragraphs':[{'sentences':[{'tokens':[{'orth':'a','ner':'S-X'}]}]}]}"
            + "|{'paragraphs':[{'sentences':[{'tokens':[{'orth':'a','ner':''}]}]}]}"
            + "|{'paragraphs':[{'raw':5,'sentences':[]}]}"
            + "|{'paragraphs':[{'raw':'a b','sentences':[{'tokens':[{'orth':'b','ner':'O'}]}]}]}"
      })
  void whatDoesNotFitIsAnErrorThatNamesPlaceAndShape(String shapes) throws IOException {
    String[] parts = json(shapes).split("\\|");
    assertThat(read(parts[1]).report().layout()).isEqualTo("JSON lines, " + parts[0]);
    for (int i = 2; i < parts.length; i++) {
      String wrong = parts[i];
      assertThatThrownBy(() -> read(parts[1] + "\n" + wrong))
          .as(wrong)
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith("f.jsonl:2: ")
          .hasMessageEndingWith("(read as " + parts[0] + ")");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'text':'a b','label':#}",
        "{'text':'a b','labels':#}",
        "{'text':'a b','entities':#,'relations':#}",
        "{'text':'a b','spans':#}",
        "{'text':'a b','tokens':[{'text':'a','start':0,'end':1},{'text':'b','start':2,'end':3}],"
            + "'spans':#}",
        "{'tokens':['a','b'],'ner_tags':#}",
        "{'tokenized_text':['a','b'],'ner':#}",
        "{'data':{'text':'a b'},'annotations':#}",
        "['a b',#]",
        "{'paragraphs':[{'raw':'a b','sentences':[{'tokens':[{'orth':'a','ner':#},"
            + "{'orth':'b','ner':#}]}]}]}"
      })
  void labelsAreNotLookedAtIfTheyAreNotWanted(String record) throws IOException {
    List<Sentence> first = Texts.unlabelled(json(record.replace("#", "[]")), "f.jsonl");
    assertThat(Texts.words(first)).containsExactly(List.of("a", "b"));
    for (String junk :
        List.of(
            "5", "'x'", "null", "{}", "[7]", "[[0,9,'X']]", "[{'start':99}]", "{'entities':1}")) {
      assertThat(Texts.unlabelled(json(record.replace("#", junk)), "f.jsonl"))
          .as(junk)
          .isEqualTo(first);
    }
  }

  @Test
  void jsonIsRecognisedInFilesOfAnyNameExceptText() throws IOException {
    for (String text :
        List.of(
            "{\"text\":\"a\"}\n",
            " \n[{\"text\":\"a\"}]",
            "[\n{\n\"text\":\"a\"}]",
            "[\"a\",{\"entities\":[]}]",
            "[[\"a\",{\"entities\":[]}]]",
            "\uFEFF{\"text\":\"a\"}",
            "[{\"text\":\"" + "a".repeat(200_000) + "\"}]")) {
      assertThat(of("train", text)).as(text).contains(Format.JSONL);
      assertThat(of("train.tsv", text)).contains(Format.JSONL);
      assertThat(of("train.txt", text)).contains(Format.TEXT);
    }
    for (String text :
        List.of("[ O\nAna B-PER\n", "{\n\"\nAna\n", "[]", "{}", "[1,2]", "[\n(\n", "")) {
      assertThat(of("train", text)).as(text).isEmpty();
    }
  }

  private static Optional<Format> of(String name, String text) throws IOException {
    return Format.of(TextSource.of(Texts.stream(text), name));
  }

  @Test
  void aLongFirstLineIsReadAsWhatItIs() throws IOException {
    String record = "{\"text\":\"" + "a ".repeat(50_000) + "\",\"label\":[]}";
    assertThat(read(record + "\n\n" + record).sentences()).hasSize(3);
    assertThat(read("[" + record + "," + record + "]").sentences()).hasSize(2);
  }

  @Test
  void aRecordMayGoOnOverSeveralLines() throws IOException {
    for (String record :
        List.of(
            "{\"text\":\"a\",\n\"label\":[]}",
            "{\n\"text\":\"a\",\"label\":[]\n}\n",
            "{\"text\":\"a\",\"meta\":{}\n,\"label\":[]}",
            "{\"text\":\"a\",\"label\":[\n]}\n{\"text\":\"b\",\"label\":[]}")) {
      assertThat(read(record).report().layout()).as(record).isEqualTo("JSON, doccano");
    }
    assertThatThrownBy(() -> read("{\"text\":\"a\",\"label\":[]\n{\"text\":\"b\",\"label\":[]}\n"))
        .hasMessageStartingWith("f.jsonl:1: not valid JSON")
        .hasMessageContaining("the text ends inside a value");
  }
}
