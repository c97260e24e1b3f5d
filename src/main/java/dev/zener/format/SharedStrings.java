package dev.zener.format;

import java.util.List;

/**
 * Gives equal strings the same object, because a corpus of millions of words is kept in memory and
 * has few different tags and words. A file may have any number of them, so only the first are
 * shared. Strings of one hash code are searched one by one, so only some of these are shared.
 */
final class SharedStrings {
  /** The maximum number of strings that are shared in text that is kept. */
  static final int MOST = 1 << 16;

  /** The maximum number in text that is not kept: so many are found faster than made anew. */
  static final int FEW = 1 << 10;

  /** The maximum length of a string that is shared; longer ones seldom occur twice. */
  static final int LONGEST = 64;

  /** How many places of the table are searched for a string. */
  private static final int PLACES = 16;

  /** A table with open addressing; its length is a power of two. */
  private String[] table = new String[1 << 10];

  private final char[] chars = new char[LONGEST];
  private final int most;
  private int size;

  /**
   * Creates a table without strings.
   *
   * @param most the maximum number of strings that are shared; 0 if none are
   */
  SharedStrings(int most) {
    this.most = most;
  }

  /** Strings that are equal to these, in an unmodifiable list. */
  List<String> of(List<String> texts) {
    for (String text : texts) {
      if (of(text) != text) {
        return copy(texts);
      }
    }
    return List.copyOf(texts); // no copy if it is unmodifiable already
  }

  private List<String> copy(List<String> texts) {
    String[] shared = new String[texts.size()];
    int next = 0;
    for (String text : texts) {
      shared[next++] = of(text);
    }
    return List.of(shared);
  }

  /** A string that is equal to this one. */
  String of(String text) {
    if (text.length() > LONGEST) {
      return text;
    }
    int at = first(text.hashCode());
    for (int end = at + PLACES; at < end; at++) {
      String known = table[at & table.length - 1];
      if (known == null) {
        return keep(text, at);
      }
      if (known.equals(text)) {
        return known;
      }
    }
    return text;
  }

  /** A string of the characters [start, end) of a text. */
  String of(String text, int start, int end) {
    int length = end - start;
    if (length > LONGEST || most == 0) {
      return text.substring(start, end);
    }
    int hash = 0;
    for (int i = 0; i < length; i++) {
      char unit = text.charAt(start + i);
      chars[i] = unit;
      hash = 31 * hash + unit; // as String computes it
    }
    return of(chars, length, hash);
  }

  /**
   * A string of these characters.
   *
   * @param length their number, at most {@link #LONGEST}
   * @param hash the hash code of such a string
   */
  String of(char[] chars, int length, int hash) {
    int at = first(hash);
    for (int end = at + PLACES; at < end; at++) {
      String known = table[at & table.length - 1];
      if (known == null) {
        return keep(new String(chars, 0, length), at);
      }
      if (isOf(known, chars, length)) {
        return known;
      }
    }
    return new String(chars, 0, length);
  }

  private static boolean isOf(String text, char[] chars, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) != chars[i]) {
        return false;
      }
    }
    return true;
  }

  /** The first place of strings with a hash code. */
  private int first(int hash) {
    int mixed = hash * 0x9E3779B9;
    return (mixed ^ mixed >>> 15) & table.length - 1;
  }

  /** Keeps a string in a free place of the table, unless enough are kept. */
  private String keep(String text, int at) {
    if (size < most) {
      table[at & table.length - 1] = text;
      size++;
      if (size > table.length / 4) {
        grow();
      }
    }
    return text;
  }

  private void grow() {
    String[] old = table;
    table = new String[4 * old.length];
    size = 0;
    for (String text : old) {
      if (text != null) {
        of(text);
      }
    }
  }

  /** The number of strings that are shared so far. */
  int size() {
    return size;
  }
}
