package dev.zener.files;

import dev.zener.problem.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * The entries of a zip archive, including zip64. A stored entry is a range of bytes of the archive;
 * a deflated one is a stream. The CRC-32 of a stored entry is checked when it is opened, that of a
 * deflated entry when its end is read. Tensors in PyTorch's files are read without this check,
 * because PyTorch allows its users to omit the checksums.
 *
 * @param entries the entries by name, in the order of the directory
 */
public record ZipDirectory(Map<String, Entry> entries) {
  /** The maximum size of a central directory in bytes. */
  private static final int MAX_BYTES = 1 << 25;

  /** The maximum number of entries; a weight file has one per tensor and a few more. */
  private static final int MAX_ENTRIES = 1 << 17;

  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_BYTES = 30;
  private static final int CENTRAL = 0x02014b50;
  private static final int CENTRAL_BYTES = 46;
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int LONGEST_COMMENT = 0xffff;
  private static final int END64 = 0x06064b50;
  private static final int END64_BYTES = 56;
  private static final int LOCATOR64 = 0x07064b50;
  private static final int LOCATOR64_BYTES = 20;
  private static final int EXTRA64 = 1;
  private static final int ENCRYPTED = 1;
  private static final int NAMES_ARE_UTF8 = 1 << 11;
  private static final long IN_EXTRA = 0xffffffffL;

  /** The number of bytes read from an archive at a time. */
  private static final int INFLATED_AT_ONCE = 1 << 16;

  /** An entry that unpacks to more bytes, and to more than 100 times its size, is refused. */
  private static final long LARGE = 1L << 24;

  private static final int MOST_TIMES = 100;

  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  /**
   * An entry of the archive.
   *
   * @param offset the offset of the content in the archive, in bytes
   * @param stored the number of bytes in the archive
   * @param size the number of bytes when unpacked
   * @param method the number of the compression method; 0 for none
   * @param checksum the CRC-32 of the content
   */
  public record Entry(
      String name,
      long offset,
      long stored,
      long size,
      int method,
      boolean encrypted,
      int checksum) {
    /** Whether the content can be unpacked. */
    boolean readable() {
      return !encrypted && (method == STORED || method == DEFLATED);
    }

    /** Whether the content is neither compressed nor encrypted, and so a range of the archive. */
    public boolean plain() {
      return method == STORED && !encrypted;
    }

    /**
     * Opens the content.
     *
     * @param label the location of the entry, for messages
     * @param archive opens the archive, which is closed when the result is closed
     * @throws InputException if the entry is encrypted or compressed by a method other than deflate
     */
    Bytes open(String label, Supplier<Bytes> archive) {
      if (!readable()) {
        throw new InputException(
            "%s: is %s; allowed: stored and deflated; pack the archive again"
                .formatted(label, encrypted ? "encrypted" : "compressed by method " + method));
      }
      if (size > LARGE && size / MOST_TIMES > stored) {
        throw new InputException(
            "%s: unpacks to %d bytes from %d; weights never compress that much, so it is not read"
                .formatted(label, size, stored));
      }
      return method == STORED
          ? plain(label, archive.get())
          : new StreamBytes(label, size, checksum, () -> inflate(archive.get()));
    }

    private Bytes plain(String label, Bytes archive) {
      try {
        Bytes content = archive.range(offset, size);
        // within a compressed archive, the checksum of the whole archive is checked instead
        if (archive.direct()) {
          check(label, content);
        }
        return content;
      } catch (IndexOutOfBoundsException e) {
        archive.close();
        throw new InputException(label + ": the archive has changed since it was listed", e);
      } catch (RuntimeException | Error e) {
        archive.close();
        throw e;
      }
    }

    private void check(String label, Bytes content) {
      CRC32 sum = new CRC32();
      ByteBuffer piece = ByteBuffer.allocate(INFLATED_AT_ONCE);
      for (long at = 0; at < size; at += piece.limit()) {
        piece.clear().limit((int) Math.min(piece.capacity(), size - at));
        content.read(at, piece);
        sum.update(piece.flip());
      }
      if ((int) sum.getValue() != checksum) {
        throw StreamBytes.damaged(label, sum, checksum);
      }
    }

    private InputStream inflate(Bytes archive) {
      Inflater inflater = new Inflater(true);
      InputStream deflated = new BytesInputStream(archive.range(offset, stored));
      return new InflaterInputStream(deflated, inflater, INFLATED_AT_ONCE) {
        @Override
        public void close() throws IOException {
          super.close();
          inflater.end();
        }
      };
    }
  }

