package dev.zener.tokenizer;

import dev.zener.files.Folder;
import dev.zener.problem.InputException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The pieces of a model; a piece's id is its index in the list. Immutable.
 *
 * <p>If a piece is listed twice, {@link #id} gives the index of the last line, and both ids map to
 * the piece, as in HuggingFace.
 */
public final class Vocabulary {
  /** The maximum number of pieces: twice that of the largest BERT vocabulary. */
  static final int MAX_PIECES = 1 << 20;

  /** The maximum total length in UTF-16 units: twice that of the largest vocabulary. */
  private static final int MAX_CHARACTERS = 1 << 23;

  /** The maximum size of a file in bytes; no vocabulary within the other limits is larger. */
  private static final int MAX_BYTES = 1 << 25;

  /** A random hash seed per process, so that no file can be crafted to cause hash collisions. */
  private static final int SALT = new SplittableRandom().nextInt();

  private final String[] pieces;
  private final List<String> list;

  /** A hash table with open addressing; an entry is a piece's id plus one, or 0 if free. */
  private final int[] table;

  private final int unk;
  private final int cls;
  private final int sep;
  private final int pad;
  private final int mask;

  private Vocabulary(String[] pieces, String source) {
    checkSize(pieces, source);
    this.pieces = pieces;
    list = Collections.unmodifiableList(Arrays.asList(pieces));
    this.table = new int[Math.max(4, Integer.highestOneBit(pieces.length) * 4)];
    for (int id = 0; id < pieces.length; id++) {
      table[slot(pieces[id])] = id + 1;
    }
    unk = required("[UNK]", source);
    cls = required("[CLS]", source);
    sep = required("[SEP]", source);
    pad = id("[PAD]");
    mask = id("[MASK]");
  }

  /**
   * Reads a vocab.txt: UTF-8, one piece per line, the first with id 0.
   *
   * @throws InputException if it is missing, not UTF-8, too large, or lacks [UNK], [CLS] or [SEP]
   */
  public static Vocabulary read(Path vocabTxt) {
    Folder folder = TokenizerFiles.folder(vocabTxt);
    String name = vocabTxt.getFileName().toString();
    if (!folder.has(name)) {
      throw new InputException(vocabTxt + ": no such file; name a vocab.txt");
    }
    return read(folder, name);
  }

  static Vocabulary read(Folder folder, String name) {
    String place = folder.place(name);
    return new Vocabulary(VocabularyLines.split(folder.read(name, MAX_BYTES), place), place);
  }

  /**
   * A vocabulary of pieces in the order of their ids.
   *
   * @throws InputException if [UNK], [CLS] or [SEP] is missing, or there are too many pieces
   */
  public static Vocabulary of(List<String> pieces) {
    return of(pieces, "The list of pieces");
  }

  static Vocabulary of(List<String> pieces, String source) {
    return new Vocabulary(pieces.toArray(String[]::new), source);
  }

  private static void checkSize(String[] pieces, String source) {
    long characters = 0;
    for (String piece : pieces) {
      characters += piece.length();
    }
    require(characters <= MAX_CHARACTERS, source, characters + " characters", MAX_CHARACTERS);
    require(pieces.length <= MAX_PIECES, source, pieces.length + " pieces", MAX_PIECES);
  }

  static void require(boolean holds, Object source, String found, long most) {
    if (!holds) {
      throw new InputException(
          "%s: a vocabulary of %s; allowed: at most %d; use the model's own"
              .formatted(source, found, most));
    }
  }

  /** The id of a piece; -1 if it is not in the vocabulary. */
  public int id(String piece) {
    return table[slot(piece)] - 1;
  }

  /** The piece with this id. */
  public String piece(int id) {
    return pieces[id];
  }

  /** The number of ids. */
  public int size() {
    return pieces.length;
  }

  /** All pieces by id; unmodifiable. */
  public List<String> pieces() {
    return list;
  }

  /** The id of [UNK]. */
  int unk() {
    return unk;
  }

  /** The id of [CLS]. */
  int cls() {
    return cls;
  }

  /** The id of [SEP]. */
  int sep() {
    return sep;
  }

  /** The id of [PAD]; -1 if there is none. */
  int pad() {
    return pad;
  }

  /** The id of [MASK]; -1 if there is none. */
  int mask() {
    return mask;
  }

  private int slot(String piece) {
    int hash = SALT;
    for (int i = 0; i < piece.length(); i++) {
      hash = (hash ^ piece.charAt(i)) * 0x01000193;
    }
    hash *= 0x9E3779B9;
    int at = (hash ^ hash >>> 15) & table.length - 1;
    while (table[at] != 0 && !pieces[table[at] - 1].equals(piece)) {
      at = at + 1 & table.length - 1;
    }
    return at;
  }

  private int required(String piece, String source) {
    int id = id(piece);
    if (id < 0) {
      throw new InputException(
          source
              + ": has no "
              + piece
              + " among its "
              + pieces.length
              + " pieces; a BERT vocabulary has [UNK], [CLS] and [SEP], one piece per line");
    }
    return id;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Vocabulary that && Arrays.equals(pieces, that.pieces);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(pieces);
  }

  @Override
  public String toString() {
    return pieces.length + " pieces";
  }
}
