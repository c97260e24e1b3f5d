package dev.zener.format;

import dev.zener.data.CharSpan;
import dev.zener.data.Offsets;
import dev.zener.data.Sentence;
import dev.zener.data.WordsInText;
import dev.zener.files.Quoted;
import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Prodigy: {@code {"text":...,"spans":[{"start":0,"end":3,"label":"PER"}],"tokens":[{"text":"Ana",
 * "start":0,"end":3,"id":0}],"answer":"accept"}}. The words are the tokens, if there are any. A
 * record that was not accepted is left out.
 */
final class ProdigyJson implements JsonShape {
  private static final Set<String> KEYS = Set.of("text", "tokens", "spans", "relations");
  private static final Set<String> REFUSALS = Set.of("reject", "ignore");
  private static final String ACCEPTED = "accept";
  private static final EntityParts PARTS = EntityParts.keys("start", "end", "label");

  @Override
  public String title() {
    return "Prodigy";
  }

  @Override
  public boolean recognises(JsonNode record) {
    return record.has("text")
        && (record.has("spans")
            || record.path("tokens").path(0).isObject()
            || ACCEPTED.equals(answer(record))
            || REFUSALS.contains(answer(record)));
  }

  private static String answer(JsonNode record) {
    return record.path("answer").asString("");
  }

  @Override
  public Set<String> keys() {
    return KEYS;
  }

  @Override
  public List<Item> read(JsonRecord record) {
    JsonNode node = record.node();
    String answer = answer(node);
    if (REFUSALS.contains(answer)) {
      record.notes().leftOut("records that were not accepted");
      return List.of();
    }
    if (node.has("answer") && !answer.equals(ACCEPTED)) {
      throw record.wrong(
          "answer "
              + JsonRecord.brief(node.path("answer"))
              + "; expected: accept, reject or ignore");
    }
    Sentence sentence = node.has("tokens") ? ofTokens(record) : record.text(node.path("text"));
    return List.of(new Item(sentence, labels(record, sentence), record.origin()));
  }

  private static Labels labels(JsonRecord record, Sentence sentence) {
    if (!record.labelled()) {
      return new Labels.None();
    }
    JsonNode node = record.node();
    node.path("relations").forEach(relation -> record.notes().leftOut("relations"));
    if (!node.has("spans") && node.has("answer")) {
      // Prodigy writes no spans for a text that is accepted as having none.
      return new Labels.Entities(List.of());
    }
    return record.entities(sentence, node.path("spans"), "spans", PARTS);
  }

  private static Sentence ofTokens(JsonRecord record) {
    JsonNode given = record.node().path("text");
    JsonNode tokens = record.node().path("tokens");
    if (!given.isString() || !tokens.isArray()) {
      throw record.wrong("expected: \"text\", a string, and \"tokens\", a list of objects");
    }
    String text = given.stringValue();
    IntUnaryOperator units = record.units(text);
    List<String> words = new ArrayList<>(tokens.size());
    List<CharSpan> spans = new ArrayList<>(tokens.size());
    int free = 0;
    for (JsonNode token : tokens) {
      CharSpan span = record.word(token, token.path("start"), token.path("end"), text, units);
      String word = span.of(text);
      if (!word.equals(token.path("text").asString(""))) {
        throw record.wrong(
            String.format(
                "token %s is %s at its offsets; correct them, or name their unit (%s)",
                JsonRecord.brief(token), Quoted.of(word), Setting.OFFSETS));
      }
      if (span.start() < free) {
        throw record.wrong(
            "token " + JsonRecord.brief(token) + " starts before the token before it ends");
      }
      free = span.end();
      words.add(word);
      spans.add(span);
    }
    return new Sentence(words, text, spans, record.source(), true);
  }

  @Override
  public JsonNode write(TaggedItem item, WriteOptions options) {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    record.put("text", item.sentence().text());
    if (item.sentence().presplit()) {
      putTokens(record.putArray("tokens"), item.sentence(), options.offsets());
    }
    ArrayNode list = record.putArray("spans");
    for (Mention mention : Mention.of(item, options)) {
      list.addObject()
          .put("start", mention.start())
          .put("end", mention.end())
          .put("label", mention.type());
    }
    return record;
  }

  private static void putTokens(ArrayNode tokens, Sentence sentence, Offsets offsets) {
    if (!WordsInText.areThere(sentence)) {
      throw new InputException(
          sentence.source()
              + ": Prodigy cannot hold words that are not in the text, such as zu dem for zum; read"
              + " the tokens of the text ("
              + Setting.SURFACE.with("true")
              + "), or write another format");
    }
    for (int i = 0; i < sentence.size(); i++) {
      CharSpan span = sentence.spans().get(i);
      tokens
          .addObject()
          .put("text", sentence.words().get(i))
          .put("start", offsets.fromUnits(sentence.text(), span.start()))
          .put("end", offsets.fromUnits(sentence.text(), span.end()))
          .put("id", i);
    }
  }
}
