package dev.zener.tokenizer;

import dev.zener.problem.InputException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A special string that a file declares in addition to the model's pieces.
 *
 * @param normalized whether it is found in the normalised text instead of the original one
 */
record AddedToken(int id, String content, boolean normalized) {
  /**
   * Reads an added token from its JSON in tokenizer.json or tokenizer_config.json.
   *
   * @throws InputException if the token is to be matched only next to some characters
   */
  static AddedToken read(String file, int id, JsonNode node) {
    String content = node.path("content").asString("");
    for (String flag : List.of("lstrip", "rstrip", "single_word")) {
      if (node.path(flag).asBoolean(false)) {
        throw new InputException(
            file
                + ": added token \""
                + content
                + "\" has "
                + flag
                + ": true; only tokens found anywhere in the text are supported: set it to false");
      }
    }
    if (content.isEmpty()) {
      throw new InputException(file + ": added token " + id + " has no content; remove it");
    }
    return new AddedToken(id, content, node.path("normalized").asBoolean(false));
  }

  void placeIn(List<String> pieces, String source) {
    if (id == pieces.size()) {
      pieces.add(content);
    } else if (id < 0 || id > pieces.size() || !pieces.get(id).equals(content)) {
      throw new InputException(
          source
              + ": added token \""
              + content
              + "\" has id "
              + id
              + ", which "
              + (id >= 0 && id < pieces.size()
                  ? "is \"" + pieces.get(id) + "\""
                  : "leaves a gap after " + (pieces.size() - 1))
              + "; vocabulary and added tokens must agree, and ids must have no gaps");
    }
  }
}
