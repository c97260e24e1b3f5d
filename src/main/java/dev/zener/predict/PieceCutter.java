package dev.zener.predict;

import dev.zener.data.Sentence;
import dev.zener.data.SentenceCutter;
import dev.zener.data.Window;
import dev.zener.data.WindowReport;
import dev.zener.data.Windower;
import dev.zener.tokenizer.PieceTokenizer;
import java.util.List;

/** Cuts sentences into windows of pieces, as transformers read them. */
public final class PieceCutter implements SentenceCutter {
  private final PieceTokenizer tokenizer;
  private final Windower windower;

  /**
   * Creates a cutter.
   *
   * @param maxPieces the maximum number of pieces in a window, including the special pieces at its
   *     ends
   */
  public PieceCutter(PieceTokenizer tokenizer, int maxPieces) {
    this.tokenizer = tokenizer;
    this.windower = new Windower(maxPieces, tokenizer.frame());
  }

  @Override
  public List<Window> windows(int number, Sentence sentence) {
    return windower.windows(number, Pieces.of(tokenizer, sentence));
  }

  @Override
  public WindowReport report() {
    return windower.report();
  }
}
