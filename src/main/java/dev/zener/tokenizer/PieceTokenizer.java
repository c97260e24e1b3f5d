package dev.zener.tokenizer;

import java.nio.file.Path;
import java.util.List;

/**
 * Splits text into the pieces of a model's vocabulary. A piece's id is its place in {@link
 * #pieces}. Implementations are immutable and thread-safe. Two are equal if they split every text
 * into the same pieces.
 */
public interface PieceTokenizer {
  /**
   * The pieces of a text, without those of the {@link #frame}. Word w of the encoding is the word
   * with index w of the {@link #preTokenizer}.
   */
  Encoding encode(String text);

  /**
   * The pieces of a list of words. A word's number is its index in the list, even if it is split
   * further, as at punctuation; offsets are within the word. A word may have no pieces.
   */
  Encoding encode(List<String> words);

  /** The ids of one word's pieces; empty if all its characters are dropped. */
  default int[] pieces(String word) {
    return encode(word).ids();
  }

  /** Splits text into the words that are then split into pieces. */
  PreTokenizer preTokenizer();

  /** The special pieces that begin and end every input of the model. */
  InputFrame frame();

  /** All pieces by id; unmodifiable. */
  List<String> pieces();

  /** The number of pieces. */
  default int size() {
    return pieces().size();
  }

  /**
   * The id of the piece that makes short inputs as long as others, for the files of a model; -1 if
   * there is none.
   */
  int padding();

  /** How text is normalised before it is split, for people. */
  String normalization();

  /** A new subset of the pieces, from which a smaller tokenizer can be made. */
  PieceSubset subset();

  /**
   * Writes the files from which {@link TokenizerFiles#open} and HuggingFace's AutoTokenizer create
   * the same tokenizer.
   *
   * @param directory the directory, created if missing
   * @throws dev.zener.problem.InputException if the directory has a tokenizer.json, which readers
   *     would prefer
   */
  void write(Path directory);
}
