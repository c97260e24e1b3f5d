package dev.zener.testing;

import dev.zener.files.Bytes;
import dev.zener.files.ZipDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes zip archives for tests. */
public final class Zip {
  private Zip() {}

  /** An archive of these files, preceded by directory entries, as most tools write it. */
  public static byte[] of(Map<String, byte[]> files, boolean compressed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      Map<String, byte[]> entries = new LinkedHashMap<>();
      files.keySet().forEach(name -> parents(name).forEach(p -> entries.put(p, new byte[0])));
      entries.putAll(files);
      for (Map.Entry<String, byte[]> file : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        if (!compressed || file.getKey().endsWith("/")) {
          CRC32 crc = new CRC32();
          crc.update(file.getValue());
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(file.getValue().length);
          entry.setCrc(crc.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static List<String> parents(String name) {
    return Stream.iterate(name.lastIndexOf('/'), at -> at > 0, at -> name.lastIndexOf('/', at - 1))
        .map(at -> name.substring(0, at + 1))
        .sorted()
        .toList();
  }

  /** An archive whose directory has the checksums of its current contents, after any edits. */
  public static byte[] mended(byte[] zip) {
    try {
      Map<String, ZipDirectory.Entry> entries =
          ZipDirectory.parse(Bytes.of(ByteBuffer.wrap(zip))).entries();
      ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
      int at = bytes.getInt(zip.length - 6);
      for (ZipDirectory.Entry entry : entries.values()) {
        bytes.putInt(at + 16, checksum(zip, entry));
        at += 46 + bytes.getShort(at + 28) + bytes.getShort(at + 30) + bytes.getShort(at + 32);
      }
    } catch (RuntimeException | DataFormatException damaged) {
      // the rest cannot be parsed
    }
    return zip;
  }

  private static int checksum(byte[] zip, ZipDirectory.Entry entry) throws DataFormatException {
    CRC32 crc = new CRC32();
    if (entry.method() == 0) {
      crc.update(zip, (int) entry.offset(), (int) entry.size());
      return (int) crc.getValue();
    }
    Inflater inflater = new Inflater(true);
    inflater.setInput(zip, (int) entry.offset(), (int) entry.stored());
    byte[] content = new byte[(int) Math.min(entry.size(), 1 << 20)];
    crc.update(content, 0, inflater.inflate(content));
    inflater.end();
    return (int) crc.getValue();
  }

  /** The files below a directory, by their names with a prefix. */
  public static Map<String, byte[]> files(Path directory, String prefix) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = directory.relativize(file).toString().replace('\\', '/');
        files.put(prefix + name, Files.readAllBytes(file));
      }
    }
    return files;
  }
}
