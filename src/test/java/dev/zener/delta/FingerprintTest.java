package dev.zener.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.weights.TensorSource;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private static final TensorSource B = TensorSource.of("b", new float[] {1, -2, 0.5f}, 3);
  private static final TensorSource A = TensorSource.of("a", new float[] {3, 4}, 1, 2);

  /** Computes the fingerprint by hand, as its Javadoc describes. */
  @Test
  void theOrderOfReadingDoesNotMatter() throws Exception {
    String a = tensor("[1, 2]", 3, 4);
    String b = tensor("[3]", 1, -2, 0.5f);
    String all = sha256(("a " + a + "\nb " + b + "\n").getBytes(StandardCharsets.UTF_8));
    Fingerprint forward = new Fingerprint();
    forward.add(A);
    forward.add(B);
    assertThat(forward.digest("a")).isEqualTo(a);
    assertThat(forward.value()).isEqualTo(all);
    Fingerprint backward = new Fingerprint();
    backward.add(B);
    backward.add("a", a);
    assertThat(backward.value()).isEqualTo(all);
  }

  private static String tensor(String shape, float... values) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write((shape + "\n").getBytes(StandardCharsets.UTF_8));
    ByteBuffer numbers = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    numbers.asFloatBuffer().put(values);
    bytes.write(numbers.array());
    return sha256(bytes.toByteArray());
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void piecesDoNotMatterAndASecondPassDoesNotCount() {
    Fingerprint whole = new Fingerprint();
    whole.add(B);
    Fingerprint pieces = new Fingerprint();
    TensorSource watched = pieces.watched(B);
    read(watched, 0, 1);
    read(watched, 0, 2);
    assertThat(pieces.has("b")).isFalse();
    assertThatThrownBy(() -> pieces.digest("b")).isInstanceOf(IllegalStateException.class);
    read(watched, 2, 1);
    assertThat(pieces.value()).isEqualTo(whole.value());
    read(watched, 1, 2);
    assertThat(pieces.value()).isEqualTo(whole.value());
    FloatBuffer behindOthers = FloatBuffer.allocate(5).position(2);
    watched.read(0, behindOthers);
    assertThat(pieces.value()).isEqualTo(whole.value());
    assertThat(behindOthers.array()).containsExactly(0, 0, 1, -2, 0.5f);
  }

  private static void read(TensorSource source, long from, int count) {
    source.read(from, FloatBuffer.allocate(count));
  }

  @Test
  void anotherNumberNameOrShapeIsAnotherModel() {
    assertThat(value(TensorSource.of("b", new float[] {1, -2, 0.5f}, 3))).isEqualTo(value(B));
    assertThat(value(TensorSource.of("b", new float[] {1, -2, 0.5001f}, 3))).isNotEqualTo(value(B));
    assertThat(value(TensorSource.of("c", new float[] {1, -2, 0.5f}, 3))).isNotEqualTo(value(B));
    assertThat(value(TensorSource.of("b", new float[] {1, -2, 0.5f}, 3, 1))).isNotEqualTo(value(B));
  }

  private static String value(TensorSource source) {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.add(source);
    return fingerprint.value();
  }
}
