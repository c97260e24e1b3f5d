package dev.zener.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.problem.InputException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SafetensorsHeaderTest {
  private static SafetensorsHeader parse(String json, long dataBytes) {
    return SafetensorsHeader.parse(
        ByteBuffer.wrap(json.replace('`', '"').getBytes(StandardCharsets.UTF_8)), dataBytes);
  }

  private static String tensor(String name, String dtype, String shape, String offsets) {
    return "`%s`:{`dtype`:`%s`,`shape`:%s,`data_offsets`:%s}"
        .formatted(name, dtype, shape, offsets);
  }

  private static void refused(String json, long dataBytes, String... parts) {
    assertThatThrownBy(() -> parse(json, dataBytes))
        .isExactlyInstanceOf(InputException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void tensorsInTheHeadersOrderWhateverTheirPlace() {
    SafetensorsHeader header =
        parse(
            "{`__metadata__`:{`a`:`b`},"
                + tensor("late", "F32", "[2]", "[4,12]")
                + ","
                + tensor("early", "F16", "[1,2]", "[0,4]")
                + ","
                + tensor("empty", "I64", "[0]", "[12,12]")
                + "}   ",
            12);
    assertThat(header.metadata()).hasSize(1).containsEntry("a", "b");
    assertThat(header.slots().stream().map(slot -> slot.info().name() + slot.begin()))
        .containsExactly("late4", "early0", "empty12");
  }

  @Test
  void noTensorsAtAll() {
    assertThat(parse("{}", 0).slots()).isEmpty();
  }

  @Test
  void metadataMayBeNull() {
    SafetensorsHeader header =
        parse("{`__metadata__`:null," + tensor("a", "F32", "[1]", "[0,4]") + "}", 4);
    assertThat(header.metadata()).isEmpty();
    assertThat(header.slots()).hasSize(1);
    refused("{`__metadata__`:{`a`:null}}", 0, "__metadata__ must be a string");
    refused("{`__metadata__`:[]}", 0, "__metadata__ must be an object");
  }

  @Test
  void gapsOverlapsAndWrongEnds() {
    String first = tensor("a", "F32", "[1]", "[0,4]");
    refused("{" + first + "," + tensor("b", "F32", "[1]", "[8,12]") + "}", 12, "'b'", "8", "4");
    refused("{" + first + "," + tensor("b", "F32", "[1]", "[2,6]") + "}", 6, "'b'", "2", "4");
    refused("{" + first + "," + tensor("b", "F32", "[1]", "[0,4]") + "}", 4, "begins at byte 0");
    refused("{" + first + "}", 3, "have 4 bytes", "has 3 of data");
    refused("{" + first + "}", 5, "have 4 bytes", "has 5 of data");
    refused("{}", 1, "have 0 bytes");
  }

  @Test
  void shapesAndOffsetsThatLie() {
    refused("{" + tensor("a", "F32", "[2]", "[0,4]") + "}", 4, "'a'", "F32[2]", "8 bytes");
    refused("{" + tensor("a", "F32", "[1]", "[4,0]") + "}", 4, "'a'", "[4, 0]");
    refused("{" + tensor("a", "F32", "[1]", "[0]") + "}", 4, "'a'", "[0]");
    refused("{" + tensor("a", "F32", "[-1]", "[0,4]") + "}", 4, "'a'", "-1");
    refused("{" + tensor("a", "F32", "[1.5]", "[0,4]") + "}", 4, "'a'", "whole numbers");
    refused("{" + tensor("a", "F32", "[99999999999999999999]", "[0,4]") + "}", 4, "JSON");
    refused(
        "{" + tensor("a", "F32", "[4294967296,4294967296]", "[0,4]") + "}", 4, "'a'", "too many");
    refused("{" + tensor("a", "U8", "[9223372036854775807]", "[0,1]") + "}", 1, "'a'");
    String deep = IntStream.range(0, 65).mapToObj(i -> "1").collect(Collectors.joining(","));
    refused("{" + tensor("a", "F32", "[" + deep + "]", "[0,4]") + "}", 4, "65 dimensions");
  }

  @Test
  void fieldsMissingUnknownOrTwice() {
    refused("{" + tensor("a", "F8_E4M3", "[1]", "[0,1]") + "}", 1, "'a'", "F8_E4M3", "BF16");
    refused("{`a`:{`dtype`:`F32`}}", 0, "'a' lacks");
    refused("{`a`:{`colour`:1}}", 0, "'a'", "'colour'");
    refused("{`a`:[]}", 0, "'a' must be an object");
    refused("{`a`:{`dtype`:4}}", 0, "dtype must be a string");
    refused("{`__metadata__`:{`a`:1}}", 0, "__metadata__ must be a string");
    String twice = tensor("twice", "F32", "[0]", "[0,0]");
    refused("{" + twice + "," + twice + "}", 0, "Duplicate", "twice");
  }

  @Test
  void noJsonAtAll() {
    refused("", 0, "must be an object");
    refused("[]", 0, "must be an object");
    refused("{", 0, "JSON");
    refused("{} {}", 0, "follows");
    refused("{`a`:" + "[".repeat(10_000), 0, "'a'");
    assertThatThrownBy(
            () -> SafetensorsHeader.parse(ByteBuffer.wrap(new byte[] {'{', '"', -1, '"'}), 0))
        .isExactlyInstanceOf(InputException.class);
  }

  @Test
  void aLengthThatLies() {
    byte[] file = Golden.bytes("golden.safetensors");
    for (long length : new long[] {file.length - 7, 1L << 33, -1, Long.MIN_VALUE, 0, 1}) {
      ByteBuffer.wrap(file).order(java.nio.ByteOrder.LITTLE_ENDIAN).putLong(0, length);
      assertThatThrownBy(
              () -> SafetensorsHeader.open("x", dev.zener.files.Bytes.of(ByteBuffer.wrap(file))))
          .as("%d", length)
          .isExactlyInstanceOf(InputException.class);
    }
  }
}
