package dev.zener.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.problem.InputException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class TorchLegacyTest {
  private static final int[] MAGIC = {
    0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19
  };

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] start(int version, int littleEndian) {
    return join(
        new PickleBuilder().op(MAGIC).stop(),
        new PickleBuilder().number(version).stop(),
        new PickleBuilder().op('}').text("little_endian").op(littleEndian, 's').stop());
  }

  private static byte[] keys(String... keys) {
    PickleBuilder list = new PickleBuilder().op(']');
    for (String key : keys) {
      list.text(key).op('a');
    }
    return list.stop();
  }

  private static byte[] storage(long count, float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + 4 * values.length).order(ByteOrder.LITTLE_ENDIAN).putLong(count);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private static final byte[] START = start(1001, 0x88);
  private static final byte[] STATE =
      new PickleBuilder()
          .op('}')
          .text("x")
          .tensor("7", 2, 0, new long[] {2}, new long[] {1})
          .op('s')
          .stop();

  private static void refused(byte[] file, String... parts) {
    assertThatThrownBy(() -> Golden.parse(file))
        .isExactlyInstanceOf(InputException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void aPlainFile() {
    byte[] file = join(START, STATE, keys("7"), storage(2, 1, 2));
    assertThat(Golden.parse(file).floats("x")).containsExactly(1, 2);
  }

  /** Until version 0.4, a storage could be a part of another storage. */
  @Test
  void viewsOfStorages() {
    PickleBuilder state = new PickleBuilder().op('}').text("x");
    state.global("torch._utils", "_rebuild_tensor_v2").op('(');
    state.op('(').text("storage").global("torch", "FloatStorage").text("7").text("cpu").number(4);
    state.op('(').text("view").number(1).number(2).op('t', 't', 'Q');
    byte[] whole = state.number(0).tuple(2).tuple(1).op('t', 'R', 's').stop();
    byte[] file = join(START, whole, keys("7"), storage(4, 1, 2, 3, 4));
    assertThat(Golden.parse(file).floats("x")).containsExactly(2, 3);
  }

  @Test
  void otherMachinesAndVersions() {
    refused(join(start(1000, 0x88), STATE, keys()), "format version is 1000", "1001");
    refused(join(start(1001, 0x89), STATE, keys()), "little_endian is false", "true");
  }

  @Test
  void storagesThatLie() {
    refused(join(START, STATE, keys("7"), storage(3, 1, 2)), "'7'", "3 elements", "declare 2");
    refused(join(START, STATE, keys("7"), storage(2, 1)), "truncated", "'7'");
    refused(join(START, STATE, keys("7"), storage(2, 1, 2, 3)), "4 bytes follow");
    refused(join(START, STATE, keys(), new byte[0]), "'7' is not in the file");
    refused(join(START, STATE, keys("8"), storage(2, 1, 2)), "'8' belongs to no tensor");
    refused(join(START, STATE, keys("7", "7"), storage(2, 1, 2), storage(2, 1, 2)), "'7'", "twice");
    refused(join(START, STATE, new PickleBuilder().op('N').stop()), "None, not a list");
  }

  @Test
  void hostilePickles() {
    byte[] call = new PickleBuilder().global("os", "system").text("true").op(0x85, 'R').stop();
    refused(join(START, call), "'os.system'", "nothing was executed");
    refused(join(new PickleBuilder().op(MAGIC).stop(), call), "'os.system'");
  }
}
