package dev.zener.label;

/**
 * A file or setting of the user is wrong; the message says where, what, and how to put it right.
 */
public class InputException extends RuntimeException {
  public InputException(String message) {
    super(message);
  }

  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
