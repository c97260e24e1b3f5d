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

  /** The same, whose words and tags are the same objects as those of other items. */
  Item sharing(SharedStrings shared) {
    Sentence same =
        new Sentence(
            shared.of(sentence.words()),
            sentence.text(),
            sentence.spans(),
            sentence.source(),
            sentence.presplit());
    Labels own =
        labels instanceof Labels.Tags tags
            ? new Labels.Tags(shared.of(tags.tags()), tags.sources(), tags.beside())
            : labels;
    return new Item(same, own, origin);
  }
}
