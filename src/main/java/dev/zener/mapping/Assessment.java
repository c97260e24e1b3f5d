package dev.zener.mapping;

/** Assesses mappings by MUSE's criterion, which needs no dictionary, and keeps the best. */
final class Assessment implements AutoCloseable {
  private final WordMatrix source;
  private final WordMatrix target;
  private final MappingSettings settings;
  private double[] best;
  private double criterion = Double.NEGATIVE_INFINITY;
  private Placed placed;

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

  /** The source language in the space of a mapping. */
  private record Placed(double[] mapping, WordMatrix mapped, Csls csls) {}

  /**
   * Computes the criterion of a mapping, which is kept if it is the best so far.
   *
   * @param mapping the matrix, which must not be changed afterwards
   */
  Value assess(double[] mapping) {
    double found = place(mapping).criterion(settings.criterionWords());
    boolean better = found > criterion;
    if (better) {
      criterion = found;
      best = mapping;
    }
    return new Value(found, better);
  }

  /** The dictionary of mutual nearest neighbours in the space of a mapping. */
  WordPairs dictionary(double[] mapping) {
    return place(mapping).mutual(settings.refinement().words());
  }

  /** The similarities in the space of a mapping, which are kept for the next call. */
  private Csls place(double[] mapping) {
    if (placed == null || placed.mapping != mapping) {
      close();
      WordMatrix mapped = source.mapped(mapping);
      Csls csls = mapped.guarding(() -> new Csls(mapped, target, settings.neighbours()));
      placed = new Placed(mapping, mapped, csls);
    }
    return placed.csls;
  }

  /** The best mapping so far. */
  double[] best() {
    return best;
  }

  /** The best criterion so far. */
  double criterion() {
    return criterion;
  }

  @Override
  public void close() {
    if (placed != null) {
      placed.mapped.close();
      placed = null;
    }
  }
}
