package dev.zener.bench;

import dev.zener.pretrained.ModelSource;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is timed.
 *
 * @param device what computes: auto, reference, onednn or cuda
 * @param precision of products: float32, tf32, bfloat16 or auto
 * @param steps that are timed
 * @param warmUp untimed steps before
 * @param batch sentences a step, for a student as many again of the source
 * @param source file of the student's source sentences
 * @param target file of the sentences that are tagged or learned from
 * @param vocabulary a vocab.txt, where there is no model
 * @param model where a model is; empty: random weights of {@code shape}
 * @param maxPieces of a sentence, [CLS] and [SEP] among them; the rest is cut off
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
    int maxPieces) {
  /** The product's paths. */
  public enum Kind {
    /** A step of MSD's student. */
    STUDENT,
    /** A tagger's encoder. */
    TAG
  }

  /** Of an encoder with random weights. */
  public record Shape(int layers, int hidden, int heads, int feedForward) {
    /** bert-base's. */
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
  }

  private static void atLeast(String key, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(key + " " + value + "; allowed: " + least + " and more");
    }
  }
}
