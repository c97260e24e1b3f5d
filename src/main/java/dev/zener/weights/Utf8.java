package dev.zener.weights;

import dev.zener.label.InputException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** UTF-8 that must be well-formed. */
final class Utf8 {
  private Utf8() {}

  /** The characters of all remaining bytes. */
  static CharBuffer decode(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes);
    } catch (CharacterCodingException e) {
      throw new InputException("a name is not valid UTF-8", e);
    }
  }
}
