package dev.zener.mapping;

import dev.zener.vectors.PrincipalComponents;
import java.util.ArrayList;
import java.util.List;

/**
 * Mirror images of mappings along the source's principal axes. Words may be spread in nearly the
 * same way in both directions of an axis. Then a mapping may be right but for the sign of that
 * axis, and no small change makes it better.
 */
final class MirrorImage {
  /** The numbers of most frequent words of the source and of the target that are compared. */
  private static final int SOURCES = 1000;

  private static final int TARGETS = 10_000;

  private final WordMatrix source;
  private final WordMatrix target;
  private final int neighbours;
  private final double[][] axes;

  /**
   * Finds the axes.
   *
   * @param neighbours the number of neighbours in CSLS's mean cosines
   */
  MirrorImage(WordMatrix source, WordMatrix target, int neighbours) {
    this.source = source;
    this.target = target;
    this.neighbours = neighbours;
    axes = axes(source);
  }

  private static double[][] axes(WordMatrix language) {
    List<float[]> rows = new ArrayList<>();
    for (int word = 0; word < Math.min(TARGETS, language.count()); word++) {
      float[] row = new float[language.width()];
      language.copy(word, row);
      rows.add(row);
    }
    return PrincipalComponents.of(rows, Math.min(language.width(), rows.size())).axes();
  }

  /**
   * The identity with some axes mirrored.
   *
   * @param signs bit k says whether the axis with the k-th largest variance is mirrored
   */
  double[] ofIdentity(int signs) {
    int width = source.width();
    double[] image = new double[width * width];
    for (int i = 0; i < width; i++) {
      image[i * width + i] = 1;
    }
    for (int k = 0; k < Math.min(axes.length, Integer.SIZE); k++) {
      if ((signs >> k & 1) == 1) {
        image = mirrored(image, axes[k]);
      }
    }
    return image;
  }

  /** The image along one axis that is best by the criterion of frequent words. */
  double[] best(double[] mapping) {
    double[] best = null;
    double criterion = Double.NEGATIVE_INFINITY;
    try (WordMatrix x = source.first(SOURCES);
        WordMatrix y = target.first(TARGETS)) {
      for (double[] axis : axes) {
        double[] image = mirrored(mapping, axis);
        double found = criterion(image, x, y);
        if (found > criterion) {
          criterion = found;
          best = image;
        }
      }
    }
    return best;
  }

  /** W − 2 (W u) uᵀ for the axis u. */
  private static double[] mirrored(double[] mapping, double[] axis) {
    int width = axis.length;
    double[] image = mapping.clone();
    for (int row = 0; row < width; row++) {
      double along = 0;
      for (int k = 0; k < width; k++) {
        along += mapping[row * width + k] * axis[k];
      }
      for (int k = 0; k < width; k++) {
        image[row * width + k] -= 2 * along * axis[k];
      }
    }
    return image;
  }

  private double criterion(double[] mapping, WordMatrix x, WordMatrix y) {
    try (WordMatrix mapped = x.mapped(mapping)) {
      return new Csls(mapped, y, neighbours).criterion(x.count());
    }
  }
}
