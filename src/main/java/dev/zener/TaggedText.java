package dev.zener;

import dev.zener.data.CharSpan;
import dev.zener.data.Offsets;
import dev.zener.data.Sentence;
import dev.zener.label.Scheme;
import dev.zener.label.Span;
import dev.zener.predict.EntityConfidence;
import dev.zener.predict.Prediction;
import dev.zener.predict.Thresholds;
import java.util.List;
import java.util.Map;

/**
 * A text with the entities that a tagger found.
 *
 * @param text the text as given; for input already split into words, the words joined by spaces
 * @param words the words of the text
 * @param tags one valid IOB2 tag per word
 * @param entities from left to right, without overlaps; their offsets count UTF-16 units
 * @param probabilities for each word, the probability of each of the model's tags, in the order of
 *     its labels; empty unless {@link TaggerOptions#probabilities} asks for them
 */
public record TaggedText(
    String text,
    List<String> words,
    List<String> tags,
    List<TaggedEntity> entities,
    List<Map<String, Double>> probabilities) {
  public TaggedText {
    words = List.copyOf(words);
    tags = List.copyOf(tags);
    entities = List.copyOf(entities);
    probabilities = List.copyOf(probabilities);
  }

  /** A text without the probabilities of all tags. */
  public TaggedText(
      String text, List<String> words, List<String> tags, List<TaggedEntity> entities) {
    this(text, words, tags, entities, List.of());
  }

  /**
   * Builds the result from a prediction. An I-X tag that continues no entity starts a new one, as
   * in conlleval.
   */
  static TaggedText of(Sentence sentence, Prediction prediction, EntityConfidence confidence) {
    List<Span> spans = Span.decode(prediction.tags());
    return new TaggedText(
        sentence.text(),
        sentence.words(),
        Scheme.IOB2.encode(sentence.size(), spans),
        spans.stream().map(span -> entity(sentence, prediction, confidence, span)).toList(),
        prediction.distributions());
  }

  private static TaggedEntity entity(
      Sentence sentence, Prediction prediction, EntityConfidence confidence, Span span) {
    CharSpan characters =
        new CharSpan(
            sentence.spans().get(span.start()).start(), sentence.spans().get(span.end() - 1).end());
    return new TaggedEntity(
        span.type(),
        characters.of(sentence.text()),
        characters.start(),
        characters.end(),
        span.start(),
        span.end(),
        prediction.confidence(confidence, span.start(), span.end()));
  }

  /**
   * Returns a copy without the entities whose confidence is below the threshold of their type.
   * Their words have the tag O.
   */
  public TaggedText atLeast(Thresholds thresholds) {
    List<TaggedEntity> kept =
        entities.stream().filter(e -> e.confidence() >= thresholds.of(e.type())).toList();
    List<Span> spans =
        kept.stream().map(e -> new Span(e.firstWord(), e.endWord(), e.type())).toList();
    return new TaggedText(
        text, words, Scheme.IOB2.encode(words.size(), spans), kept, probabilities);
  }

  /** The entities with {@code start} and {@code end} in another unit, such as code points. */
  public List<TaggedEntity> entities(Offsets offsets) {
    return entities.stream()
        .map(
            e ->
                new TaggedEntity(
                    e.type(),
                    e.text(),
                    offsets.fromUnits(text, e.start()),
                    offsets.fromUnits(text, e.end()),
                    e.firstWord(),
                    e.endWord(),
                    e.confidence()))
        .toList();
  }
}
