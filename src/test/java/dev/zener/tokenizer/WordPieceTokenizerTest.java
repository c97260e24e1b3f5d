package dev.zener.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WordPieceTokenizerTest {
  private static final Vocabulary SMALL =
      Vocabulary.of(
          List.of(
              "[UNK]",
              "[CLS]",
              "[SEP]",
              "[MASK]",
              "un",
              "##aff",
              "##able",
              "##a",
              "a",
              "i",
              "##x",
              "e",
              "\uD83D\uDE00",
              "##\uD83D\uDE00",
              "\u4E2D",
              ".",
              "[",
              "]",
              "MASK",
              "\u0307"));

  private final WordPieceTokenizer cased = new WordPieceTokenizer(SMALL, Casing.CASED);
  private final WordPieceTokenizer uncased = new WordPieceTokenizer(SMALL, Casing.UNCASED);

  @Test
  void theLongestPieceWinsAndGoesOn() {
    Encoding found = cased.encode("unaffable  un.a");
    assertThat(found.tokens()).containsExactly("un", "##aff", "##able", "un", ".", "a");
    assertThat(found.starts()).containsExactly(0, 2, 5, 11, 13, 14);
    assertThat(found.ends()).containsExactly(2, 5, 9, 13, 14, 15);
    assertThat(found.words()).containsExactly(0, 0, 0, 1, 2, 3);
  }

  @Test
  void aWordThatDoesNotGoOnIsOneUnknown() {
    Encoding found = cased.encode("unq a");
    assertThat(found.tokens()).containsExactly("[UNK]", "a");
    assertThat(found.ends()).containsExactly(3, 5);
  }

  @Test
  void nothingGivesNothing() {
    assertThat(cased.encode("").length()).isZero();
    assertThat(cased.encode(" \t\n\u00AD\u200B").length()).isZero();
    assertThat(cased.encode(List.of()).length()).isZero();
    assertThat(cased.preTokenizer().words("")).isEmpty();
  }

  @Test
  void aLoneSurrogateIsDropped() {
    Encoding found = cased.encode("un\uD83Daff \uDE00 a");
    assertThat(found.tokens()).containsExactly("un", "##aff", "a");
    assertThat(found.starts()).containsExactly(0, 3, 9);
  }

  @Test
  void offsetsCountUnitsOrCodePoints() {
    String text = "\uD83D\uDE00\uD83D\uDE00 a";
    Encoding units = cased.encode(text);
    assertThat(units.tokens()).containsExactly("\uD83D\uDE00", "##\uD83D\uDE00", "a");
    assertThat(units.starts()).containsExactly(0, 2, 5);
    assertThat(units.ends()).containsExactly(2, 4, 6);
    Encoding points = units.inCodePoints(text);
    assertThat(points.starts()).containsExactly(0, 1, 3);
    assertThat(points.ends()).containsExactly(1, 2, 4);
    assertThat(points.ids()).isEqualTo(units.ids());
  }

  @Test
  void aWordMayHaveAHundredCodePointsAfterNormalisation() {
    assertThat(cased.encode("a".repeat(100)).length()).isEqualTo(100);
    assertThat(cased.encode("a".repeat(101)).ids()).containsExactly(SMALL.unk());
    assertThat(cased.encode("a".repeat(101)).ends()).containsExactly(101);
    assertThat(cased.encode("\uD83D\uDE00".repeat(100)).length()).isEqualTo(100);
    assertThat(cased.encode("\uD83D\uDE00".repeat(101)).length()).isEqualTo(1);
    assertThat(cased.encode("a\u00AD".repeat(100)).length()).isEqualTo(100);
  }

  @Test
  void specialStringsStandInTheUntouchedText() {
    Encoding found = cased.encode("a[MASK]a [[CLS] [mask] [MA\u00ADSK]");
    assertThat(found.tokens())
        .containsExactly("a", "[MASK]", "a", "[", "[CLS]", "[", "[UNK]", "]", "[", "MASK", "]");
    assertThat(found.words()).isEqualTo(IntStream.range(0, 11).toArray());
    assertThat(cased.preTokenizer().words("a[MASK]"))
        .containsExactly(new Word(0, 1), new Word(1, 7));
  }

  @Test
  void aCharacterThatExpandsKeepsItsPlace() {
    Encoding stripped = uncased.encode("\u0130X");
    assertThat(stripped.tokens()).containsExactly("i", "##x");
    assertThat(stripped.ends()).containsExactly(1, 2);
    Encoding kept = new WordPieceTokenizer(SMALL, new Casing(true, false, true)).encode("\u0130");
    assertThat(kept.tokens()).containsExactly("[UNK]");
    assertThat(kept.ends()).containsExactly(1);
  }

  @Test
  void removedCharactersLieInsideThePieceButNotAtItsEdge() {
    Encoding found = uncased.encode("\u00ADU\u00ADN\u0301 A");
    assertThat(found.tokens()).containsExactly("un", "a");
    assertThat(found.starts()).containsExactly(1, 6);
    assertThat(found.ends()).containsExactly(4, 7);
  }

  @Test
  void chineseCharactersAreWords() {
    assertThat(cased.encode("a\u4E2Da").words()).containsExactly(0, 1, 2);
    assertThat(
            new WordPieceTokenizer(SMALL, new Casing(false, false, false)).encode("a\u4E2Da").ids())
        .containsExactly(SMALL.unk());
  }

  @Test
  void presplitWordsKeepTheirNumbers() {
    Encoding found = cased.encode(List.of("un.a", "", "\u00AD", "unaff"));
    assertThat(found.tokens()).containsExactly("un", ".", "a", "un", "##aff");
    assertThat(found.words()).containsExactly(0, 0, 0, 3, 3);
    assertThat(found.starts()).containsExactly(0, 2, 3, 0, 2);
  }

  @Test
  void wordsAreNumberedAsPiecesAre() {
    for (String line : Golden.lines("multiscript.tsv.gz").subList(0, 400)) {
      String text = Golden.columns(line)[0];
      Encoding found = Golden.CASED.encode(text);
      List<Word> words = Golden.CASED.preTokenizer().words(text);
      assertThat(IntStream.of(found.words()).distinct()).hasSize(words.size());
      for (int i = 0; i < found.length(); i++) {
        Word word = words.get(found.word(i));
        assertThat(found.start(i)).isGreaterThanOrEqualTo(word.start());
        assertThat(found.end(i)).isLessThanOrEqualTo(word.end());
      }
    }
  }

  @Test
  void theArraysAreCopies() {
    Encoding found = cased.encode("un");
    found.ids()[0] = 99;
    assertThat(found.ids()).containsExactly(SMALL.id("un"));
  }

  @Test
  void randomVocabulariesAgreeWithPlainSearch() {
    Random random = new Random(5);
    for (int round = 0; round < 60; round++) {
      List<String> pieces = new ArrayList<>(List.of("[UNK]", "[CLS]", "[SEP]"));
      for (int i = 0; i < 200; i++) {
        pieces.add((random.nextBoolean() ? "##" : "") + letters(random, 1 + random.nextInt(4)));
      }
      Vocabulary vocabulary = Vocabulary.of(pieces);
      WordPieceTokenizer tokenizer = new WordPieceTokenizer(vocabulary, Casing.CASED);
      for (int i = 0; i < 200; i++) {
        String word = letters(random, 1 + random.nextInt(12));
        assertThat(tokenizer.encode(word).tokens())
            .as(word)
            .isEqualTo(plainSearch(vocabulary, word));
      }
    }
  }

  private static String letters(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append("abc\u0950\u4DFF\uD7A3".charAt(random.nextInt(6)));
    }
    return text.toString();
  }

  private static List<String> plainSearch(Vocabulary vocabulary, String word) {
    List<String> pieces = new ArrayList<>();
    for (int from = 0; from < word.length(); ) {
      int to = word.length();
      String prefix = from > 0 ? "##" : "";
      while (to > from && vocabulary.id(prefix + word.substring(from, to)) < 0) {
        to--;
      }
      if (to == from) {
        return List.of("[UNK]");
      }
      pieces.add(prefix + word.substring(from, to));
      from = to;
    }
    return pieces;
  }

  @Test
  void manyMarksInWrongOrderTakeNoLongerThanSorting() {
    String marks = "\u0301\u0316".repeat(100_000);
    assertThat(uncased.encode("a" + marks).tokens()).containsExactly("a");
  }

  @Test
  void threadsShareOneTokenizer() {
    List<String> texts =
        Golden.lines("multiscript.tsv.gz").subList(0, 800).stream()
            .map(l -> Golden.columns(l)[0])
            .toList();
    List<Encoding> alone = texts.stream().map(Golden.CASED::encode).toList();
    List<Encoding> together =
        Stream.of(texts, texts, texts, texts)
            .flatMap(List::stream)
            .parallel()
            .map(Golden.CASED::encode)
            .toList();
    for (int i = 0; i < together.size(); i++) {
      assertThat(together.get(i)).isEqualTo(alone.get(i % alone.size()));
    }
  }
}
