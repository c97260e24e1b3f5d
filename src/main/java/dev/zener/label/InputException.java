package dev.zener.label;

/**
 * A file or a setting of the user's that cannot be used; the message names the place and the
 * remedy.
 */
public class InputException extends RuntimeException {
  public InputException(String message) {
    super(message);
  }

  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
