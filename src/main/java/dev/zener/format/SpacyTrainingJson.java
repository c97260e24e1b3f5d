package dev.zener.format;

import dev.zener.data.Sentence;
import dev.zener.files.Quoted;
import dev.zener.label.Repair;
import dev.zener.label.Scheme;
import dev.zener.label.Span;
import dev.zener.label.Tag;
import dev.zener.label.Violation;
import dev.zener.problem.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The training JSON of spaCy 2: documents of paragraphs of sentences, {@code {"paragraphs":[{
 * "raw":...,"sentences":[{"tokens":[{"orth":"Ana","ner":"U-PER"}]}]}]}}. The tags are BILOU. A
 * sentence of which a word has no tag is left out.
 */
final class SpacyTrainingJson implements JsonShape {
  private static final Set<String> KEYS = Set.of("paragraphs");

  /** The tag of a word that nobody has annotated; the same as no tag at all. */
  private static final String MISSING = "-";

  @Override
  public String title() {
    return "spaCy 2 training";
  }

  @Override
  public boolean recognises(JsonNode record) {
    return record.path("paragraphs").isArray();
  }

  @Override
  public Set<String> keys() {
    return KEYS;
  }

  @Override
  public List<Item> read(JsonRecord record) {
    List<Item> items = new ArrayList<>();
    for (JsonNode paragraph : list(record, record.node(), "paragraphs")) {
      JsonNode sentences = list(record, paragraph, "sentences");
      ParagraphText raw = new ParagraphText(record, paragraph.path("raw"), sentences.size() == 1);
      for (JsonNode sentence : sentences) {
        read(record, raw, list(record, sentence, "tokens"), items);
      }
    }
    return items;
  }

  private static JsonNode list(JsonRecord record, JsonNode parent, String key) {
    if (!parent.path(key).isArray()) {
      throw record.wrong(
          "\"" + key + "\" is missing or not a list; expected: paragraphs of sentences of tokens");
    }
    return parent.path(key);
  }

  private static void read(
      JsonRecord record, ParagraphText raw, JsonNode tokens, List<Item> items) {
    List<String> words = new ArrayList<>(tokens.size());
    List<String> tags = new ArrayList<>(tokens.size());
    for (JsonNode token : tokens) {
      if (!token.path("orth").isString()) {
        throw record.wrong("token " + JsonRecord.brief(token) + " has no \"orth\", a string");
      }
      words.add(token.path("orth").stringValue());
      if (record.labelled()) {
        tags.add(tag(record, token));
      }
    }
    Sentence sentence = raw.next(words);
    if (!record.labelled()) {
      items.add(new Item(sentence, new Labels.None(), record.origin()));
    } else if (tags.contains(MISSING)) {
      record.notes().leftOut("sentences with words without a tag");
    } else {
      items.add(new Item(sentence, new Labels.Spans(entities(record, tags)), record.origin()));
    }
  }

  private static String tag(JsonRecord record, JsonNode token) {
    JsonNode tag = token.path("ner");
    if (tag.isMissingNode() || tag.isNull()) {
      return MISSING;
    }
    if (!tag.isString()) {
      throw record.wrong("token " + JsonRecord.brief(token) + ": \"ner\" is not a string");
    }
    return tag.stringValue();
  }

  private static List<Span> entities(JsonRecord record, List<String> tags) {
    List<String> renamed = tags.stream().map(SpacyTrainingJson::bioes).toList();
    for (int i = 0; i < tags.size(); i++) {
      if (Tag.find(renamed.get(i)).isEmpty()) {
        throw record.wrong(
            String.format(
                "ner %s of word %d is not a tag; allowed: O, U-X, B-X, I-X, L-X",
                Quoted.of(tags.get(i)), i + 1));
      }
    }
    if (!record.repair()) {
      for (Violation violation : Scheme.BIOES.violations(renamed)) {
        throw record.wrong(
            String.format(
                "ner %s of word %d does not fit; expected: O, U-X for an entity of one word, and"
                    + " B-X I-X L-X for others; correct it, or repair it (%s)",
                Quoted.of(tags.get(violation.index())),
                violation.index() + 1,
                Setting.REPAIR.with("true")));
      }
    }
    Repair repair = Scheme.BIOES.repair(renamed);
    for (int i = 0; i < repair.count(); i++) {
      record.notes().leftOut("ner tags that do not fit");
    }
    return Span.decode(repair.tags());
  }

  /** The same tag in BIOES, which differs in two letters. */
  private static String bioes(String bilou) {
    return switch (bilou.isEmpty() ? ' ' : bilou.charAt(0)) {
      case 'L' -> "E" + bilou.substring(1);
      case 'U' -> "S" + bilou.substring(1);
      case 'E', 'S' -> "";
      default -> bilou;
    };
  }

  private static String bilou(String bioes) {
    return switch (bioes.charAt(0)) {
      case 'E' -> "L" + bioes.substring(1);
      case 'S' -> "U" + bioes.substring(1);
      default -> bioes;
    };
  }

  @Override
  public boolean holdsText() {
    return false;
  }

  /** A document of one sentence. Without its text if its words cannot be found there. */
  @Override
  public JsonNode write(TaggedItem item, WriteOptions options) {
    Sentence sentence = item.sentence();
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    ObjectNode paragraph = record.putArray("paragraphs").addObject();
    if (ParagraphText.holds(sentence)) {
      paragraph.put("raw", sentence.text());
    }
    ArrayNode tokens = paragraph.putArray("sentences").addObject().putArray("tokens");
    List<String> tags = Scheme.IOB2.convert(item.tags(), Scheme.BIOES);
    for (int i = 0; i < sentence.size(); i++) {
      tokens
          .addObject()
          .put("id", i)
          .put("orth", sentence.words().get(i))
          .put("ner", bilou(tags.get(i)));
    }
    return record;
  }
}
