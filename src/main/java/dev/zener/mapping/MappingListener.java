package dev.zener.mapping;

/** Receives the progress of learning a mapping. */
public interface MappingListener {
  /** A listener that does nothing. */
  MappingListener NONE = new MappingListener() {};

  /** The dictionary of the start has been read. */
  default void paired(DictionaryReport report) {}

  /** The words that both languages write in the same way have been found. */
  default void identical(int words, int ofSourceWords) {}

  /** An adversarial epoch goes on. */
  default void sampled(Sampled event) {}

  /** An adversarial epoch has ended. */
  default void epoch(Epoch event) {}

  /** The mapping has been computed from a dictionary. */
  default void solved(Solved event) {}

  /**
   * A part of an epoch.
   *
   * @param words the number of source words that the mapping has seen in it
   */
  record Sampled(int epoch, int words, int ofWords) {}

  /**
   * The end of an epoch.
   *
   * @param epoch the number of the epoch, from 1
   * @param loss the discriminator's mean cross-entropy in the epoch; ln 2 = 0.693 means that it
   *     cannot tell the languages apart
   * @param learningRate the mapping's learning rate in the epoch
   * @param best whether the criterion is the best so far
   */
  record Epoch(
      int epoch, int ofEpochs, double loss, double learningRate, double criterion, boolean best) {}

  /**
   * A solution for a dictionary.
   *
   * @param round the number of the round, from 1; 0 for the start's own dictionary
   * @param pairs the number of pairs of the dictionary
   * @param best whether the criterion is the best so far
   */
  record Solved(int round, int ofRounds, int pairs, double criterion, boolean best) {}
}
