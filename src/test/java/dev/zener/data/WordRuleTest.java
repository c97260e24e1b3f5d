package dev.zener.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordRuleTest {
  private static final WordRule NOTHING = rule(Map.of(), Set.of());

  private static WordRule rule(Map<Integer, Set<Place>> kept, Set<String> words) {
    return new WordRule(kept, words, Set.of(), true);
  }

  private static List<String> words(WordRule rule, String text) {
    return rule.splitter(Finest.SPLITTER).split(text).stream().map(s -> s.of(text)).toList();
  }

  /** Words are written with | between them. */
  @ParameterizedTest
  @CsvSource({
    "LETTERS,       NATO-a a-9 9-a 9-9 a- -a, NATO-a|a|-|9|9|-|a|9|-|9|a|-|-|a",
    "LETTER_DIGIT,  a-a a-9 9-a 9-9 a- -9,    a|-|a|a-9|9|-|a|9|-|9|a|-|-|9",
    "DIGIT_LETTER,  a-9 55-ak 9-9,            a|-|9|55-ak|9|-|9",
    "DIGITS,        a-9 9-a 3-4 5-,           a|-|9|9|-|a|3-4|5|-",
    "AFTER_LETTERS, yrkes- a- 9- ab-cd,       yrkes-|a|-|9|-|ab-|cd",
    "AFTER_INITIAL, ab- a- a-b,               ab|-|a-|a-|b",
    "AFTER_DIGIT,   5- a- 5-a,                5-|a|-|5-|a",
    "BEFORE_LETTER, -a -9 a-b,                -a|-|9|a|-b",
    "BEFORE_DIGIT,  -67 -a,                   -67|-|a",
    "RUN,           a--b --- - -.,            a|--|b|---|-|-|."
  })
  void aMarkStaysWhereTheRuleKeepsIt(Place place, String text, String expected) {
    WordRule rule = rule(Map.of((int) '-', EnumSet.of(place)), Set.of());
    assertThat(String.join("|", words(rule, text))).isEqualTo(expected);
  }

  @Test
  void withoutARuleAllMarksAreCut() {
    assertThat(words(NOTHING, "AT&T (U.S.)"))
        .containsExactly("AT", "&", "T", "(", "U", ".", "S", ".", ")");
  }

  @Test
  void whatStandsAtTheEdgesOfAWordIsCut() {
    WordRule rule = rule(Map.of((int) '-', EnumSet.of(Place.LETTERS)), Set.of());
    assertThat(words(rule, "(NATO-a), \"UN-u\"."))
        .containsExactly("(", "NATO-a", ")", ",", "\"", "UN-u", "\"", ".");
  }

  @Test
  void listedWordsStayWholeAndTheLongestCounts() {
    WordRule rule = rule(Map.of(), Set.of("dr.", "u.s", "u.s.", ":)", "'s"));
    assertThat(words(rule, "Dr. Ana's U.S.-led :).")) // capital letters make no difference
        .containsExactly("Dr.", "Ana", "'s", "U.S.", "-", "led", ":)", ".");
    assertThat(words(rule, "xdr. d r.")).containsExactly("xdr", ".", "d", "r", ".");
  }

  @Test
  void endingsAreCutOffLetters() {
    WordRule rule = new WordRule(Map.of(), Set.of("n't", "'s"), Set.of("n't"), false);
    assertThat(words(rule, "I don't, CAN'T n't isn'ts won't.").toString())
        .isEqualTo("[I, do, n't, ,, CA, N'T, n't, isn, ', ts, wo, n't, .]");
  }

  @Test
  void addressesStayWholeWithoutThePunctuationAroundThem() {
    assertThat(words(NOTHING, "(http://a.org/b-c/), www.a.de. ana@x.org! @ana a@b 见http://a.b"))
        .contains("http://a.org/b-c/", "www.a.de", "ana@x.org")
        .endsWith("@", "ana", "a", "@", "b", "见http", ":", "/", "/", "a", ".", "b");
    WordRule cut = new WordRule(Map.of(), Set.of(), Set.of(), false);
    assertThat(words(cut, "www.a.de")).containsExactly("www", ".", "a", ".", "de");
  }

  @Test
  void offsetsCountUnitsOfTheText() {
    WordRule rule = rule(Map.of((int) '-', EnumSet.of(Place.LETTERS)), Set.of());
    assertThat(rule.splitter(Finest.SPLITTER).split(" 𝒜-𝒷 x"))
        .containsExactly(new CharSpan(1, 6), new CharSpan(7, 8));
    assertThat(words(rule, "")).isEmpty();
    assertThat(words(rule, "-")).containsExactly("-");
  }

  @Test
  void allWhiteSpacePartsWords() {
    WordSplitter whole =
        text -> text.isEmpty() ? List.of() : List.of(new CharSpan(0, text.length()));
    for (char space :
        "\t\n\u000b\f\r\u001c\u001f \u0085\u00a0\u1680\u2003\u2028\u2029\u3000".toCharArray()) {
      String text = space + "Beogradu" + space + space + "Ana" + space;
      assertThat(WhiteSpace.parting(whole).split(text).stream().map(s -> s.of(text)))
          .as("U+%04X", (int) space)
          .containsExactly("Beogradu", "Ana");
    }
    String zeroWidth = "a\u200bb\u00adc";
    assertThat(WhiteSpace.parting(whole).split(zeroWidth)).hasSize(1);
  }

  @Test
  void longTextsTakeLinearTime() {
    WordRule rule = rule(Map.of((int) '.', EnumSet.of(Place.RUN)), Set.of("'s", "a".repeat(32)));
    String text = ".'a".repeat(20_000);
    assertThat(words(rule, text)).hasSize(60_000);
  }

  @Test
  void listsAreBounded() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rule(Map.of(), Set.of("a".repeat(33))))
        .withMessageContaining("allowed: 1 to 32 characters");
    Set<String> many = IntStream.range(0, 1001).mapToObj(i -> i + ".").collect(Collectors.toSet());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rule(Map.of(), many))
        .withMessageContaining("1001 words; allowed: at most 1000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WordRule(Map.of(), Set.of(), Set.of("n't"), true))
        .withMessageContaining("words of the list");
  }
}
