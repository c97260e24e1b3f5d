package dev.zener.vectors;

import dev.zener.files.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The identity of words and their vectors, whatever form of file they come from. It is the SHA-256
 * of the number of words, the width, and for each word the number of its bytes in UTF-8, these
 * bytes and the elements of its vector; numbers are 32 bits, little-endian.
 */
public final class VectorHash {
  private VectorHash() {}

  /** The hash in lower-case hexadecimal digits. All vectors are read for it. */
  public static String of(WordVectors vectors) {
    MessageDigest digest = Sha256.digest();
    digest.update(littleEndian(2).putInt(vectors.size()).putInt(vectors.width()).flip());
    ByteBuffer elements = littleEndian(vectors.width());
    for (int i = 0; i < vectors.size(); i++) {
      byte[] word = vectors.word(i).getBytes(StandardCharsets.UTF_8);
      digest.update(littleEndian(1).putInt(word.length).flip());
      digest.update(word);
      vectors.copy(i, elements.asFloatBuffer());
      digest.update(elements.duplicate());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static ByteBuffer littleEndian(int numbers) {
    return ByteBuffer.allocate(numbers * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }
}
