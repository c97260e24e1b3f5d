package dev.zener.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.problem.InputException;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MemoryLimitTest {
  private static final long MIB = 1 << 20;

  private static MemoryLimit limit(long allowed, long resident) {
    return new MemoryLimit(allowed * MIB, () -> resident * MIB);
  }

  @Test
  void whatIsAskedForNeedsAMargin() {
    assertThat(limit(100, 50).allows(34 * MIB)).isTrue();
    assertThat(limit(100, 50).allows(34 * MIB + 1)).isFalse();
    assertThat(limit(100, 96).allows(0)).as("nothing more").isTrue();
    assertThat(limit(100, 97).allows(0)).isFalse();
  }

  @Test
  void withoutALimitEverythingIsAllowed() {
    MemoryLimit none = MemoryLimit.of(OptionalLong.empty());
    assertThat(none.isSet()).isFalse();
    assertThat(none.allows(Long.MAX_VALUE)).isTrue();
    assertThatCode(() -> none.require(Long.MAX_VALUE, "x", "")).doesNotThrowAnyException();
    assertThatCode(() -> none.requireAhead(1L << 60, "x", "")).doesNotThrowAnyException();
  }

  /** The limit that the message suggests suffices if the process then uses the same memory. */
  @Test
  void theMessageSaysWhatWouldDo() {
    assertThatThrownBy(() -> limit(100, 60).require(30 * MIB, "a batch", "use a smaller one"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "a batch needs 46 MiB in addition to the 60 MiB already resident, but `maxMemory` allows"
                + " 100; set `maxMemory` to at least 154m, use a smaller one, or give Java a"
                + " smaller heap (-Xmx)");
    limit(154, 60).require(30 * MIB, "a batch", "");
    assertThatThrownBy(() -> limit(100, 60).requireAhead(30 * MIB, "a training", "use less"))
        .hasMessageContaining("needs 78 MiB in addition to the 60 MiB")
        .hasMessageContaining("to at least 138m, use less");
    limit(138, 60).requireAhead(30 * MIB, "a training", "");
  }

  @Test
  void garbageIsCollectedBeforeAnythingFails() {
    int[] asked = {0};
    MemoryLimit limit = new MemoryLimit(100 * MIB, () -> (asked[0]++ % 2 == 0 ? 101 : 50) * MIB);
    for (int i = 0; i < 3; i++) {
      limit.require(0, "a step", ""); // too much at first, and little after a garbage collection
    }
    assertThat(asked[0]).isEqualTo(6);
  }
}
