package dev.zener.delta;

/**
 * How many singular values of a matrix's change are kept.
 *
 * @param most at most so many
 * @param energy the fewest whose squares add up to this part of all squares
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

  /** The same rank for every matrix that has one. */
  public static Rank of(int rank) {
    return new Rank(rank, 1);
  }

  /** A rank of its own for each matrix. */
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
