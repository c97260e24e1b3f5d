package dev.zener.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ThreadLimitTest {
  private static final int ALL = Runtime.getRuntime().availableProcessors();

  @Test
  void aLimitHoldsForItsWorkAlone() {
    assertThat(ThreadLimit.current()).isEqualTo(ALL);
    assertThat(new ThreadLimit(1).with(ThreadLimit::current)).isOne();
    assertThat(ThreadLimit.current()).isEqualTo(ALL);
    IllegalStateException failure = new IllegalStateException();
    assertThatThrownBy(
            () ->
                new ThreadLimit(1)
                    .run(
                        () -> {
                          throw failure;
                        }))
        .isSameAs(failure);
    assertThat(ThreadLimit.current()).isEqualTo(ALL);
  }

  @Test
  void withinALimitNoneIsWider() {
    assertThat(new ThreadLimit(1).with(() -> ThreadLimit.NONE.with(ThreadLimit::current))).isOne();
    assertThat(ThreadLimit.NONE.with(() -> new ThreadLimit(1).with(ThreadLimit::current))).isOne();
  }

  @Test
  void anotherThreadHasItsOwnLimit() {
    AtomicInteger other = new AtomicInteger();
    new ThreadLimit(1)
        .run(
            () -> {
              Thread thread = new Thread(() -> other.set(ThreadLimit.current()));
              thread.start();
              try {
                thread.join();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    assertThat(other.get()).isEqualTo(ALL);
  }

  @Test
  void theNumberIsOneToAllProcessors() {
    assertThat(ThreadLimit.of(OptionalInt.empty())).isEqualTo(new ThreadLimit(ALL));
    for (int wrong : new int[] {0, -1, ALL + 1}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ThreadLimit.of(OptionalInt.of(wrong)))
          .withMessage(
              "threads %d; allowed: 1 to %d, the number of processors that Java may use here",
              wrong, ALL);
    }
  }
}
