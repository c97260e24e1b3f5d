package dev.zener.method;

import dev.zener.data.LabelledSentence;
import java.util.ArrayList;
import java.util.List;

/** A sentence that grows word by word. */
final class PlantedSentence {
  private final List<String> words = new ArrayList<>();
  private final List<String> tags = new ArrayList<>();

  PlantedSentence add(String word, String tag) {
    words.add(word);
    tags.add(tag);
    return this;
  }

  int size() {
    return words.size();
  }

  LabelledSentence labelled() {
    return new LabelledSentence(words, tags);
  }
}
