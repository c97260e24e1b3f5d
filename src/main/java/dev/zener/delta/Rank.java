package dev.zener.delta;

/**
 * A rule for the rank of a matrix's change, that is, the number of singular values kept.
 *
 * @param most the maximum rank
 * @param energy the share, above 0 and up to 1, of the sum of squares of all singular values that
 *     the kept ones should reach; the lowest such rank is used
 */
public record Rank(int most, double energy) {
  public Rank {
    if (most < 1) {
      throw new IllegalArgumentException("a rank of " + most + "; at least 1 is allowed");
    }
    if (!(energy > 0 && energy <= 1)) {
      throw new IllegalArgumentException(
          "an energy of " + energy + "; allowed: greater than 0 and at most 1");
    }
  }

  /** The same maximum rank for every matrix. */
  public static Rank of(int rank) {
    return new Rank(rank, 1);
  }

  /** For each matrix, the lowest rank that keeps this share of the sum of squares. */
  public static Rank energy(double part) {
    return new Rank(Integer.MAX_VALUE, part);
  }

  /**
   * The rank of a matrix.
   *
   * @param singular its singular values, descending
   */
  int of(float[] singular) {
    double all = 0;
    for (float s : singular) {
      all += (double) s * s;
    }
    double kept = 0;
    int rank = 0;
    while (rank < Math.min(most, singular.length) && (rank == 0 || kept < energy * all)) {
      kept += (double) singular[rank] * singular[rank];
      rank++;
    }
    return rank;
  }
}
