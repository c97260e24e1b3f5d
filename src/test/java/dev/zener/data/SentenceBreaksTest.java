package dev.zener.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SentenceBreaksTest {
  private static final SentenceBreaks BREAKS = new SentenceBreaks(Locale.ROOT);

  private static List<List<String>> words(String text, WordSplitter splitter) {
    return BREAKS.parts(Sentence.ofText(text, splitter, Source.NONE)).stream()
        .map(Sentence::words)
        .toList();
  }

  @Test
  void sentencesEndAtTheirPunctuation() {
    assertThat(words("Ana ide. Gdje? \"Ne!\" Rekao je 3.5 puta.", Finest.SPLITTER))
        .containsExactly(
            List.of("Ana", "ide", "."),
            List.of("Gdje", "?"),
            List.of("\"", "Ne", "!", "\""),
            List.of("Rekao", "je", "3", ".", "5", "puta", "."));
  }

  @Test
  void chineseSentencesNeedNoSpace() {
    assertThat(words("你好。再見！", Finest.SPLITTER)).hasSize(2);
  }

  @Test
  void offsetsStayThoseOfTheText() {
    String text = "  Ana ide.  Ivo spava.";
    List<Sentence> parts = BREAKS.parts(Sentence.ofText(text, Finest.SPLITTER, Source.NONE));
    assertThat(parts).hasSize(2).allMatch(part -> part.text().equals(text));
    assertThat(parts.get(1).spans().get(0)).isEqualTo(new CharSpan(12, 15));
  }

  /** By Java's rules alone a sentence ends behind "Dr.". */
  @Test
  void noSentenceEndsAfterAnAbbreviationThatTheRuleKnows() {
    WordRule rule = new WordRule(Map.of(), Set.of("dr."), Set.of(), false);
    String text = "Stigao je Dr. Ivo. Ana spava.";
    assertThat(words(text, Finest.SPLITTER)).hasSize(3);
    assertThat(words(text, rule.splitter(Finest.SPLITTER)))
        .containsExactly(List.of("Stigao", "je", "Dr.", "Ivo", "."), List.of("Ana", "spava", "."));
  }

  @Test
  void noWordIsCut() {
    WordSplitter spaces = text -> List.of(new CharSpan(0, 12), new CharSpan(13, 15));
    assertThat(words("Ana. Ivo. Na da.", spaces))
        .containsExactly(List.of("Ana. Ivo. Na"), List.of("da"));
  }

  @Test
  void nothingIsOneSentence() {
    assertThat(words("", Finest.SPLITTER)).containsExactly(List.of());
    assertThat(words("...", Finest.SPLITTER)).hasSize(1);
  }
}
