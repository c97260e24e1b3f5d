package dev.zener.predict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.data.CharSpan;
import dev.zener.data.Sentence;
import dev.zener.data.Source;
import dev.zener.data.Window;
import dev.zener.testing.SpellingVectors;
import dev.zener.tokenizer.Characters;
import dev.zener.vectors.VectorTables;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordCutterTest {
  private final VectorTables vectors =
      new VectorTables(List.of(SpellingVectors.of(List.of("ab", "b"), 2)));
  private final WordCutter cutter = new WordCutter(new Characters(List.of("a", "b")), vectors, 0);

  @Test
  void aWindowHasCharactersAndNumbersOfWords() {
    Window window = cutter.windows(4, Sentence.ofWords(List.of("ab", "cab", "B"))).get(0);
    assertThat(window.sentence()).isEqualTo(4);
    assertThat(window.ids()).containsExactly(1, 2, 0, 1, 2, 0);
    assertThat(window.rows()).containsExactly(0, 2, 5);
    assertThat(window.words()).containsExactly(0, 1, 2);
    assertThat(window.numbers()).as("B is found as b").containsExactly(0, -1, 1);
  }

  @Test
  void emptyWordsAreInNoWindowAndAreCounted() {
    CharSpan nothing = new CharSpan(0, 0);
    CharSpan letter = new CharSpan(0, 1);
    Sentence sentence =
        new Sentence(
            List.of("", "b", ""), "b", List.of(nothing, letter, letter), Source.NONE, true);
    Window window = cutter.windows(0, sentence).get(0);
    assertThat(window.words()).containsExactly(1);
    assertThat(cutter.windows(1, Sentence.ofWords(List.of()))).isEmpty();
    assertThat(cutter.report().toString()).contains("2 words");
  }

  @Test
  void longWordsAreReadInPartAndCounted() {
    String word = "a".repeat(1200);
    Window window = cutter.windows(0, Sentence.ofWords(List.of("b", word, "b"))).get(0);
    assertThat(window.ids()).hasSize(1002);
    assertThat(window.rows()).containsExactly(0, 1, 1001);
    assertThat(cutter.report().shortenedWords()).isEqualTo(1);
  }

  @Test
  void longSentencesAreCutWithoutOverlap() {
    Sentence sentence = Sentence.ofWords(Collections.nCopies(2500, "a"));
    List<Window> windows = cutter.windows(0, sentence);
    assertThat(windows).hasSize(3);
    assertThat(windows.stream().mapToInt(w -> w.words().length).sum()).isEqualTo(2500);
    assertThat(windows.get(2).words()[0]).isEqualTo(2000);
  }
}
