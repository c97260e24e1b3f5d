package dev.zener.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Corpora of random words, written by known conventions. */
class WordCensusTest {
  /** As frequent as function words are: every third word is one of these. */
  private static final List<String> FUNCTION_WORDS = List.of("i", "u", "na", "je", "se");

  private final Random random = new Random(7);
  private final List<List<String>> sentences = new ArrayList<>();

  private String name() {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      name.append((char) ('a' + random.nextInt(26)));
    }
    return name.toString();
  }

  private String any() {
    return random.nextInt(3) == 0
        ? FUNCTION_WORDS.get(random.nextInt(FUNCTION_WORDS.size()))
        : name();
  }

  /** Adds sentences, each with these words between others and a full stop at its end. */
  private void add(int times, String... words) {
    for (int i = 0; i < times; i++) {
      List<String> sentence = new ArrayList<>();
      for (int w = 0; w < 4; w++) {
        sentence.add(any());
      }
      for (String word : words) {
        sentence.add(word.replace("NAME", name()).replace("ANY", any()));
      }
      for (int w = 0; w < 4; w++) {
        sentence.add(any());
      }
      sentence.add(".");
      sentences.add(sentence);
    }
  }

  private WordRule measured() {
    return WordCensus.measure(sentences, Finest.SPLITTER);
  }

  private List<String> words(String text) {
    return measured().splitter(Finest.SPLITTER).split(text).stream().map(s -> s.of(text)).toList();
  }

  @Test
  void aHyphenStaysThoughDashesAreMoreFrequent() {
    add(60, "NAME-a");
    add(200, "ANY", "-", "ANY");
    assertThat(words("NATO-a u Zagrebu - ne."))
        .containsExactly("NATO-a", "u", "Zagrebu", "-", "ne", ".");
  }

  @Test
  void aHyphenIsCutWhereMostCompoundsAre() {
    add(20, "NAME-a");
    add(100, "NAME", "-", "NAME");
    assertThat(words("Al-Zaman")).containsExactly("Al", "-", "Zaman");
  }

  @Test
  void aHyphenAtTheEndOfAWordStays() {
    add(40, "NAME-", "i", "NAME");
    add(100, "ANY", "-", "ANY");
    assertThat(words("yrkes- i far-")).containsExactly("yrkes-", "i", "far-");
  }

  @Test
  void fullStopsStayOnAbbreviationsAndAreCutOffLastWords() {
    add(10, "dr.", "NAME");
    add(1, "prof.", "NAME");
    add(30, "sat");
    sentences.add(List.of("dr", "."));
    assertThat(measured().words()).containsExactly("dr.");
    assertThat(words("Dr. Ana sat.")).containsExactly("Dr.", "Ana", "sat", ".");
  }

  @Test
  void anAbbreviationThatIsCutMoreOftenIsNotListed() {
    add(2, "st.");
    for (int i = 0; i < 3; i++) {
      sentences.add(List.of("u", "st", "."));
    }
    assertThat(measured().words()).isEmpty();
  }

  @Test
  void englishCliticsAreCutAsTheCorpusCutsThem() {
    add(60, "NAME", "'s", "NAME");
    for (String host : List.of("do", "did", "is", "ca")) {
      add(15, host, "n't", "NAME");
    }
    add(2, "NAME'NAME");
    assertThat(measured().endings()).isEqualTo(Set.of("n't"));
    assertThat(words("John's can't Bandit's"))
        .containsExactly("John", "'s", "ca", "n't", "Bandit", "'s");
  }

  @Test
  void frenchCliticsAreCutAsTheCorpusCutsThem() {
    for (String clitic : List.of("l'", "d'", "qu'")) {
      add(40, clitic, "NAME");
    }
    add(10, "aujourd'hui");
    assertThat(words("l'homme qu'il d'abord aujourd'hui"))
        .containsExactly("l'", "homme", "qu'", "il", "d'", "abord", "aujourd'hui");
  }

  @Test
  void numbersKeepWhatTheyAreWrittenWith() {
    for (int i = 0; i < 20; i++) {
      add(1, "1." + (500 + i), "3," + i, "200" + i + ".", i + "-godišnji");
    }
    add(40, "NAME", ",", "ANY");
    assertThat(words("10.000, 1,5 2004. 55-godišnji"))
        .containsExactly("10.000", ",", "1,5", "2004.", "55-godišnji");
  }

  @Test
  void runsOfOneMarkStayIfTheCorpusWritesThem() {
    add(5, "...");
    add(5, "!", "!");
    assertThat(words("a... b!!")).containsExactly("a", "...", "b", "!", "!");
  }

  @Test
  void chineseCharactersAreNotJoined() {
    add(30, "中國");
    add(30, "A-中");
    assertThat(measured().words()).isEmpty();
  }

  @Test
  void addressesAreWordsIfTheCorpusHasThem() {
    add(1, "NAME");
    assertThat(measured().addresses()).isFalse();
    add(1, "http://a.org/x");
    assertThat(measured().addresses()).isTrue();
  }

  @Test
  void aCorpusOfNothingSaysNothing() {
    assertThat(measured()).isEqualTo(new WordRule(Map.of(), Set.of(), Set.of(), false));
    sentences.add(Collections.nCopies(3, ""));
    sentences.add(List.of());
    assertThat(measured().kept()).isEmpty();
  }
}