  /** Whether a file with these first bytes may be a zip archive. */
  public static boolean isSignature(ByteBuffer head) {
    return head.remaining() >= Integer.BYTES && head.getInt(0) == LOCAL;
  }

  /**
   * Reads the directory at the end of an archive and the header of every entry.
   *
   * @throws InputException if the archive is malformed
   */
  public static ZipDirectory parse(Bytes archive) {
    Extent directory = directory(archive);
    if (directory.size > MAX_BYTES || !directory.isWithin(archive.size())) {
      throw new InputException(
          "truncated or malformed zip: invalid directory of %d bytes at %d; fetch it again"
              .formatted(directory.size, directory.offset));
    }
    ByteBuffer records = archive.view(directory.offset, (int) directory.size);
    Map<String, Claim> claims = new LinkedHashMap<>();
    while (records.hasRemaining()) {
      Claim claim = claim(records);
      if (claims.put(claim.name, claim) != null) {
        throw new InputException(
            "zip entry " + Quoted.of(claim.name) + " occurs twice; pack the archive again");
      }
      if (claims.size() > MAX_ENTRIES) {
        throw new InputException(
            "zip of more than " + MAX_ENTRIES + " entries; such an archive is not read");
      }
    }
    Map<String, Entry> located = locate(claims.values(), archive);
    checkOverlap(located.values(), directory.offset);
    Map<String, Entry> entries = new LinkedHashMap<>();
    claims.keySet().forEach(name -> entries.put(name, located.get(name)));
    return new ZipDirectory(Collections.unmodifiableMap(entries));
  }

  /** Reads the headers in the order of their offsets, so that one pass over a stream is enough. */
  private static Map<String, Entry> locate(Collection<Claim> claims, Bytes archive) {
    List<Claim> ascending = new ArrayList<>(claims);
    ascending.sort(Comparator.comparingLong(claim -> claim.sizes.header));
    Map<String, Entry> located = new HashMap<>();
    ascending.forEach(claim -> located.put(claim.name, claim.locate(archive)));
    return located;
  }

  private record Extent(long offset, long size) {
    boolean isWithin(long total) {
      return offset >= 0 && size >= 0 && offset <= total && size <= total - offset;
    }
  }

  /** The extent of the central directory, from the record at the end of the archive. */
  private static Extent directory(Bytes archive) {
    long end = findEnd(archive);
    ByteBuffer record = archive.view(end, END_BYTES);
    long size = Integer.toUnsignedLong(record.getInt(12));
    long offset = Integer.toUnsignedLong(record.getInt(16));
    long locator = end - LOCATOR64_BYTES;
    if (locator >= 0 && archive.view(locator, LOCATOR64_BYTES).getInt() == LOCATOR64) {
      return directory64(archive, archive.view(locator, LOCATOR64_BYTES).getLong(8));
    }
    return new Extent(offset, size);
  }

  private static Extent directory64(Bytes archive, long end) {
    if (!new Extent(end, END64_BYTES).isWithin(archive.size())
        || archive.view(end, END64_BYTES).getInt() != END64) {
      throw new InputException("malformed zip: no zip64 end record at " + end);
    }
    ByteBuffer record = archive.view(end, END64_BYTES);
    return new Extent(record.getLong(48), record.getLong(40));
  }

  private static long findEnd(Bytes archive) {
    long last = archive.size() - END_BYTES;
    if (last < 0) {
      throw new InputException("truncated zip: " + archive.size() + " bytes; fetch the file again");
    }
    long first = Math.max(0, last - LONGEST_COMMENT);
    // read all of it at once; the end of a stream is cached after it has been read
    ByteBuffer end = archive.view(first, (int) (archive.size() - first));
    for (int at = (int) (last - first); at >= 0; at--) {
      int comment = end.limit() - at - END_BYTES;
      if (end.getInt(at) == END && u2(end, at + END_BYTES - 2) == comment) {
        return first + at;
      }
    }
    throw new InputException("truncated zip: no directory at its end; fetch the file again");
  }

