package dev.zener.problem;

/**
 * Thrown for invalid input (a file, a line, a setting). The message names the location, the value,
 * what is allowed, and the remedy.
 */
public class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * The maximum length of a message in UTF-16 units, because values from a file may be very long.
   */
  private static final int LONGEST = 1000;

  public InputException(String message) {
    super(brief(message));
  }

  public InputException(String message, Throwable cause) {
    super(brief(message), cause);
  }

  /** Cuts the middle out of a long message; the location is at its start, the remedy at its end. */
  private static String brief(String message) {
    if (message == null || message.length() <= LONGEST) {
      return message;
    }
    int end = message.length() - LONGEST / 3;
    return message.substring(0, LONGEST - LONGEST / 3) + " … " + message.substring(end);
  }
}
