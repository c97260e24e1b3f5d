package dev.zener.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokenizers as people have them: added tokens, and vocabularies without a configuration. */
class AddedTokenTest {
  private static final Path CASES = Path.of("src/test/resources/cases");
  private static final Path ADDED = CASES.resolve("14-added-token-normalized");
  private static final Path BARE = CASES.resolve("04-uncased-without-config");

  private static final Vocabulary VOCABULARY =
      Vocabulary.of(
          List.of("[UNK]", "[CLS]", "[SEP]", "a", "b", "-", "A", "B-a", "a b", "ab", "##a", "##b"));

  private static WordPieceTokenizer tokenizer(Casing casing) {
    List<String> added = List.of("B-a", "a b");
    return new WordPieceTokenizer(VOCABULARY, casing, added, added, VOCABULARY.size());
  }

  @TempDir Path folder;

  @Test
  void anAddedTokenIsOnePieceInAText() throws IOException {
    PieceTokenizer tokenizer = TokenizerFiles.open(ADDED.resolve("m"));
    String text = Files.readString(ADDED.resolve("in.txt")).strip();
    Encoding encoding = tokenizer.encode(text);
    int at = encoding.tokens().indexOf("COVID-19");
    assertThat(encoding.ids()[at]).isEqualTo(10484);
    assertThat(
            tokenizer.preTokenizer().words(text).stream()
                .map(w -> text.substring(w.start(), w.end())))
        .containsExactly("Ana", "Ivanović", "ode", "u", "Zagreb", "COVID-19", "<", "ENT", ">", "x");
    assertThat(tokenizer.encode(List.of("COVID-19")).tokens()).containsExactly("COVID-19");
    assertThat(tokenizer.encode("covid-19").tokens()).doesNotContain("COVID-19");
  }

  /** What a normalised token does not touch is split as without it. */
  @Test
  void theRestIsSplitAsWithoutIt() {
    WordPieceTokenizer plain =
        new WordPieceTokenizer(VOCABULARY, Casing.UNCASED, List.of(), List.of(), 12);
    String text = " Ab\u00e4 a-A\u200e [SEP] a\u4e2db \t\u0301 aab";
    assertThat(tokenizer(Casing.UNCASED).encode(text)).isEqualTo(plain.encode(text));
  }

  @ParameterizedTest
  @CsvSource({
    "true, B-a, B-a",
    "true, b-A, b|-|A",
    "false, b-A, B-a",
    "false, xB-Ax, [UNK]|B-a|[UNK]",
    "false, b\u200e-\u00e1, B-a",
    "false, 'a  b', a|b",
    "false, A b, a b",
    "false, 'A\tb', a b",
    "false, aa b, a|a b",
  })
  void isFoundInTheNormalisedText(boolean cased, String text, String tokens) {
    WordPieceTokenizer tokenizer = tokenizer(cased ? Casing.CASED : Casing.UNCASED);
    assertThat(tokenizer.encode(text).tokens()).containsExactly(tokens.split("\\|"));
  }

  /** The offsets are those of the original text, here with a dropped character inside. */
  @Test
  void offsetsAreThoseOfTheText() {
    Encoding encoding = tokenizer(Casing.UNCASED).encode("a b\u200e-\u00c1 a");
    assertThat(encoding.tokens()).containsExactly("a b", "-", "a", "a");
    Encoding whole = tokenizer(Casing.UNCASED).encode("- b\u200e-\u00c1 a");
    assertThat(whole.tokens()).containsExactly("-", "B-a", "a");
    assertThat(whole.start(1)).isEqualTo(2);
    assertThat(whole.end(1)).isEqualTo(6);
  }

  @Test
  void whatIsWrittenFindsTheSame() {
    PieceTokenizer tokenizer = TokenizerFiles.open(ADDED.resolve("m"));
    tokenizer.write(folder);
    assertThat(TokenizerFiles.open(folder)).isEqualTo(tokenizer);
    PieceSubset subset = tokenizer.subset();
    subset.addCharacters();
    assertThat(subset.tokenizer().encode("COVID-19").tokens()).containsExactly("COVID-19");
  }

  @Test
  void aSequenceOfOneIsItsElement() throws IOException {
    String json = Files.readString(ADDED.resolve("m/tokenizer.json"));
    String nested =
        json.replaceFirst(
                "\"normalizer\": (\\{[^}]*})",
                "\"normalizer\": {\"type\": \"Sequence\", \"normalizers\": [$1]}")
            .replaceFirst(
                "\"pre_tokenizer\": (\\{[^}]*})",
                "\"pre_tokenizer\": {\"type\": \"Sequence\", \"pretokenizers\": [$1]}");
    assertThat(nested).contains("normalizers", "pretokenizers");
    Files.writeString(folder.resolve("tokenizer.json"), nested);
    Files.copy(ADDED.resolve("m/tokenizer_config.json"), folder.resolve("tokenizer_config.json"));
    assertThat(TokenizerFiles.open(folder)).isEqualTo(TokenizerFiles.open(ADDED.resolve("m")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"t-none", "t-partial"})
  void aVocabularyWithoutCapitalsIsUncased(String model) throws IOException {
    FoundTokenizer found = TokenizerFiles.find(BARE.resolve(model), Optional.empty());
    assertThat(found.tokenizer().encode(Files.readString(BARE.resolve("in.txt"))).tokens())
        .containsExactly("ana", "ide", "u", "zagreb", ".", "cafe");
    assertThat(found.remarks()).singleElement().asString().startsWith("casing: uncased");
  }
}
