package dev.zener.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BertPreTokenizerTest {
  private static List<String> words(Casing casing, String text) {
    return new BertPreTokenizer(casing)
        .words(text).stream().map(word -> text.substring(word.start(), word.end())).toList();
  }

  @Test
  void wordsEndAtSpacesAndPunctuation() {
    assertThat(words(Casing.CASED, " Ana-Marija,\tu 2024. "))
        .containsExactly("Ana", "-", "Marija", ",", "u", "2024", ".");
  }

  @Test
  void specialStringsAreWords() {
    assertThat(words(Casing.CASED, "a[MASK][b][SEP]"))
        .containsExactly("a", "[MASK]", "[", "b", "]", "[SEP]");
  }

  @Test
  void chineseIsSplitIfTheCasingSaysSo() {
    assertThat(words(Casing.CASED, "a中文")).containsExactly("a", "中", "文");
    assertThat(words(new Casing(false, false, false), "a中文")).containsExactly("a中文");
  }

  /** With and without a vocabulary, words are the same. */
  @Test
  void noVocabularyIsNeeded() {
    BertPreTokenizer alone = new BertPreTokenizer(Casing.CASED);
    for (String line : Golden.lines("multiscript.tsv.gz").subList(0, 400)) {
      String text = Golden.columns(line)[0];
      assertThat(alone.words(text)).isEqualTo(Golden.CASED.preTokenizer().words(text));
    }
  }
}
