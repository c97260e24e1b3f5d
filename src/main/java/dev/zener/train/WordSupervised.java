package dev.zener.train;

import dev.zener.data.PackedBatch;
import dev.zener.data.Window;
import dev.zener.graph.Inputs;
import dev.zener.model.BiLstmGraph;
import dev.zener.model.BiLstmInputs;
import dev.zener.model.LossGraph;
import dev.zener.model.Parameters;
import dev.zener.vectors.VectorTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * Trains a BiLSTM-CRF on gold labels, and if there are any on pseudo labels: a step then has as
 * many sentences of each. A random share of the words loses its vector, so that the network also
 * learns from the spelling of words without one.
 */
public final class WordSupervised implements Objective {
  /**
   * Sentences with pseudo labels.
   *
   * @param selection how often a sentence is drawn
   * @param epochs the number of epochs of the training
   */
  public record Pseudo(LabelledWindows sentences, LengthSelection selection, int epochs) {}

  private final LabelledWindows gold;
  private final Optional<LabelledWindows> pseudo;
  private final VectorTables vectors;
  private final double wordDropout;
  private final long seed;
  private final Epochs epochs;
  private final Optional<DrawnSentences> drawn;

  /**
   * Prepares the batches.
   *
   * @param vectors the vectors of the words' numbers
   * @param batch sentences with gold labels per step
   * @param wordDropout the share of words that lose their vector
   */
  public WordSupervised(
      LabelledWindows gold,
      Optional<Pseudo> pseudo,
      VectorTables vectors,
      int batch,
      double wordDropout,
      long seed) {
    this.gold = gold;
    this.pseudo = pseudo.map(Pseudo::sentences);
    this.vectors = vectors;
    this.wordDropout = wordDropout;
    this.seed = seed;
    epochs = new Epochs(gold.text().size(), batch, seed);
    drawn =
        pseudo.map(
            p ->
                new DrawnSentences(
                    p.sentences().lengths(),
                    p.selection(),
                    batch,
                    epochs.steps(),
                    p.epochs(),
                    seed));
  }

  @Override
  public List<LossGraph> graphs(Parameters parameters, Predicate<String> trained) {
    return List.of(BiLstmGraph.supervised(parameters, trained));
  }

  @Override
  public int stepsPerEpoch() {
    return epochs.steps();
  }

  @Override
  public long sentences(long steps) {
    return epochs.sentences(steps) + drawn.map(d -> d.sentences(steps)).orElse(0L);
  }

  @Override
  public int pieces(long step) {
    return windows(step).stream().mapToInt(Window::pieces).sum();
  }

  private List<Window> windows(long step) {
    List<Window> windows = new ArrayList<>(gold.text().windows(epochs.at(step)));
    drawn.ifPresent(d -> windows.addAll(pseudo.orElseThrow().text().windows(d.at(step))));
    return windows;
  }

  @Override
  public Batch fill(long step, Inputs inputs) {
    int[] chosen = epochs.at(step);
    List<Window> windows = windows(step);
    int golden = gold.text().windows(chosen).size();
    PackedBatch packed = PackedBatch.of(windows);
    BiLstmInputs.training(inputs, packed, kept(packed.numbers(), step), vectors);
    inputs.ints(BiLstmGraph.LABELS, labels(windows, golden));
    int sentences = chosen.length + drawn.map(d -> d.at(step).length).orElse(0);
    return Batch.of(windows.subList(0, golden), sentences, packed.pieces());
  }

  private int[] labels(List<Window> windows, int golden) {
    int[] ofGold = gold.of(windows.subList(0, golden));
    int[] ofPseudo =
        pseudo.map(p -> p.of(windows.subList(golden, windows.size()))).orElse(new int[0]);
    int[] labels = new int[ofGold.length + ofPseudo.length];
    System.arraycopy(ofGold, 0, labels, 0, ofGold.length);
    System.arraycopy(ofPseudo, 0, labels, ofGold.length, ofPseudo.length);
    return labels;
  }

  /** The numbers, with −1 in place of those of the words that lose their vector. */
  private int[] kept(int[] numbers, long step) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + step);
    int[] kept = numbers.clone();
    for (int w = 0; w < kept.length; w++) {
      if (random.nextDouble() < wordDropout) {
        kept[w] = -1;
      }
    }
    return kept;
  }
}
