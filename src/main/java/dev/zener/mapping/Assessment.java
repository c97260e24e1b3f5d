package dev.zener.mapping;

import java.util.function.Function;

/** Assesses mappings by MUSE's criterion, which needs no dictionary, and keeps the best. */
final class Assessment {
  private final WordMatrix source;
  private final WordMatrix target;
  private final MappingSettings settings;
  private double[] best;
  private double criterion = Double.NEGATIVE_INFINITY;

  Assessment(WordMatrix source, WordMatrix target, MappingSettings settings) {
    this.source = source;
    this.target = target;
    this.settings = settings;
  }

  /**
   * The value of a mapping.
   *
   * @param best whether it is the best so far
   */
  record Value(double criterion, boolean best) {}

  /** Computes the criterion of a mapping, which is kept if it is the best so far. */
  Value assess(double[] mapping) {
    return inSpace(mapping, csls -> value(mapping, csls));
  }

  private Value value(double[] mapping, Csls csls) {
    double found = csls.criterion(settings.criterionWords());
    boolean better = found > criterion;
    if (better) {
      criterion = found;
      best = mapping.clone();
    }
    return new Value(found, better);
  }

  /** The dictionary of mutual nearest neighbours in the space of a mapping. */
  WordPairs dictionary(double[] mapping) {
    return inSpace(mapping, csls -> csls.mutual(settings.refinement().words()));
  }

  private <T> T inSpace(double[] mapping, Function<Csls, T> work) {
    try (WordMatrix mapped = source.mapped(mapping)) {
      return work.apply(new Csls(mapped, target, settings.neighbours()));
    }
  }

  /** The best mapping so far. */
  double[] best() {
    return best;
  }

  /** The best criterion so far. */
  double criterion() {
    return criterion;
  }
}
