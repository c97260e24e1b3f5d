package dev.zener.predict;

import dev.zener.data.SentenceCutter;
import dev.zener.data.Window;
import java.util.List;
import java.util.concurrent.Executor;

/** A network that says how probable each label of each word is. */
interface Labeller extends AutoCloseable {
  /** A new cutter of sentences into windows. */
  SentenceCutter cutter();

  /**
   * Labels the words of windows.
   *
   * @param turn runs a batch that it is given, as soon as it may
   */
  void run(List<Window> windows, Sink sink, Executor turn);

  /** Receives what is said of each word. */
  @FunctionalInterface
  interface Sink {
    /**
     * Receives a word of a window's {@link Window#words}.
     *
     * @param word the index in its sentence
     * @param probabilities the probability of each label, [C]
     * @param label the label that the network itself chose; −1 if it leaves the choice to a {@link
     *     Decoding}
     */
    void accept(Window window, int word, double[] probabilities, int label);
  }

  @Override
  void close();
}
