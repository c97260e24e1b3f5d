package dev.zener.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerFilesTest {
  private static final String VOCAB = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nA\na\n##b\n";
  private static final String JSON =
      """
      {"added_tokens": [%s],
       "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
                      "strip_accents": %s, "lowercase": %s},
       "pre_tokenizer": {"type": "BertPreTokenizer"},
       "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                 "max_input_chars_per_word": 100,
                 "vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "[MASK]": 4, "A": 5,
                           "a": 6, "##b": 7}}}
      """;

  @TempDir Path folder;

  private void put(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  private PieceTokenizer open() {
    return TokenizerFiles.open(folder);
  }

  private static Casing casing(PieceTokenizer tokenizer) {
    return ((WordPieceTokenizer) tokenizer).casing();
  }

  private static String json(String stripAccents, String lowercase, String... added) {
    return JSON.formatted(String.join(",", added), stripAccents, lowercase);
  }

  private static String added(int id, String content, String more) {
    return "{\"id\": %d, \"content\": \"%s\", \"special\": true%s}".formatted(id, content, more);
  }

  @Test
  void multilingualBertIsCased() {
    PieceTokenizer tokenizer = TokenizerFiles.open(Golden.ENCODER);
    assertThat(casing(tokenizer)).isEqualTo(Casing.CASED);
    assertThat(tokenizer.pieces()).isEqualTo(Golden.VOCABULARY.pieces());
  }

  @Test
  void aVocabularyAloneTellsItsCasing() throws IOException {
    put("vocab.txt", VOCAB);
    FoundTokenizer found = TokenizerFiles.find(folder, Optional.empty());
    assertThat(casing(found.tokenizer())).isEqualTo(Casing.CASED);
    assertThat(found.remarks())
        .containsExactly(
            "casing: cased, since no file sets it and piece 'A' of %s has a capital letter"
                .formatted(folder.resolve("vocab.txt")));
    put("other.txt", VOCAB);
    assertThat(casing(TokenizerFiles.open(folder.resolve("other.txt")))).isEqualTo(Casing.CASED);
  }

  /** Folders without the casing: only vocab.txt, or a configuration that does not state it. */
  @ParameterizedTest
  @ValueSource(strings = {"", "{\"model_max_length\": 512}", "{\"do_lower_case\": null}"})
  void aVocabularyWithoutCapitalsIsUncased(String config) throws IOException {
    put("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n[unused1]\nℝ\nana\nzagreb\n##u\n");
    if (!config.isEmpty()) {
      put("tokenizer_config.json", config);
    }
    FoundTokenizer found = TokenizerFiles.find(folder, Optional.empty());
    assertThat(casing(found.tokenizer())).isEqualTo(Casing.UNCASED);
    assertThat(found.tokenizer().encode("Ana Zagrebu").tokens())
        .containsExactly("ana", "zagreb", "##u");
    assertThat(found.remarks()).singleElement().asString().startsWith("casing: uncased, since no");
    FoundTokenizer decided = TokenizerFiles.find(folder, Optional.of(Casing.CASED));
    assertThat(casing(decided.tokenizer())).isEqualTo(Casing.CASED);
    assertThat(decided.remarks()).isEmpty();
  }

  @Test
  void whatEasyBertPacksTellsTheCasing() throws IOException {
    put("vocab.txt", VOCAB);
    put("model.json", "{\"doLowerCase\": true, \"maxSequenceLength\": 128}");
    FoundTokenizer found = TokenizerFiles.find(folder, Optional.empty());
    assertThat(casing(found.tokenizer())).isEqualTo(Casing.UNCASED);
    assertThat(found.remarks()).isEmpty();
  }

  @Test
  void theConfigDecidesTheCasing() throws IOException {
    put("vocab.txt", VOCAB);
    put("tokenizer_config.json", "{\"do_lower_case\": true, \"strip_accents\": null}");
    assertThat(casing(open())).isEqualTo(Casing.UNCASED);
    put(
        "tokenizer_config.json",
        "{\"do_lower_case\": true, \"strip_accents\": false, \"tokenize_chinese_chars\": false}");
    assertThat(casing(open())).isEqualTo(new Casing(true, false, false));
    put("tokenizer_config.json", "{\"do_lower_case\": \"false\"}");
    assertThatThrownBy(this::open)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("tokenizer_config.json: do_lower_case is \"false\"");
  }

  @Test
  void theNormalizerDecidesWhereTheConfigIsSilent() throws IOException {
    put("tokenizer.json", json("null", "true"));
    assertThat(casing(open())).isEqualTo(Casing.UNCASED);
    put("tokenizer_config.json", "{\"strip_accents\": false}");
    assertThat(casing(open())).isEqualTo(new Casing(true, false, true));
    put("tokenizer_config.json", "{\"do_lower_case\": false}");
    assertThat(casing(open())).isEqualTo(Casing.CASED);
    assertThat(open().pieces()).containsExactly(VOCAB.split("\n"));
  }

  @Test
  void addedTokensAreFoundOnlyInTheUntouchedText() throws IOException {
    put("tokenizer.json", json("null", "true", added(4, "[MASK]", ""), added(8, "abb", "")));
    PieceTokenizer tokenizer = open();
    assertThat(tokenizer.encode("ab[MASK] xabbA ABB").tokens())
        .containsExactly("a", "##b", "[MASK]", "[UNK]", "abb", "a", "a", "##b", "##b");
    assertThat(tokenizer.size()).isEqualTo(9);
  }

  @Test
  void whatIsWrittenReadsTheSame() throws IOException {
    put("tokenizer.json", json("false", "true", added(8, "abb", "")));
    PieceTokenizer tokenizer = open();
    Path copy = folder.resolve("sub/copy");
    tokenizer.write(copy);
    PieceTokenizer again = TokenizerFiles.open(copy);
    assertThat(casing(again)).isEqualTo(new Casing(true, false, true));
    assertThat(again.pieces()).isEqualTo(tokenizer.pieces());
    String text = "abb aBB [MASK]";
    assertThat(again.encode(text)).isEqualTo(tokenizer.encode(text));
    assertThat(copy.resolve("vocab.txt")).hasContent(VOCAB);
    assertThat(Files.readString(copy.resolve("tokenizer_config.json")))
        .contains("\"tokenizer_class\" : \"BertTokenizer\"", "\"do_lower_case\" : true")
        .contains("\"mask_token\" : \"[MASK]\"", "\"8\" : {");
    try (Stream<Path> files = Files.list(copy)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("vocab.txt", "tokenizer_config.json");
    }
  }

  @Test
  void anotherTokenizerJsonIsNotOvershadowed() throws IOException {
    put("tokenizer.json", json("null", "true"));
    PieceTokenizer tokenizer = open();
    assertThatThrownBy(() -> tokenizer.write(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("tokenizer.json: already exists");
  }

  private void refuses(String json, String... message) throws IOException {
    put("tokenizer.json", json);
    assertThatThrownBy(this::open)
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(message);
  }

  @Test
  void theSameKeyTwiceIsAnError() throws IOException {
    refuses(json("null", "false").replace("\"a\": 6", "\"a\": 6, \"a\": 6"), "Duplicate", "\"a\"");
  }

  @Test
  void otherTokenizersAreNamed() throws IOException {
    String good = json("null", "true");
    refuses(good.replace("\"WordPiece\"", "\"Unigram\""), "model.type is Unigram", "WordPiece");
    refuses(good.replace("BertNormalizer", "Precompiled"), "normalizer.type is Precompiled");
    refuses(good.replace("BertPreTokenizer", "Metaspace"), "pre_tokenizer.type is Metaspace");
    refuses(good.replace("\"##\"", "\"@@\""), "continuing_subword_prefix is @@", "allowed: ##");
    refuses(good.replace(": 100", ": 200"), "max_input_chars_per_word is 200");
    refuses(good.replace("\"clean_text\": true", "\"clean_text\": false"), "clean_text");
    refuses(good.replace("\"a\": 6", "\"a\": 9"), "\"a\"", "9", "8 pieces");
    refuses(json("null", "true", added(9, "x", "")), "\"x\" has id 9", "gap");
    refuses(json("null", "true", added(6, "x", "")), "\"x\" has id 6, which is \"a\"");
    refuses(json("null", "true", added(8, "x", ", \"lstrip\": true")), "lstrip: true");
    refuses("{", "cannot be read as JSON");
    refuses("[]", "is not a JSON object");
  }

  @Test
  void otherClassesAndNamesAreNamed() throws IOException {
    put("vocab.txt", VOCAB);
    put("tokenizer_config.json", "{\"tokenizer_class\": \"BertJapaneseTokenizer\"}");
    assertThatThrownBy(this::open).hasMessageContaining("BertJapaneseTokenizer");
    put("tokenizer_config.json", "{\"unk_token\": {\"content\": \"<unk>\"}}");
    assertThatThrownBy(this::open).hasMessageContaining("unk_token is \"<unk>\"");
    put("tokenizer_config.json", "{\"tokenizer_class\": \"BertTokenizerFast\"}");
    assertThat(open().size()).isEqualTo(8);
  }

  @Test
  void anEmptyDirectoryIsNamed() {
    assertThatThrownBy(this::open)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("neither vocab.txt nor tokenizer.json");
  }
}
