package dev.zener.label;

/**
 * Input from outside (a file, a line, a setting) that cannot be used. The message names where it
 * stands, the value, what is allowed and the remedy.
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
