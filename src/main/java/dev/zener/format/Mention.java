package dev.zener.format;

import dev.zener.data.Offsets;
import java.util.List;

/**
 * An entity of a text as files have it.
 *
 * @param start its first character, in the unit of the file
 * @param end the character after its last
 * @param text its characters
 * @param type its type
 */
record Mention(int start, int end, String text, String type) {
  /** The entities of a text that is to be written. */
  static List<Mention> of(TaggedItem item, WriteOptions options) {
    String text = item.sentence().text();
    Offsets offsets = options.offsets();
    return item.entities().stream()
        .map(
            entity ->
                new Mention(
                    offsets.fromUnits(text, entity.characters().start()),
                    offsets.fromUnits(text, entity.characters().end()),
                    entity.characters().of(text),
                    entity.type()))
        .toList();
  }
}
