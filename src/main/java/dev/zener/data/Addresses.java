package dev.zener.data;

import java.util.Locale;

/** Recognises addresses of pages and mail. */
final class Addresses {
  private Addresses() {}

  /** Whether a text without white space is an address, such as {@code http://a.org} or a@b.org. */
  static boolean is(String text) {
    if (!text.chars().allMatch(unit -> unit < 0x80)) {
      return false;
    }
    int at = text.indexOf('@');
    boolean mail = at > 0 && text.indexOf('.', at + 2) > 0 && Glyph.last(text).inWords();
    return mail || text.contains("://") || text.toLowerCase(Locale.ROOT).startsWith("www.");
  }
}
