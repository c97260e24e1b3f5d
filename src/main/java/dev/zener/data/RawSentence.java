package dev.zener.data;

import java.util.Collections;
import java.util.List;

/**
 * A sentence with its tags as the file has them.
 *
 * @param sources where each tag stands
 * @param settled the tags are legal IOB2 already, made from entities
 */
record RawSentence(Sentence sentence, List<String> tags, List<Source> sources, boolean settled) {

  static RawSentence of(Sentence sentence, List<String> tags, boolean settled) {
    List<Source> sources = Collections.nCopies(tags.size(), sentence.source());
    return new RawSentence(sentence, tags, sources, settled);
  }
}
