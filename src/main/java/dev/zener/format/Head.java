package dev.zener.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The beginning of a text, from which its format is found.
 *
 * @param extension the extension of its name, in lower case; the whole name if it has no dot
 * @param bytes the first bytes, at most {@link HeadedStream#HEAD}
 */
record Head(String extension, byte[] bytes) {
  /** The bytes of the complete lines, and of the last one if the text ends with it. */
  byte[] wholeLines() {
    int end = bytes.length;
    while (bytes.length == HeadedStream.HEAD && end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return Arrays.copyOf(bytes, end);
  }

  /** The complete lines, and the last one if the text ends with it. Other charsets are misread. */
  List<String> lines() {
    return Arrays.stream(decoded(wholeLines()).split("\n", -1))
        .map(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line)
        .toList();
  }

  /** The characters, without a byte-order mark. Other charsets are misread. */
  String text() {
    return decoded(bytes);
  }

  private static String decoded(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
