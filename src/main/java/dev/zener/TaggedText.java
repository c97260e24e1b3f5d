package dev.zener;

import dev.zener.data.CharSpan;
import dev.zener.data.Offsets;
import dev.zener.data.Sentence;
import dev.zener.label.Scheme;
import dev.zener.label.Span;
import dev.zener.predict.Prediction;
import java.util.List;

/**
 * A text with the entities that a tagger found.
 *
 * @param text the text as given; for input already split into words, the words joined by spaces
 * @param words the words of the text
 * @param tags one valid IOB2 tag per word
 * @param entities from left to right, without overlaps; their offsets count UTF-16 units
 */
public record TaggedText(
    String text, List<String> words, List<String> tags, List<TaggedEntity> entities) {
  public TaggedText {
    words = List.copyOf(words);
    tags = List.copyOf(tags);
    entities = List.copyOf(entities);
  }

  /**
   * Builds the result from a prediction. An I-X tag that continues no entity starts a new one, as
   * in conlleval.
   */
  static TaggedText of(Sentence sentence, Prediction prediction) {
    List<Span> spans = Span.decode(prediction.tags());
    return new TaggedText(
        sentence.text(),
        sentence.words(),
        Scheme.IOB2.encode(sentence.size(), spans),
        spans.stream().map(span -> entity(sentence, prediction, span)).toList());
  }

  private static TaggedEntity entity(Sentence sentence, Prediction prediction, Span span) {
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
        prediction.confidence(span.start(), span.end()));
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
