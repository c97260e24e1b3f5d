package dev.zener.train;

/** What a configuration can ask for; each is one row of the result table. */
public enum MethodName {
  /**
   * Only the teacher of MSD, scored as a tagger: cross-entropy at the last and auxiliary layers.
   */
  TEACHER("Teacher", false),
  /** Trained on the source, used on the target as it is; BS in the paper. */
  DIRECT("Direct transfer", false),
  /** Teacher-student learning at the last layer alone; its teacher is {@link #DIRECT}. */
  TSL("TSL", true),
  MSD("MSD", true),
  /** No auxiliary heads, neither in the teacher nor in the student. */
  MSD_NO_DISTILLERS("MSD w/o distillers", true),
  /** No pull between the teacher's source and the student's target vectors (L_MMD^L; β' = 0). */
  MSD_NO_MMD_TARGET("MSD w/o target MMD", true),
  /** No pull between the teacher's and the student's source vectors (L_MMD^M; α' = 0). */
  MSD_NO_MMD_SOURCE("MSD w/o source MMD", true),
  /** Neither auxiliary heads nor MMD. */
  MSD_NO_ALL("MSD w/o all", true);

  private final String title;
  private final boolean distils;

  MethodName(String title, boolean distils) {
    this.title = title;
    this.distils = distils;
  }

  /** As written in a configuration: {@code msd-no-all}. */
  public String key() {
    return EnumKeys.key(this);
  }

  @Override
  public String toString() {
    return key();
  }

  /** As printed in tables. */
  public String title() {
    return title;
  }

  /** Whether a student learns from unlabelled target text, one student a target language. */
  public boolean distils() {
    return distils;
  }
}
