package dev.zener.format;

import dev.zener.data.Sentence;
import dev.zener.data.Source;
import java.util.Collections;
import java.util.List;

/**
 * A sentence with its tags as written in the file.
 *
 * @param sources the location of each tag
 * @param settled whether the tags are already valid IOB2, because they were made from entities
 */
record RawSentence(Sentence sentence, List<String> tags, List<Source> sources, boolean settled) {

  static RawSentence of(Sentence sentence, List<String> tags, boolean settled) {
    List<Source> sources = Collections.nCopies(tags.size(), sentence.source());
    return new RawSentence(sentence, tags, sources, settled);
  }
}
