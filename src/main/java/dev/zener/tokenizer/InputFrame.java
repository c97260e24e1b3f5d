package dev.zener.tokenizer;

import java.util.List;

/**
 * The special pieces that begin and end every input of a model, such as BERT's [CLS] and [SEP].
 *
 * @param begin the ids of the pieces before those of the text
 * @param end the ids of the pieces after those of the text
 */
public record InputFrame(List<Integer> begin, List<Integer> end) {
  public InputFrame {
    begin = List.copyOf(begin);
    end = List.copyOf(end);
  }

  /** The number of special pieces. */
  public int size() {
    return begin.size() + end.size();
  }

  /** The input whose text has these pieces. */
  public int[] around(int[] pieces) {
    int[] input = new int[pieces.length + size()];
    int at = 0;
    for (int id : begin) {
      input[at++] = id;
    }
    System.arraycopy(pieces, 0, input, at, pieces.length);
    at += pieces.length;
    for (int id : end) {
      input[at++] = id;
    }
    return input;
  }
}
