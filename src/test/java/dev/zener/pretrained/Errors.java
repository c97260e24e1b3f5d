package dev.zener.pretrained;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.problem.InputException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Checks error messages. */
final class Errors {
  private Errors() {}

  /** Fails unless the call throws an InputException whose message contains all of these parts. */
  static void assertSays(ThrowingCallable call, String... parts) {
    AbstractThrowableAssert<?, ?> error =
        assertThatThrownBy(call).isInstanceOf(InputException.class);
    for (String part : parts) {
      error.hasMessageContaining(part);
    }
  }
}
