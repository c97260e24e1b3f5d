package dev.zener.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.problem.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class TorchZipTest {
  private static final byte[] FOUR = floats(1, 2, 3, 4);

  private static byte[] floats(float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  /** A pickle of one tensor, named x, on storage 0. */
  private static byte[] pickle(long elements, long offset, long[] shape, long[] strides) {
    return new PickleBuilder()
        .op('}')
        .text("x")
        .tensor("0", elements, offset, shape, strides)
        .op('s')
        .stop();
  }

  private static byte[] pickle() {
    return pickle(4, 0, new long[] {2, 2}, new long[] {2, 1});
  }

  private static byte[] zip(Map<String, byte[]> entries, int method) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> content : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(content.getKey());
        CRC32 crc = new CRC32();
        crc.update(content.getValue());
        entry.setMethod(method);
        entry.setSize(content.getValue().length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] archive(byte[] pickle, byte[] storage) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("a/data.pkl", pickle);
    entries.put("a/data/0", storage);
    return zip(entries, ZipEntry.STORED);
  }

  private static void refused(byte[] archive, String... parts) {
    assertThatThrownBy(() -> Golden.parse(archive))
        .isExactlyInstanceOf(InputException.class)
        .hasMessageContainingAll(parts);
  }

  private static void refused(
      long elements, long offset, long[] shape, long[] strides, String... parts) {
    refused(archive(pickle(elements, offset, shape, strides), FOUR), parts);
  }

  private static long[] of(long... values) {
    return values;
  }

  @Test
  void aPlainArchive() {
    assertThat(Golden.parse(archive(pickle(), FOUR)).floats("x")).containsExactly(1, 2, 3, 4);
  }

  @Test
  void stridesOfEveryKind() {
    byte[] strided = archive(pickle(4, 1, of(2, 2), of(1, 1)), FOUR);
    assertThat(Golden.parse(strided).floats("x")).containsExactly(2, 3, 3, 4);
    byte[] repeated = archive(pickle(4, 3, of(3, 1), of(0, 77)), FOUR);
    assertThat(Golden.parse(repeated).floats("x")).containsExactly(4, 4, 4);
    byte[] scalar = archive(pickle(4, 2, of(), of()), FOUR);
    assertThat(Golden.parse(scalar).floats("x")).containsExactly(3);
    byte[] nothing = archive(pickle(4, 4, of(2, 0), of(1, 1)), FOUR);
    assertThat(Golden.parse(nothing).floats("x")).isEmpty();
  }

  @Test
  void tensorsOutsideTheirStorage() {
    refused(4, 1, of(2, 2), of(2, 1), "'x'", "[2, 2]", "offset 1", "4 elements");
    refused(4, 0, of(2, 2), of(3, 1), "'x'", "[3, 1]");
    refused(4, -1, of(2), of(1), "'x'", "offset -1");
    refused(4, Long.MAX_VALUE, of(2), of(1), "'x'");
    refused(4, 0, of(2), of(-1), "'x'", "[-1]");
    refused(4, 0, of(2), of(Long.MAX_VALUE), "'x'");
    refused(4, 0, of(3, 3), of(Long.MAX_VALUE / 2, 1), "'x'");
    refused(4, 0, of(2), of(), "'x'");
    refused(4, 0, of(-2), of(1), "'x'", "[-2]");
    refused(4, 0, of(1L << 40, 1L << 40), of(0, 0), "'x'", "too many");
    refused(4, 0, of(1L << 40), of(0), "'x'", "F32[1099511627776]", ".contiguous()");
    refused(4, 0, new long[65], new long[65], "65 sizes");
  }

  @Test
  void storagesThatLie() {
    refused(3, 0, of(1), of(1), "'0'", "3 x F32", "16 bytes");
    refused(5, 0, of(1), of(1), "'0'", "5 x F32", "16 bytes");
    byte[] twoTypes =
        new PickleBuilder()
            .op('}')
            .text("x")
            .tensor("0", 4, 0, of(4), of(1))
            .op('s')
            .text("y")
            .global("torch._utils", "_rebuild_tensor_v2")
            .op('(')
            .storage("IntStorage", "0", 4)
            .number(0)
            .tuple(4)
            .tuple(1)
            .op('t', 'R', 's')
            .stop();
    refused(archive(twoTypes, FOUR), "'y'", "'0'", "I32", "F32");
  }

  @Test
  void entriesMissing() {
    refused(zip(Map.of("a/data.pkl", pickle()), ZipEntry.STORED), "'a/data/0' is missing");
    refused(zip(Map.of("a/data/0", FOUR), ZipEntry.STORED), "without data.pkl");
    refused(zip(Map.of("data.pkl", FOUR), ZipEntry.STORED), "without data.pkl");
    refused(zip(Map.of("a/b/data.pkl", FOUR), ZipEntry.STORED), "without data.pkl");
  }

  @Test
  void bigEndianAndCompressedFiles() {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("a/data.pkl", pickle());
    entries.put("a/byteorder", "big".getBytes(StandardCharsets.US_ASCII));
    refused(zip(entries, ZipEntry.STORED), "'big'", "'little'");
    refused(zip(entries, ZipEntry.DEFLATED), "'a/data.pkl' is compressed");
  }

  @Test
  void theSamePlaceTwice() {
    byte[] archive = archive(pickle(), FOUR);
    int directory = directory(archive);
    int second = directory + 46 + "a/data.pkl".length();
    ByteBuffer overlapping = ByteBuffer.wrap(archive.clone()).order(ByteOrder.LITTLE_ENDIAN);
    overlapping.putInt(second + 42, 0);
    refused(overlapping.array(), "overlaps");
    Map<String, byte[]> twins = new LinkedHashMap<>();
    twins.put("a/data.pkl", pickle());
    twins.put("a/data.pkm", FOUR);
    byte[] renamed = zip(twins, ZipEntry.STORED);
    renamed[directory(renamed) + 46 + 10 + 46 + 9] = 'l';
    refused(renamed, "'a/data.pkl' occurs twice");
  }

  @Test
  void sizesInTheZip64Fields() {
    byte[] wide = zip64(archive(pickle(), FOUR));
    assertThat(Golden.parse(wide).floats("x")).containsExactly(1, 2, 3, 4);
    for (int length = 0; length < wide.length; length++) {
      refused(Arrays.copyOf(wide, length), "");
    }
  }

  private static int directory(byte[] archive) {
    return ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN).getInt(archive.length - 6);
  }

  /** Rewrites the directory like that of an archive of more than 4 GiB. */
  private static byte[] zip64(byte[] archive) {
    ByteBuffer in = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
    int start = directory(archive);
    ByteBuffer out = ByteBuffer.allocate(archive.length + 500).order(ByteOrder.LITTLE_ENDIAN);
    out.put(archive, 0, start);
    for (int at = start; at < archive.length - 22; ) {
      int name = in.getShort(at + 28);
      int entry = out.position();
      out.put(archive, at, 46 + name);
      out.putShort((short) 7).putShort((short) 2).putShort((short) 0);
      out.putShort((short) 1).putShort((short) 24);
      out.putLong(in.getInt(at + 24)).putLong(in.getInt(at + 20)).putLong(in.getInt(at + 42));
      out.putInt(entry + 20, -1).putInt(entry + 24, -1).putInt(entry + 42, -1);
      out.putShort(entry + 30, (short) 34);
      at += 46 + name;
    }
    int end = out.position();
    out.putInt(0x06064b50).putLong(44).putInt(0).putLong(0).putLong(2).putLong(2);
    out.putLong(end - start).putLong(start);
    out.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
    out.putInt(0x06054b50).putLong(-1).putInt(-1).putInt(-1).putShort((short) 0);
    return Arrays.copyOf(out.array(), out.position());
  }
}
