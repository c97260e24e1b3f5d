package dev.zener.format;

import dev.zener.data.Sentence;

/**
 * A sentence or a text as it stands in a file.
 *
 * @param sentence its words
 * @param labels its labels
 * @param origin what else the file says of it
 */
record Item(Sentence sentence, Labels labels, Origin origin) {
  /** An item of which only the words are known. */
  static Item of(Sentence sentence) {
    return new Item(sentence, new Labels.None(), Origin.NONE);
  }

  Item(Sentence sentence, Labels labels) {
    this(sentence, labels, Origin.NONE);
  }
}
