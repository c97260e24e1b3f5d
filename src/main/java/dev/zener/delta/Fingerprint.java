package dev.zener.delta;

import dev.zener.files.Sha256;
import dev.zener.weights.TensorInfo;
import dev.zener.weights.TensorSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A hash of a model's weights that does not depend on how they are stored. It is the SHA-256 of one
 * line per tensor, ordered by name: the name, a space and the tensor's digest. The digest is the
 * SHA-256 of the shape (as {@code [2, 3]} and a line feed) and the elements as little-endian
 * float32. Tensors are added while they are read. Safe for several threads, as long as each tensor
 * is read by one of them.
 */
public final class Fingerprint {
  private static final int PIECE = 1 << 18;

  private final Map<String, String> tensors = new ConcurrentSkipListMap<>();

  /** A copy of a tensor that adds itself, under its name, when its last element has been read. */
  public TensorSource watched(TensorSource source) {
    return new Watched(source);
  }

  /** Reads a whole tensor and adds it. */
  public void add(TensorSource source) {
    TensorSource watched = watched(source);
    long elements = source.info().elements();
    FloatBuffer piece = FloatBuffer.allocate((int) Math.min(PIECE, elements));
    for (long from = 0; from < elements; from += piece.limit()) {
      piece.clear().limit((int) Math.min(piece.capacity(), elements - from));
      watched.read(from, piece);
    }
  }

  /** Adds a tensor whose digest is known. */
  public void add(String name, String digest) {
    tensors.put(name, digest);
  }

  /** Whether a tensor has been added. */
  public boolean has(String name) {
    return tensors.containsKey(name);
  }

  /**
   * The digest of one tensor.
   *
   * @throws IllegalStateException if it has not been added
   */
  public String digest(String name) {
    String digest = tensors.get(name);
    if (digest == null) {
      throw new IllegalStateException(name + " has not been read to its end");
    }
    return digest;
  }

  /** The fingerprint of all tensors added so far, in hexadecimal digits. */
  public String value() {
    MessageDigest all = Sha256.digest();
    tensors.forEach((name, digest) -> all.update(utf8(name + " " + digest + "\n")));
    return HexFormat.of().formatHex(all.digest());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Hashes the elements that are read, if they are read in order from the first one. */
  private final class Watched implements TensorSource {
    private final TensorSource source;
    private final MessageDigest digest = Sha256.digest();
    private long next;

    Watched(TensorSource source) {
      this.source = source;
    }

    @Override
    public TensorInfo info() {
      return source.info();
    }

    @Override
    public long place() {
      return source.place();
    }

    @Override
    public void read(long fromElement, FloatBuffer target) {
      FloatBuffer passing = target.duplicate();
      source.read(fromElement, target);
      if (fromElement == 0) {
        begin();
      }
      if (fromElement == next) {
        take(passing);
      }
    }

    private void begin() {
      next = 0;
      digest.reset();
      digest.update(utf8(Arrays.toString(info().shape()) + "\n"));
    }

    private void take(FloatBuffer passing) {
      ByteBuffer bytes =
          ByteBuffer.allocate(Float.BYTES * Math.min(PIECE, passing.remaining()))
              .order(ByteOrder.LITTLE_ENDIAN);
      while (passing.hasRemaining()) {
        int count = Math.min(PIECE, passing.remaining());
        bytes.clear().limit(Float.BYTES * count);
        bytes.asFloatBuffer().put(passing.slice(passing.position(), count));
        digest.update(bytes);
        passing.position(passing.position() + count);
        next += count;
      }
      if (next == info().elements()) {
        add(info().name(), HexFormat.of().formatHex(digest.digest()));
        next = -1;
      }
    }
  }
}
