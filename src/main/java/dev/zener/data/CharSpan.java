package dev.zener.data;

/** The characters [start, end) of a text, in UTF-16 units. */
public record CharSpan(int start, int end) {
  public CharSpan {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException(
          "Characters [" + start + ", " + end + "): needs 0 <= start <= end");
    }
  }

  /** The characters of this span in a text. */
  public String of(String text) {
    return text.substring(start, end);
  }
}
