package dev.zener.train;

/** The methods that a configuration can request. Each is one row of the result table. */
public enum MethodName {
  /**
   * MSD's teacher, scored as a tagger. It is trained with cross-entropy at the last and the
   * auxiliary layers.
   */
  TEACHER("Teacher", false),
  /** A model trained on the source and applied to the target unchanged; BS in the paper. */
  DIRECT("Direct transfer", false),
  /** Teacher-student learning at the last layer only; its teacher is {@link #DIRECT}. */
  TSL("TSL", true),
  MSD("MSD", true),
  /** MSD without auxiliary heads in teacher and student. */
  MSD_NO_DISTILLERS("MSD w/o distillers", true),
  /** MSD without the MMD between the teacher's source and student's target vectors (β' = 0). */
  MSD_NO_MMD_TARGET("MSD w/o target MMD", true),
  /** MSD without the MMD between the teacher's and the student's source vectors (α' = 0). */
  MSD_NO_MMD_SOURCE("MSD w/o source MMD", true),
  /** MSD without auxiliary heads and without MMD. */
  MSD_NO_ALL("MSD w/o all", true);

  private final String title;
  private final boolean distils;

  MethodName(String title, boolean distils) {
    this.title = title;
    this.distils = distils;
  }

  /** The name in configurations, such as {@code msd-no-all}. */
  public String key() {
    return EnumKeys.key(this);
  }

  @Override
  public String toString() {
    return key();
  }

  /** The name in tables. */
  public String title() {
    return title;
  }

  /** Whether the method trains students on unlabelled target text, one per target language. */
  public boolean distils() {
    return distils;
  }
}
