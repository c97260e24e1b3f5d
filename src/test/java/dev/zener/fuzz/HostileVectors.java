package dev.zener.fuzz;

import dev.zener.vectors.VectorFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Files of word vectors that need far more time or memory than their size suggests. */
final class HostileVectors {
  private HostileVectors() {}

  static List<Hostile> all() {
    return List.of(
        vectors("a line of vectors without end", out -> repeat(out, "1 ", 40_000_000), "a line of"),
        vectors("a packed line without end", HostileVectors::packed, "a line of"),
        vectors("a word without end", out -> repeat(out, "a", 100_000), "a word of"),
        vectors(
            "vectors that a header only claims",
            out -> write(out, "999999999999999999 16384\na 1\n"),
            "has 1 elements"),
        vectors("words of one hash code", HostileVectors::sameHash, ""));
  }

  private static Hostile vectors(String name, Hostile.Content content, String expected) {
    return new Hostile(name, "hostile.vec", content, VectorFile::open, expected);
  }

  private static void packed(OutputStream out) throws IOException {
    GZIPOutputStream zip = new GZIPOutputStream(out);
    repeat(zip, "0", 100_000_000);
    zip.finish();
  }

  /** "Aa" and "BB" have the same hash code, and so have all texts of equally many of them. */
  private static void sameHash(OutputStream out) throws IOException {
    for (int i = 0; i < 1 << 16; i++) {
      StringBuilder word = new StringBuilder();
      for (int bit = 0; bit < 16; bit++) {
        word.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      write(out, word.append(" 1\n").toString());
    }
  }

  private static void repeat(OutputStream out, String text, int times) throws IOException {
    byte[] bytes = text.repeat(1000).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < times / 1000; i++) {
      out.write(bytes);
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
