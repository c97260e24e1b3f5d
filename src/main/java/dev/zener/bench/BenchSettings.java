package dev.zener.bench;

import dev.zener.device.ThreadLimit;
import dev.zener.pretrained.ModelSource;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Settings of a benchmark.
 *
 * @param kind what is timed
 * @param device where to compute: auto, reference, onednn or cuda
 * @param precision of the operands of matrix products: float32, tf32, bfloat16 or auto
 * @param steps the number of timed steps
 * @param warmUp the number of untimed steps before
 * @param batch sentences per step; for a student, as many source sentences are added
 * @param source the file of the student's source sentences
 * @param target the file of the sentences that are tagged or learned from
 * @param vocabulary a vocab.txt, used if there is no model
 * @param model the location of a model; empty: random weights of {@code shape}
 * @param shape the shape of an encoder with random weights
 * @param maxPieces the maximum number of pieces of a sentence, including the special pieces at its
 *     ends; further pieces are cut off
 * @param threads the maximum number of threads on the CPU; empty: one per processor
 */
public record BenchSettings(
    Kind kind,
    String device,
    String precision,
    int steps,
    int warmUp,
    int batch,
    Path source,
    Path target,
    Path vocabulary,
    Optional<ModelSource> model,
    Shape shape,
    int maxPieces,
    OptionalInt threads) {
  /** The kinds of work that can be timed. */
  public enum Kind {
    /** A training step of MSD's student. */
    STUDENT,
    /** The encoder of a tagger. */
    TAG
  }

  /** The shape of an encoder with random weights. */
  public record Shape(int layers, int hidden, int heads, int feedForward) {
    /** The shape of bert-base. */
    public static final Shape BERT = new Shape(12, 768, 12, 3072);

    public Shape {
      atLeast("layers", layers, 1);
      atLeast("hidden", hidden, 1);
      atLeast("heads", heads, 1);
      atLeast("feedForward", feedForward, 1);
      if (hidden % heads != 0) {
        throw new IllegalArgumentException(
            "heads " + heads + "; allowed: a divisor of hidden, " + hidden);
      }
    }
  }

  public BenchSettings {
    atLeast("steps", steps, 1);
    atLeast("warmUp", warmUp, 0);
    atLeast("batch", batch, 1);
    atLeast("maxPieces", maxPieces, 3);
    ThreadLimit.of(threads); // checks the number
  }

  private static void atLeast(String key, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(key + " " + value + "; allowed: " + least + " and more");
    }
  }
}
