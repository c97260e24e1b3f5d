package dev.zener.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class InputFrameTest {
  @Test
  void anInputBeginsAndEndsWithTheFrame() {
    InputFrame frame = new InputFrame(List.of(1, 2), List.of(3));
    assertThat(frame.size()).isEqualTo(3);
    assertThat(frame.around(new int[] {7, 8})).containsExactly(1, 2, 7, 8, 3);
    assertThat(frame.around(new int[0])).containsExactly(1, 2, 3);
  }

  @Test
  void aModelWithoutSpecialPiecesHasAnEmptyFrame() {
    InputFrame none = new InputFrame(List.of(), List.of());
    assertThat(none.around(new int[] {7})).containsExactly(7);
  }

  @Test
  void bertsFrameIsClsAndSep() {
    assertThat(Golden.CASED.frame())
        .isEqualTo(
            new InputFrame(
                List.of(Golden.VOCABULARY.id("[CLS]")), List.of(Golden.VOCABULARY.id("[SEP]"))));
  }
}
