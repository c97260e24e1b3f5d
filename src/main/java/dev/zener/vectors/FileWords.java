package dev.zener.vectors;

import dev.zener.files.Quoted;
import dev.zener.problem.InputException;
import java.util.function.Supplier;

/** The words of a file as far as it has been read, up to a limit. */
final class FileWords {
  private final String name;
  private final int limit;
  private ListedVectors vectors;
  private long rows;
  private long repeated;
  private long cut;

  /**
   * Starts a file.
   *
   * @param name the name of the file
   * @param limit the maximum number of words, not counting those that are left out
   */
  FileWords(String name, int limit) {
    this.name = name;
    this.limit = limit;
  }

  /** Whether there is room for no more words. */
  boolean full() {
    return vectors != null && vectors.size() == limit;
  }

  /** The number of words read so far, with those that were left out. */
  long rows() {
    return rows;
  }

  /** Adds a word, or counts it if it is left out. */
  void add(String word, WordText.Encoding encoding, float[] vector) {
    if (vectors == null) {
      vectors = new ListedVectors(vector.length);
    }
    rows++;
    if (encoding == WordText.Encoding.CUT) {
      cut++;
    } else if (!vectors.add(word, vector)) {
      repeated++;
    }
  }

  /**
   * Decodes a word.
   *
   * @param source the location of the word, for messages
   */
  String word(byte[] bytes, int from, int to, Supplier<String> source) {
    if (to - from > WordText.LONGEST) {
      throw new InputException(
          "%s: a word of %d bytes; allowed: up to %d; fetch the file again"
              .formatted(source.get(), to - from, WordText.LONGEST));
    }
    return WordText.decode(bytes, from, to);
  }

  /** Whether a decoded word is complete. */
  WordText.Encoding encoding(String word, byte[] bytes, int from, int to, Supplier<String> source) {
    WordText.Encoding encoding = WordText.check(word, bytes, from, to);
    if (encoding == WordText.Encoding.OTHER) {
      throw new InputException(
          "%s: word %s is not UTF-8; allowed: UTF-8; convert the file"
              .formatted(source.get(), Quoted.of(word)));
    }
    return encoding;
  }

  /** What was read. */
  OpenVectors opened(VectorForm form, boolean whole) {
    if (vectors == null || vectors.size() == 0) {
      throw new InputException(name + ": has no words; " + VectorForm.ALLOWED);
    }
    VectorReport report =
        new VectorReport(name, form.title(), vectors.size(), vectors.width(), whole, repeated, cut);
    return new OpenVectors(vectors, report);
  }
}
