package dev.zener.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.problem.InputException;
import dev.zener.tokenizer.Casing;
import dev.zener.tokenizer.Vocabulary;
import dev.zener.tokenizer.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextTest {
  /** [PAD] [UNK] [CLS] [SEP] [MASK] have the ids 0 to 4. */
  private static final WordPieceTokenizer TOKENIZER =
      new WordPieceTokenizer(
          Vocabulary.of(
              List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "c", "##c")),
          Casing.CASED);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    // numbers of pieces with [CLS] and [SEP]: 5, 3, 9, 3, 4, 3
    String text = "a acc|a|a b \u200e acc b b b|b|bc|c|a";
    file = folder.resolve("text.tsv");
    Files.writeString(file, text.replace(" ", "\tO\n").replace("|", "\tO\n\n") + "\tO\n");
  }

  private Text read(int maxPieces, int batch, int batches) {
    return Text.read(file, TOKENIZER, maxPieces, batch, batches);
  }

  private static List<int[]> ids(List<Line> lines) {
    return lines.stream().map(line -> line.window().ids()).toList();
  }

  @Test
  void theFirstSentencesAreSortedCutAndShuffled() {
    List<List<Line>> batches = read(128, 2, 3).batches();
    // sorted: a, b, c (equal lengths in the order of the file) | bc, a acc | the long one; order(3)
    // is 0, 2, 1
    assertThat(PythonShuffle.order(3)).containsExactly(0, 2, 1);
    assertThat(batches).hasSize(3);
    assertThat(ids(batches.get(0))).containsExactly(new int[] {2, 5, 3}, new int[] {2, 6, 3});
    assertThat(ids(batches.get(2))).containsExactly(new int[] {2, 7, 3}, new int[] {2, 6, 8, 3});
    assertThat(ids(batches.get(1)))
        .containsExactly(new int[] {2, 5, 5, 8, 8, 3}, new int[] {2, 5, 6, 5, 8, 8, 6, 6, 6, 3});
  }

  @Test
  void whatIsTooLongIsCutOffBehindItsFirstPieces() {
    Bucket all = new Bucket(read(6, 3, 1).batches().get(0), List.of());
    Line longest = all.target().get(2);
    assertThat(longest.window().ids()).containsExactly(2, 5, 6, 5, 8, 3);
    assertThat(longest.window().rows()).containsExactly(1, 2, 3);
    assertThat(longest.window().words()).as("the third has no pieces").containsExactly(0, 1, 3);
    assertThat(longest.words()).as("words cut off count as the peer counts them").isEqualTo(7);
    assertThat(all.pieces()).isEqualTo(3 + 6 + 6);
    assertThat(all.words()).isEqualTo(1 + 2 + 7);
    assertThat(all.sentences()).isEqualTo(3);
  }

  @Test
  void tooFewSentencesAreAnErrorWithRemedy() {
    assertThatThrownBy(() -> read(128, 3, 3))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("text.tsv: 7 sentences; batch × (steps + 1) = 9")
        .hasMessageContaining("fewer steps");
  }

  @Test
  void aSmallerBucketHasAtLeastOneSentence() {
    List<Line> lines = read(128, 3, 2).batches().get(0);
    Bucket bucket = new Bucket(lines, lines.subList(0, 1));
    assertThat(bucket.smaller().target()).isEqualTo(lines.subList(0, 2));
    assertThat(bucket.smaller().source()).hasSize(1);
  }
}
