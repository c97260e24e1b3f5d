package dev.zener.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Zip archives for tests. */
public final class Zip {
  private Zip() {}

  /** An archive of these files, with directory entries before them as most tools write. */
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

  /** The files of a directory and below, by their names under a prefix. */
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
