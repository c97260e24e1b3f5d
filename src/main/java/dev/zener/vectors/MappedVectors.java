package dev.zener.vectors;

import dev.zener.files.Bytes;
import dev.zener.files.Quoted;
import dev.zener.problem.InputException;
import dev.zener.weights.DType;
import dev.zener.weights.MappedTensors;
import dev.zener.weights.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Vectors in a file that is mapped into memory. The system reads the parts that are used and keeps
 * them as long as there is memory; the Java heap holds none of them.
 *
 * <p>The file is a safetensors file of four tensors, so that the readers, the writer and the checks
 * of weight files serve it too, and other programs can read it:
 *
 * <ul>
 *   <li>{@code vectors} F32 [n,width]
 *   <li>{@code words} U8 [bytes]: the words in UTF-8, one after another
 *   <li>{@code offsets} I64 [n+1]: the start of each word, then the end of the last
 *   <li>{@code order} I32 [n]: the words' numbers in the order of their bytes, in which a word is
 *       looked up by bisection
 * </ul>
 *
 * Opening checks the last three; the elements of a vector are checked whenever it is copied.
 */
public final class MappedVectors implements WordVectors {
  static final String VECTORS = "vectors";
  static final String WORDS = "words";
  static final String OFFSETS = "offsets";
  static final String ORDER = "order";

  private static final String REMEDY = "; write the file again";

  private final Path file;
  private final Bytes vectors;
  private final Bytes words;
  private final Bytes offsets;
  private final Bytes order;
  private final int stored;
  private final int size;
  private final int width;

  private MappedVectors(Path file, MappedTensors tensors, int limit) {
    this.file = file;
    long[] shape = shape(tensors, VECTORS, DType.F32, 2);
    if (shape[0] < 1 || shape[0] >= Integer.MAX_VALUE) {
      throw new InputException(
          "%s: %d words; allowed: 1 to %d%s"
              .formatted(file, shape[0], Integer.MAX_VALUE - 1, REMEDY));
    }
    stored = (int) shape[0];
    width = VectorHeader.requireWidth((int) Math.min(shape[1], Integer.MAX_VALUE), file.toString());
    requireLength(OFFSETS, shape(tensors, OFFSETS, DType.I64, 1)[0], stored + 1);
    requireLength(ORDER, shape(tensors, ORDER, DType.I32, 1)[0], stored);
    shape(tensors, WORDS, DType.U8, 1);
    vectors = tensors.bytes(VECTORS);
    words = tensors.bytes(WORDS);
    offsets = tensors.bytes(OFFSETS);
    order = tensors.bytes(ORDER);
    size = Math.min(stored, limit);
    checkWords();
    checkOrder();
  }

  /**
   * Maps a file.
   *
   * @param limit the maximum number of words; further ones are not seen
   * @throws InputException if the file is missing, malformed, or not one of vectors
   */
  public static MappedVectors open(Path file, int limit) {
    return new MappedVectors(file, MappedTensors.open(file), limit);
  }

  private long[] shape(MappedTensors tensors, String name, DType type, int rank) {
    TensorInfo info =
        tensors
            .info(name)
            .orElseThrow(
                () ->
                    new InputException(
                        "%s: has no tensor '%s', so it is no file of vectors; %s"
                            .formatted(file, name, VectorForm.ALLOWED)));
    if (info.dtype() != type || info.shape().length != rank) {
      throw new InputException(
          "%s: tensor '%s' is %s; allowed: %s with %d dimensions%s"
              .formatted(file, name, info, type, rank, REMEDY));
    }
    return info.shape();
  }

  private void requireLength(String name, long length, int expected) {
    if (length != expected) {
      throw new InputException(
          "%s: tensor '%s' has %d elements; allowed: %d, for %d words%s"
              .formatted(file, name, length, expected, stored, REMEDY));
    }
  }

  /** Checks that the words follow one another, and what they are. */
  private void checkWords() {
    if (offset(0) != 0 || offset(stored) != words.size()) {
      throw new InputException(
          "%s: the words take the bytes %d to %d; allowed: 0 to %d, all of them%s"
              .formatted(file, offset(0), offset(stored), words.size(), REMEDY));
    }
    for (int i = 0; i < stored; i++) {
      long length = offset(i + 1) - offset(i);
      if (length < 1 || length > WordText.LONGEST || offset(i + 1) > words.size()) {
        throw new InputException(
            "%s: word %d has %d bytes; allowed: 1 to %d%s"
                .formatted(file, i, length, WordText.LONGEST, REMEDY));
      }
      if (!WordText.isStorable(stored(i))) {
        throw new InputException(
            "%s: word %d is %s; allowed: no space and no line feed%s"
                .formatted(file, i, Quoted.of(stored(i)), REMEDY));
      }
    }
  }

  /** Checks that the order ascends, and so has each word once. */
  private void checkOrder() {
    for (int i = 0; i < stored; i++) {
      int number = ordered(i);
      if (number < 0 || number >= stored) {
        throw new InputException(
            "%s: 'order' has %d at %d; allowed: 0 to %d%s"
                .formatted(file, number, i, stored - 1, REMEDY));
      }
      if (i > 0 && compare(bytes(ordered(i - 1)), bytes(number)) >= 0) {
        throw new InputException(
            "%s: word %s is not in its place in 'order', or occurs twice%s"
                .formatted(file, Quoted.of(stored(number)), REMEDY));
      }
    }
  }

  private long offset(int number) {
    return offsets.view((long) number * Long.BYTES, Long.BYTES).getLong();
  }

  private int ordered(int place) {
    return order.view((long) place * Integer.BYTES, Integer.BYTES).getInt();
  }

  private ByteBuffer bytes(int number) {
    long from = offset(number);
    return words.view(from, (int) (offset(number + 1) - from));
  }

  /** Compares as unsigned bytes. */
  private static int compare(ByteBuffer a, ByteBuffer b) {
    int at = a.mismatch(b);
    return at < 0 || at == a.limit() || at == b.limit()
        ? Integer.compare(a.limit(), b.limit())
        : Byte.compareUnsigned(a.get(at), b.get(at));
  }

  /** Whether the file has no more words than the limit let through. */
  boolean whole() {
    return size == stored;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public String word(int number) {
    Objects.checkIndex(number, size);
    return stored(number);
  }

  private String stored(int number) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes(number)).toString();
    } catch (CharacterCodingException e) {
      throw new InputException(file + ": word " + number + " is not UTF-8" + REMEDY, e);
    }
  }

  @Override
  public int number(String word) {
    if (!WordText.isStorable(word)) {
      return -1;
    }
    ByteBuffer wanted = StandardCharsets.UTF_8.encode(word);
    int from = 0;
    int to = stored;
    while (from < to) {
      int middle = (from + to) >>> 1;
      int number = ordered(middle);
      int comparison = compare(bytes(number), wanted);
      if (comparison == 0) {
        return number < size ? number : -1;
      }
      if (comparison < 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return -1;
  }

  @Override
  public void copy(int number, FloatBuffer target) {
    Objects.checkIndex(number, size);
    int bytes = width * Float.BYTES;
    FloatBuffer vector = vectors.view((long) number * bytes, bytes).asFloatBuffer();
    for (int i = 0; i < width; i++) {
      if (!Float.isFinite(vector.get(i))) {
        throw new InputException(
            "%s: word %s has the element %s; allowed: finite numbers%s"
                .formatted(file, Quoted.of(word(number)), vector.get(i), REMEDY));
      }
    }
    target.put(vector);
  }
}
