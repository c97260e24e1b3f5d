package dev.zener.files;

import dev.zener.problem.InputException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Decodes UTF-8 strictly: malformed bytes are an error. */
public final class Utf8 {
  private Utf8() {}

  /**
   * A reader that decodes in pieces, for long text. For malformed bytes it throws a {@link
   * CharacterCodingException}.
   */
  public static Reader reader(ByteBuffer bytes) {
    return Channels.newReader(new Remaining(bytes), StandardCharsets.UTF_8.newDecoder(), -1);
  }

  private record Remaining(ByteBuffer bytes) implements ReadableByteChannel {
    @Override
    public int read(ByteBuffer target) {
      int count = Math.min(target.remaining(), bytes.remaining());
      target.put(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
      return count == 0 && target.hasRemaining() ? -1 : count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  /**
   * Decodes all remaining bytes.
   *
   * @throws InputException if they are malformed
   */
  public static CharBuffer decode(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes);
    } catch (CharacterCodingException e) {
      throw new InputException("a name is not valid UTF-8", e);
    }
  }
}
