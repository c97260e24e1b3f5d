package dev.zener.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.data.LabelledSentence;
import dev.zener.graph.Inputs;
import dev.zener.model.TaggerGraph;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SupervisedTest {
  /**
   * Contains empty sentences at the start and in between, and several that are longer than a
   * window.
   */
  private final List<LabelledSentence> sentences =
      TinyCorpora.labelled(3, 0, 5, 0, 30, 1, 7, 0, 0, 12, 25, 4, 9, 2);

  private final WindowedText corpus = TinyCorpora.source(sentences);

  private Supervised method(long seed) {
    return new Supervised(corpus, sentences, TinyCorpora.LABELS, 4, 0.1, seed);
  }

  @Test
  void everyWordWithPiecesIsLearnedOnceAnEpochWithItsOwnLabel() {
    Supervised method = method(1);
    Map<String, Integer> learned = new TreeMap<>();
    try (Inputs inputs = new Inputs()) {
      for (int step = 0; step < method.stepsPerEpoch(); step++) {
        method.fill(step, inputs);
        int[] ids = inputs.tensors().get(TaggerGraph.IDS).toInts();
        int[] rows = inputs.tensors().get(TaggerGraph.WORD_ROWS).toInts();
        int[] labels = inputs.tensors().get(TaggerGraph.LABELS).toInts();
        assertThat(labels).hasSameSizeAs(rows);
        for (int w = 0; w < rows.length; w++) {
          String word = wordThatStartsWith(ids[rows[w]]);
          assertThat(TinyCorpora.LABELS.tag(labels[w])).isEqualTo(TinyCorpora.TAGS.get(word));
          learned.merge(word, 1, Integer::sum);
        }
      }
    }
    assertThat(learned).isEqualTo(words());
  }

  private static String wordThatStartsWith(int id) {
    String piece = TinyCorpora.TOKENIZER.pieces().get(id);
    return piece.equals("Za") ? "Zagreb" : piece;
  }

  private Map<String, Integer> words() {
    Map<String, Integer> words = new TreeMap<>();
    sentences.forEach(s -> s.words().forEach(word -> words.merge(word, 1, Integer::sum)));
    words.remove("\u200e"); // it has no pieces
    return words;
  }

  @Test
  void batchesDependOnSeedAndStepAlone() {
    Supervised onwards = method(1);
    try (Inputs there = new Inputs();
        Inputs jumped = new Inputs();
        Inputs other = new Inputs()) {
      for (int step = 0; step <= 7; step++) {
        onwards.fill(step, there);
      }
      method(1).fill(7, jumped);
      method(2).fill(7, other);
      assertThat(TinyCorpora.contents(jumped)).isEqualTo(TinyCorpora.contents(there));
      assertThat(TinyCorpora.contents(other)).isNotEqualTo(TinyCorpora.contents(there));
    }
  }

  @Test
  void sentencesAreThoseOfTheBatches() {
    Supervised method = method(1);
    assertThat(corpus.size()).isEqualTo(9);
    assertThat(method.stepsPerEpoch()).isEqualTo(3);
    try (Inputs inputs = new Inputs()) {
      long sum = 0;
      for (int step = 0; step < 7; step++) {
        assertThat(method.sentences(step)).isEqualTo(sum);
        Objective.Batch batch = method.fill(step, inputs);
        assertThat(batch.pieces()).isEqualTo(inputs.tensors().get(TaggerGraph.IDS).size());
        sum += batch.sentences();
      }
    }
  }
}
