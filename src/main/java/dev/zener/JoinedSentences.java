package dev.zener;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Joins the results for the sentences of a text, each of which has the whole text. */
final class JoinedSentences {
  private JoinedSentences() {}

  static TaggedText of(List<TaggedText> sentences) {
    List<String> words = new ArrayList<>();
    List<String> tags = new ArrayList<>();
    List<TaggedEntity> entities = new ArrayList<>();
    List<Map<String, Double>> probabilities = new ArrayList<>();
    for (TaggedText sentence : sentences) {
      int before = words.size();
      sentence.entities().forEach(entity -> entities.add(behind(before, entity)));
      words.addAll(sentence.words());
      tags.addAll(sentence.tags());
      probabilities.addAll(sentence.probabilities());
    }
    return new TaggedText(sentences.get(0).text(), words, tags, entities, probabilities);
  }

  /** An entity in a text that has more words before it. */
  private static TaggedEntity behind(int words, TaggedEntity e) {
    return new TaggedEntity(
        e.type(),
        e.text(),
        e.start(),
        e.end(),
        e.firstWord() + words,
        e.endWord() + words,
        e.confidence());
  }
}
