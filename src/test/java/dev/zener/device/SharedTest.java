package dev.zener.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedTest {
  private final Shared<String, StringBuilder> shared = new Shared<>();
  private final List<String> ended = new ArrayList<>();

  private StringBuilder take(String key) {
    return shared.take(key, StringBuilder::new);
  }

  private void giveBack(String key) {
    shared.giveBack(key, thing -> ended.add(thing.toString()));
  }

  @Test
  void aThingLivesFromItsFirstUserToItsLast() {
    StringBuilder first = take("a");
    assertThat(take("a")).isSameAs(first);
    assertThat(take("b")).isNotSameAs(first);
    giveBack("a");
    assertThat(ended).isEmpty();
    assertThat(shared.known("a")).containsSame(first);
    giveBack("a");
    assertThat(ended).containsExactly("a");
    assertThat(shared.known("a")).isEmpty();
    assertThat(take("a")).as("made anew").isNotSameAs(first);
  }

  @Test
  void nobodyGivesBackWhatIsNotTaken() {
    take("a");
    giveBack("a");
    assertThatIllegalStateException()
        .isThrownBy(() -> giveBack("a"))
        .withMessage("given back more often than taken: a");
  }
}
