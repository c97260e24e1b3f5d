package dev.zener.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Damages files by a few edits of the kinds that typically break readers. */
final class Mutator {
  /** The maximum length of a mutant in bytes. */
  static final int LONGEST = 1 << 16;

  private static final byte[] BYTES = {
    0, 1, 2, -1, 127, -128, '\n', '\r', '\t', ' ', '(', ')', ']', '}', 'R', '{', '[', '"', ':', ',',
    '-', '#', '\\', '&', '*'
  };
  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    127,
    255,
    256,
    65535,
    65536,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 31,
    0xffffffffL,
    1L << 32,
    1L << 40,
    1L << 62,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final List<byte[]> NUMERALS =
      bytes(
          "0",
          "-1",
          "1",
          "00",
          "1.5",
          "-0",
          "1e400",
          "1e-400",
          "NaN",
          "65536",
          "2147483647",
          "2147483648",
          "-2147483649",
          "9223372036854775807",
          "9223372036854775808",
          "99999999999999999999999999",
          "0x10",
          "null",
          "true",
          "\"7\"");
  private static final List<byte[]> TOKENS =
      bytes(
          "\"",
          "{",
          "}",
          "[",
          "]",
          "{}",
          "[]",
          ":",
          ": ",
          ",",
          "null",
          "true",
          "\\u0000",
          "\\ud800",
          "\\",
          "\t",
          "\r\n",
          "\n\n",
          "\n- ",
          "&a ",
          "*a",
          "!!int ",
          "<<: ",
          "|\n",
          "%",
          "---\n",
          "...\n",
          "? ",
          "'",
          "@",
          "\u0000",
          "\uFEFF",
          "\uFFFD",
          "\u0301",
          "\u2028",
          "\uD83D\uDE00",
          " O",
          "\tB-PER",
          "\tI-",
          "B-",
          "-DOCSTART-",
          "# ",
          "[UNK]",
          "##",
          "start",
          "tokens");
  private static final List<byte[]> NO_UTF8 =
      List.of(
          new byte[] {-1},
          new byte[] {(byte) 0xc0, (byte) 0x80},
          new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
          new byte[] {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
          new byte[] {(byte) 0xe2, (byte) 0x82});

  private final List<byte[]> seeds;
  private final SplittableRandom random;

  /**
   * @param seeds the files to start from, none of them empty
   */
  Mutator(List<byte[]> seeds, SplittableRandom random) {
    this.seeds = seeds;
    this.random = random;
  }

  private static List<byte[]> bytes(String... texts) {
    return Stream.of(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }

  /** Returns a damaged file, usually with one or two edits, rarely with up to eight. */
  byte[] next() {
    byte[] mutant = pick(seeds);
    int edits = 1 + Math.min(7, Long.numberOfTrailingZeros(random.nextLong()));
    for (int i = 0; i < edits; i++) {
      mutant = edit(mutant.clone());
    }
    return mutant.length > LONGEST ? Arrays.copyOf(mutant, LONGEST) : mutant;
  }

  private byte[] edit(byte[] bytes) {
    int at = random.nextInt(bytes.length + 1);
    int end = Math.min(bytes.length, at + length());
    return switch (random.nextInt(14)) {
      case 0 -> flipped(bytes);
      case 1 -> overwritten(bytes, at, new byte[] {BYTES[random.nextInt(BYTES.length)]});
      case 2 -> overwritten(bytes, at, new byte[] {(byte) random.nextInt()});
      case 3 -> overwritten(bytes, at, number(bytes.length));
      case 4 -> random.nextInt(4) > 0 ? flipped(bytes) : Arrays.copyOf(bytes, at);
      case 5 -> replaced(bytes, at, end, new byte[0]);
      case 6 -> replaced(bytes, at, at, repeated(Arrays.copyOfRange(bytes, at, end)));
      case 7 -> replaced(bytes, at, at, pick(TOKENS));
      case 8 -> replaced(bytes, at, at, random.nextInt(4) > 0 ? pick(TOKENS) : pick(NO_UTF8));
      case 9 -> spliced(bytes, at, pick(seeds));
      case 10, 11 -> renumbered(bytes, at);
      case 12 -> overwritten(bytes, at, stretch(bytes));
      default -> replaced(bytes, at, at, stretch(pick(seeds)));
    };
  }

  /** Returns a random length, usually a short one. */
  private int length() {
    return 1 + random.nextInt(1 << random.nextInt(12));
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private byte[] flipped(byte[] bytes) {
    if (bytes.length > 0) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  /**
   * Returns a false number of one to eight bytes, little-endian, or a number near the file's size.
   */
  private byte[] number(int size) {
    long value =
        random.nextInt(4) == 0
            ? size + random.nextInt(-9, 10)
            : NUMBERS[random.nextInt(NUMBERS.length)];
    byte[] all = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    return Arrays.copyOf(all, 1 << random.nextInt(4));
  }

  private static byte[] overwritten(byte[] bytes, int at, byte[] with) {
    System.arraycopy(with, 0, bytes, at, Math.min(with.length, bytes.length - at));
    return bytes;
  }

  private static byte[] replaced(byte[] bytes, int from, int to, byte[] with) {
    byte[] result = Arrays.copyOf(bytes, bytes.length - (to - from) + with.length);
    System.arraycopy(with, 0, result, from, with.length);
    System.arraycopy(bytes, to, result, from + with.length, bytes.length - to);
    return result;
  }

  /** Repeats bytes once, or sometimes up to a thousand times, for deep nesting and endless rows. */
  private byte[] repeated(byte[] stretch) {
    int times = random.nextInt(8) > 0 ? 1 : 1 << random.nextInt(11);
    byte[] result = new byte[(int) Math.min(LONGEST, (long) times * stretch.length)];
    for (int i = 0; i < result.length; i++) {
      result[i] = stretch[i % stretch.length];
    }
    return result;
  }

  private byte[] stretch(byte[] of) {
    int from = random.nextInt(of.length + 1);
    return Arrays.copyOfRange(of, from, Math.min(of.length, from + length()));
  }

  private byte[] spliced(byte[] head, int at, byte[] tail) {
    int from = random.nextBoolean() ? Math.min(at, tail.length) : random.nextInt(tail.length);
    return replaced(head, at, head.length, Arrays.copyOfRange(tail, from, tail.length));
  }

  /** Replaces the next number in the text by another. */
  private byte[] renumbered(byte[] bytes, int at) {
    int from = at;
    while (from < bytes.length && !isDigit(bytes[from])) {
      from++;
    }
    int to = from;
    while (to < bytes.length && isDigit(bytes[to])) {
      to++;
    }
    return from == to ? flipped(bytes) : replaced(bytes, from, to, pick(NUMERALS));
  }

  private static boolean isDigit(byte value) {
    return value >= '0' && value <= '9';
  }
}
