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

  /** A mirror image of the best mapping has been assessed, which is refined next. */
  default void mirrored(Mirrored event) {}

  /** The mapping has been computed from a dictionary. */
  default void solved(Solved event) {}

  /**
   * An epoch of the adversarial start.
   *
   * @param start the number of the start, from 1
   * @param epoch the number of the epoch in this start, from 1
   */
  record Place(int start, int ofStarts, int epoch, int ofEpochs) {
    /** For example "start 2/2 epoch 1/5"; the start is left out if there is one only. */
    @Override
    public String toString() {
      String epochs = "epoch " + epoch + "/" + ofEpochs;
      return ofStarts == 1 ? epochs : "start " + start + "/" + ofStarts + " " + epochs;
    }
  }

  /**
   * A part of an epoch.
   *
   * @param words the number of source words that the mapping has seen in it
   */
  record Sampled(Place place, int words, int ofWords) {}

  /**
   * The end of an epoch.
   *
   * @param loss the discriminator's mean cross-entropy in the epoch; ln 2 = 0.693 means that it
   *     cannot tell the languages apart
   * @param learningRate the mapping's learning rate in the epoch
   * @param best whether the criterion is the best so far, of all starts
   */
  record Epoch(Place place, double loss, double learningRate, double criterion, boolean best) {}

  /**
   * The best mapping with one axis mirrored.
   *
   * @param best whether the criterion is the best so far
   */
  record Mirrored(double criterion, boolean best) {}

  /**
   * A solution for a dictionary.
   *
   * @param round the number of the round, from 1; 0 for the start's own dictionary
   * @param pairs the number of pairs of the dictionary
   * @param best whether the criterion is the best so far
   */
  record Solved(int round, int ofRounds, int pairs, double criterion, boolean best) {}
}
