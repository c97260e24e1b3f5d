package dev.zener.data;

/**
 * The location of something that was read, for messages.
 *
 * @param file the name of the file
 * @param line the number of the line, from 1; 0 if there is no file
 */
public record Source(String file, int line) {
  /** The location of what was not read from a file. */
  public static final Source NONE = new Source("(no file)", 0);

  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line;
  }
}
