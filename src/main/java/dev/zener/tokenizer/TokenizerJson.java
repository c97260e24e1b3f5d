package dev.zener.tokenizer;

import dev.zener.files.Folder;
import dev.zener.problem.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The content of a tokenizer.json for BERT.
 *
 * @param pieces the model's vocabulary by id
 * @param added special strings by ascending id
 * @param normalizer the JSON of the BertNormalizer
 */
record TokenizerJson(List<String> pieces, List<AddedToken> added, JsonNode normalizer) {
  /**
   * Reads a tokenizer.json.
   *
   * @throws InputException if it is not WordPiece, or does not split or normalise as BERT does
   */
  static TokenizerJson read(Folder folder, String name) {
    String file = folder.place(name);
    JsonNode root = Json.read(folder, name);
    JsonNode model = root.path("model");
    requireWordPiece(file, model);
    JsonNode normalizer = only(root.path("normalizer"), "normalizers");
    require(file, "normalizer", normalizer, "BertNormalizer");
    require(
        file,
        "pre_tokenizer",
        only(root.path("pre_tokenizer"), "pretokenizers"),
        "BertPreTokenizer");
    if (!normalizer.path("clean_text").asBoolean(true)) {
      throw new InputException(file + ": normalizer.clean_text is false; only true is supported");
    }
    return new TokenizerJson(pieces(file, model.path("vocab")), added(file, root), normalizer);
  }

  private static void requireWordPiece(String file, JsonNode model) {
    // Early files of this format have no type.
    String guess =
        model.has("continuing_subword_prefix") && !model.has("merges") ? "WordPiece" : "unknown";
    requireValue(file, "model.type", model.path("type").asString(guess), "WordPiece");
    requireValue(file, "model.unk_token", model.path("unk_token").asString("[UNK]"), "[UNK]");
    requireValue(
        file,
        "model.continuing_subword_prefix",
        model.path("continuing_subword_prefix").asString("##"),
        "##");
    int longest = model.path("max_input_chars_per_word").asInt(WordPieceTokenizer.LONGEST_WORD);
    requireValue(
        file,
        "model.max_input_chars_per_word",
        String.valueOf(longest),
        String.valueOf(WordPieceTokenizer.LONGEST_WORD));
  }

  /** The only element of a Sequence, which means the same; any other node is returned as it is. */
  private static JsonNode only(JsonNode node, String key) {
    boolean single =
        node.path("type").asString("").equals("Sequence") && node.path(key).size() == 1;
    return single ? only(node.path(key).get(0), key) : node;
  }

  private static void require(String file, String key, JsonNode node, String type) {
    requireValue(file, key + ".type", node.path("type").asString("none"), type);
  }

  private static void requireValue(String file, String key, String value, String allowed) {
    if (!value.equals(allowed)) {
      throw new InputException(
          file
              + ": "
              + key
              + " is "
              + value
              + "; allowed: "
              + allowed
              + ", as in BERT's WordPiece tokenizer");
    }
  }

  private static List<String> pieces(String file, JsonNode vocab) {
    if (!vocab.isObject()) {
      throw new InputException(
          file + ": model.vocab is not an object; allowed: an object of pieces with their ids");
    }
    String[] pieces = new String[vocab.size()];
    for (Map.Entry<String, JsonNode> entry : vocab.properties()) {
      int id = entry.getValue().asInt(-1);
      if (id < 0 || id >= pieces.length || pieces[id] != null) {
        throw new InputException(
            file
                + ": model.vocab gives \""
                + entry.getKey()
                + "\" the id "
                + entry.getValue()
                + "; its "
                + pieces.length
                + " pieces must have the ids from 0, each once");
      }
      pieces[id] = entry.getKey();
    }
    return Arrays.asList(pieces);
  }

  private static List<AddedToken> added(String file, JsonNode root) {
    List<AddedToken> added = new ArrayList<>();
    for (JsonNode token : root.path("added_tokens")) {
      added.add(AddedToken.read(file, token.path("id").asInt(-1), token));
    }
    added.sort(Comparator.comparingInt(AddedToken::id));
    return added;
  }
}
