package dev.zener.data;

/** Characters [start, end) of a text, in UTF-16 units as Java counts. */
public record CharSpan(int start, int end) {
  public CharSpan {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException(
          "Characters [" + start + ", " + end + "): needs 0 <= start <= end");
    }
  }

  /** The characters themselves. */
  public String of(String text) {
    return text.substring(start, end);
  }
}
