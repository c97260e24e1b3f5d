package dev.zener.label;

/**
 * Input from outside (a file, a line, a setting) that cannot be used. The message names where it
 * stands, the value, what is allowed and the remedy.
 */
public class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** UTF-16 units; what stands in a file may be endless. */
  private static final int LONGEST = 1000;

  public InputException(String message) {
    super(brief(message));
  }

  public InputException(String message, Throwable cause) {
    super(brief(message), cause);
  }

  /** Without its middle if it is long: the place stands at the head, the remedy at the end. */
  private static String brief(String message) {
    if (message == null || message.length() <= LONGEST) {
      return message;
    }
    int end = message.length() - LONGEST / 3;
    return message.substring(0, LONGEST - LONGEST / 3) + " … " + message.substring(end);
  }
}
