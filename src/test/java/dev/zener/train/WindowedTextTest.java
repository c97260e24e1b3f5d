package dev.zener.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.zener.data.Sentence;
import dev.zener.data.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowedTextTest {
  private static Sentence words(String... words) {
    return Sentence.ofWords(List.of(words));
  }

  @Test
  void sentencesWithoutPiecesAreLeftOutAndTheOthersKeepTheirNumber() {
    WindowedText corpus =
        TinyCorpora.corpus(
            List.of(words(), words("Ana"), words("\u200e", ""), words("u", "Zagreb"), words()));
    assertThat(corpus.size()).isEqualTo(2);
    assertThat(corpus.windows()).extracting(Window::sentence).containsExactly(1, 3);
    assertThat(corpus.report().sentences()).isEqualTo(5);
    assertThat(corpus.report().wordsWithoutPieces()).isEqualTo(2);
  }

  @Test
  void chosenSentencesBringAllTheirWindowsInTheOrderAskedFor() {
    WindowedText corpus = TinyCorpora.corpus(TinyCorpora.unlabelled(1, 2, 20, 0, 1));
    List<Window> windows = corpus.windows(new int[] {2, 1, 2});
    assertThat(corpus.sentences().get(1)).hasSizeGreaterThan(2);
    assertThat(windows.get(0).sentence()).isEqualTo(3);
    assertThat(windows.subList(1, windows.size() - 1)).isEqualTo(corpus.sentences().get(1));
    assertThat(windows.get(windows.size() - 1)).isSameAs(windows.get(0));
    assertThat(corpus.windows(new int[0])).isEmpty();
  }

  @Test
  void aCorpusNeedsAWord() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TinyCorpora.corpus(List.of(words(), words("\u200e"))))
        .withMessageContaining("the corpus has no words");
  }
}
