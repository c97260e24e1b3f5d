package dev.zener.tokenizer;

import dev.zener.problem.InputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads and writes tokenizer_config.json, except for reading the casing. */
final class TokenizerConfig {
  private static final Map<String, String> NAMES =
      Map.of("unk_token", "[UNK]", "cls_token", "[CLS]", "sep_token", "[SEP]");
  private static final Set<String> BERT =
      Set.of("Bert", "DistilBert", "Electra", "MobileBert", "ConvBert", "PreTrained");

  private TokenizerConfig() {}

  /** Requires a tokenizer class that works like BERT's, since vocab.txt does not state the kind. */
  static void requireBert(String file, JsonNode config) {
    String kind = config.path("tokenizer_class").asString("BertTokenizer");
    if (!BERT.contains(kind.replaceFirst("Tokenizer(Fast)?$", ""))) {
      throw new InputException(
          file
              + ": tokenizer_class is "
              + kind
              + "; only BERT's WordPiece is supported (BertTokenizer)");
    }
    requireBertNames(file, config);
  }

  /** Requires the names [UNK], [CLS] and [SEP] for these tokens. */
  static void requireBertNames(String file, JsonNode config) {
    NAMES.forEach(
        (key, name) -> {
          JsonNode value = config.path(key);
          String said = (value.isObject() ? value.path("content") : value).asString(name);
          if (!said.isEmpty() && !said.equals(name)) {
            throw new InputException(
                file + ": " + key + " is \"" + said + "\"; only " + name + " is supported");
          }
        });
  }

  /** The tokens of {@code added_tokens_decoder} by ascending id. */
  static List<AddedToken> added(String file, JsonNode config) {
    List<AddedToken> added = new ArrayList<>();
    for (Map.Entry<String, JsonNode> token : config.path("added_tokens_decoder").properties()) {
      if (!token.getKey().matches("\\d{1,9}")) {
        throw new InputException(
            file + ": added_tokens_decoder has the key \"" + token.getKey() + "\"; allowed: an id");
      }
      added.add(AddedToken.read(file, Integer.parseInt(token.getKey()), token.getValue()));
    }
    added.sort(Comparator.comparingInt(AddedToken::id));
    return added;
  }

  /** The config from which HuggingFace creates this tokenizer. */
  static Map<String, Object> of(WordPieceTokenizer tokenizer) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("tokenizer_class", "BertTokenizer");
    config.put("do_lower_case", tokenizer.casing().lowercase());
    config.put("strip_accents", tokenizer.casing().stripAccents());
    config.put("tokenize_chinese_chars", tokenizer.casing().splitChinese());
    BertPreTokenizer words = tokenizer.preTokenizer();
    Map<String, Object> added = new LinkedHashMap<>();
    for (String special : words.specials()) {
      if (BertPreTokenizer.SPECIALS.contains(special)) {
        config.put(
            special.substring(1, special.length() - 1).toLowerCase(Locale.ROOT) + "_token",
            special);
      } else {
        added.put(
            String.valueOf(tokenizer.vocabulary().id(special)),
            token(special, words.normalized().contains(special)));
      }
    }
    if (!added.isEmpty()) {
      config.put("added_tokens_decoder", added);
    }
    return config;
  }

  private static Map<String, Object> token(String content, boolean normalized) {
    Map<String, Object> token = new LinkedHashMap<>();
    token.put("content", content);
    for (String flag : List.of("lstrip", "rstrip", "single_word")) {
      token.put(flag, false);
    }
    token.put("normalized", normalized);
    token.put("special", !normalized);
    return token;
  }
}
