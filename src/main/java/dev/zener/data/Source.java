package dev.zener.data;

/**
 * Where something was read, for messages.
 *
 * @param line from 1; 0 where there is no file
 */
public record Source(String file, int line) {
  /** Of what the program made itself. */
  public static final Source NONE = new Source("(no file)", 0);

  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line;
  }
}