  private static Claim claim(ByteBuffer records) {
    int start = records.position();
    if (records.remaining() < CENTRAL_BYTES || records.getInt(start) != CENTRAL) {
      throw new InputException("malformed zip: no directory entry at byte " + start + " of it");
    }
    int nameLength = u2(records, start + 28);
    int extraLength = u2(records, start + 30);
    int length = CENTRAL_BYTES + nameLength + extraLength + u2(records, start + 32);
    if (length > records.remaining()) {
      throw new InputException("malformed zip: directory entry at byte " + start + " is truncated");
    }
    int flags = u2(records, start + 8);
    String name = name(records.slice(start + CENTRAL_BYTES, nameLength), flags);
    boolean encrypted = (flags & ENCRYPTED) != 0;
    int checksum = records.getInt(start + 16);
    int method = u2(records, start + 10);
    Sizes sizes =
        Sizes.of(
            records,
            start,
            records.slice(start + CENTRAL_BYTES + nameLength, extraLength).order(records.order()));
    records.position(start + length);
    return new Claim(name, sizes, method, encrypted, checksum);
  }

  /** Decodes a name. Old programs used any charset; if it is not UTF-8, a byte is a character. */
  private static String name(ByteBuffer bytes, int flags) {
    if ((flags & NAMES_ARE_UTF8) != 0) {
      return Utf8.decode(bytes).toString();
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException e) {
      return StandardCharsets.ISO_8859_1.decode(bytes).toString();
    }
  }

  private static int u2(ByteBuffer buffer, int at) {
    return Short.toUnsignedInt(buffer.getShort(at));
  }

  /** The three numbers that are stored in an extra field if they do not fit 32 bits. */
  private record Sizes(long stored, long size, long header) {
    static Sizes of(ByteBuffer records, int start, ByteBuffer extras) {
      ByteBuffer wide = extra64(extras);
      long size = wide(Integer.toUnsignedLong(records.getInt(start + 24)), wide);
      long stored = wide(Integer.toUnsignedLong(records.getInt(start + 20)), wide);
      long header = wide(Integer.toUnsignedLong(records.getInt(start + 42)), wide);
      return new Sizes(stored, size, header);
    }

    private static long wide(long narrow, ByteBuffer extra) {
      if (narrow != IN_EXTRA) {
        return narrow;
      }
      if (extra.remaining() < Long.BYTES) {
        throw new InputException("malformed zip: a 64-bit size is missing");
      }
      return extra.getLong();
    }

    /** The content of the zip64 field; empty if there is none. */
    private static ByteBuffer extra64(ByteBuffer extras) {
      while (extras.remaining() >= 4) {
        int id = Short.toUnsignedInt(extras.getShort());
        int length = Math.min(Short.toUnsignedInt(extras.getShort()), extras.remaining());
        if (id == EXTRA64) {
          return extras.slice(extras.position(), length).order(extras.order());
        }
        extras.position(extras.position() + length);
      }
      return ByteBuffer.allocate(0);
    }
  }

  /** An entry as described in the directory. */
  private record Claim(String name, Sizes sizes, int method, boolean encrypted, int checksum) {
    /** Finds the content, which follows the local header; only the header has its own length. */
    Entry locate(Bytes archive) {
      long header = sizes.header;
      if (!new Extent(header, LOCAL_BYTES).isWithin(archive.size())
          || archive.view(header, LOCAL_BYTES).getInt() != LOCAL) {
        throw new InputException("zip entry " + Quoted.of(name) + " has no header at " + header);
      }
      ByteBuffer local = archive.view(header, LOCAL_BYTES);
      long offset = header + LOCAL_BYTES + u2(local, 26) + u2(local, 28);
      boolean sizesAgree = method != STORED || encrypted || sizes.stored == sizes.size;
      if (!sizesAgree
          || sizes.size < 0
          || !new Extent(offset, sizes.stored).isWithin(archive.size())) {
        throw new InputException(
            "zip entry %s declares %d bytes at %d, but the file has %d"
                .formatted(Quoted.of(name), sizes.size, offset, archive.size()));
      }
      return new Entry(name, offset, sizes.stored, sizes.size, method, encrypted, checksum);
    }
  }

  private static void checkOverlap(Collection<Entry> entries, long limit) {
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparingLong(Entry::offset));
    long free = 0;
    for (Entry entry : sorted) {
      if (entry.offset < free || entry.offset + entry.stored > limit) {
        throw new InputException("zip entry " + Quoted.of(entry.name) + " overlaps another part");
      }
      free = entry.offset + entry.stored;
    }
  }
}
