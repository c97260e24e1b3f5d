package dev.zener.pretrained;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.label.InputException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What an error says to the user. */
final class Errors {
  private Errors() {}

  /** Fails unless an InputException comes whose message has all of these. */
  static void assertSays(ThrowingCallable call, String... parts) {
    AbstractThrowableAssert<?, ?> error =
        assertThatThrownBy(call).isInstanceOf(InputException.class);
    for (String part : parts) {
      error.hasMessageContaining(part);
    }
  }
}
