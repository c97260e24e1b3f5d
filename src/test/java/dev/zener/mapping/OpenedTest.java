package dev.zener.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenedTest {
  private final List<String> closed = new ArrayList<>();
  private final Opened opened = new Opened();

  private static String fail() {
    throw new OutOfMemoryError("no memory");
  }

  @Test
  void theLastIsClosedFirstAndEachOnce() {
    assertThat(opened.open(() -> "a", closed::add)).isEqualTo("a");
    opened.open(() -> "b", closed::add);
    assertThat(closed).isEmpty();
    opened.close();
    opened.close();
    assertThat(closed).containsExactly("b", "a");
  }

  @Test
  void aFailureClosesWhatWasOpenedBefore() {
    opened.open(() -> "a", closed::add);
    opened.open(() -> "b", closed::add);
    assertThatThrownBy(() -> opened.open(OpenedTest::fail, closed::add)).hasMessage("no memory");
    assertThat(closed).containsExactly("b", "a");
  }
}
