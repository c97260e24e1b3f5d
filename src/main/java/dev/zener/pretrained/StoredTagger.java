package dev.zener.pretrained;

import dev.zener.data.WordRule;
import dev.zener.device.ElementType;
import dev.zener.label.LabelSet;
import dev.zener.tokenizer.PreTokenizer;
import java.util.Map;
import java.util.Optional;

/** A tagger at a {@link ModelSource}, whatever its network. */
public sealed interface StoredTagger permits ModelDirectory, BiLstmDirectory {
  /**
   * Opens a tagger.
   *
   * @throws dev.zener.problem.InputException if a file is missing, malformed or of another kind of
   *     model, or the files contradict each other
   */
  static StoredTagger open(ModelSource source) {
    ModelFiles files = source.files();
    return BiLstmDirectory.is(files)
        ? BiLstmDirectory.open(source, files)
        : ModelDirectory.open(source);
  }

  /**
   * The labels that it can assign.
   *
   * @throws dev.zener.problem.InputException if the model is not a tagger; the message gives the
   *     reason
   */
  LabelSet labels();

  /** The calibration of its confidence. */
  Confidence confidence();

  /** How the corpus that it was trained on writes words; empty if it was not measured. */
  Optional<WordRule> words();

  /** Splits text into the smallest words that it reads. */
  PreTokenizer preTokenizer();

  /** The info strings stored with the model; empty if Zener did not write it. */
  Map<String, String> info();

  /** The bytes of memory that {@link #load} allocates. */
  long bytes(ElementType type);

  /**
   * Loads the weights for inference.
   *
   * @throws dev.zener.problem.InputException if a weight is missing or has another shape
   */
  LoadedModel load(ElementType type);
}
