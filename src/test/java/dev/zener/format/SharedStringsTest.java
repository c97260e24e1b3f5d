package dev.zener.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.data.LabelledSentence;
import dev.zener.data.Source;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedStringsTest {
  /** A string that is no constant. */
  private static String copy(String text) {
    return new StringBuilder(text).toString();
  }

  @Test
  void equalStringsBecomeOne() {
    SharedStrings shared = new SharedStrings(SharedStrings.MOST);
    List<String> first = shared.of(List.of(copy("O"), copy("B-PER"), copy("O")));
    List<String> next = shared.of(List.of(copy("B-PER")));
    assertThat(first).containsExactly("O", "B-PER", "O");
    assertThat(first.get(0)).isSameAs(first.get(2));
    assertThat(next.get(0)).isSameAs(first.get(1));
    assertThat(shared.size()).isEqualTo(2);
  }

  @Test
  void onlyTheFirstAreKept() {
    SharedStrings shared = new SharedStrings(SharedStrings.MOST);
    List<String> many =
        IntStream.range(0, SharedStrings.MOST + 1000).mapToObj(i -> "w" + i).toList();
    assertThat(shared.of(many)).isEqualTo(many);
    assertThat(shared.of(many)).isEqualTo(many);
    assertThat(shared.size()).isEqualTo(SharedStrings.MOST);
  }

  @Test
  void aFileMayHaveAnyNumberOfTags() throws IOException {
    int types = 100_000;
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < types; i++) {
      text.append("w\tB-T").append(i).append(i % 20 == 19 ? "\n\n" : "\n");
    }
    LabelledCorpus corpus = Texts.labelled(text.toString(), "many.conll");
    assertThat(corpus.report().words()).isEqualTo(types);
    assertThat(corpus.types()).hasSize(types);
    LabelledSentence last = corpus.sentences().get(corpus.sentences().size() - 1);
    assertThat(last.tags().get(19)).isEqualTo("B-T99999");
  }

  @Test
  void aPlaceInALongSentenceIsThatOfItsLine() {
    SharedStrings shared = new SharedStrings(SharedStrings.MOST);
    ColumnRow first = ColumnRow.of(new Source("f", 3), "a O", Separator.SPACE, shared);
    ColumnRow next = ColumnRow.of(new Source("f", 5), "b O", Separator.SPACE, shared);
    assertThat(LineSources.of(List.of(first, next)))
        .containsExactly(new Source("f", 3), new Source("f", 5));
  }
}
