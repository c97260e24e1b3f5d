package dev.zener.format;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** How a program writes sentences with entities as JSON. {@link JsonShapes} lists all of them. */
interface JsonShape {
  /** The name of the program or format, such as doccano. */
  String title();

  /** Whether a file whose first record is this one is of this shape. */
  boolean recognises(JsonNode record);

  /** The keys of a record that hold words, text or labels; others are kept as they are. */
  Set<String> keys();

  /** The sentences of a record; usually one. An empty list if the record is to be left out. */
  List<Item> read(JsonRecord record);

  /** Whether a record that is written has the words of a sentence as separate words. */
  default boolean holdsWords() {
    return true;
  }

  /** Whether a record that is written has the text as it is, with entities in characters. */
  default boolean holdsText() {
    return true;
  }

  /**
   * The record of a sentence with its entities. The keys of its origin are added by the caller,
   * except those that the record has already.
   */
  JsonNode write(TaggedItem item, WriteOptions options);
}
