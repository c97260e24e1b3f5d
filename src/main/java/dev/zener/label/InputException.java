package dev.zener.label;

/**
 * What a user brought cannot be used. The message names the place (file:line or key), the value,
 * what is allowed, and the remedy.
 */
public class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InputException(String message) {
    super(message);
  }

  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
