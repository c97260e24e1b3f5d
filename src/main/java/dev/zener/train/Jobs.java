package dev.zener.train;

import java.util.ArrayList;
import java.util.List;

/** What each method consists of, and how its trainings are named and seeded. */
final class Jobs {
  /** The development set that selects by default. */
  static final String SOURCE_DEV = "source-dev";

  static final String TARGET_DEV = "target-dev";

  /** The kind of file that a teacher's outputs are kept in while its students train. */
  static final String TEACHER_OUTPUTS = "teacher-outputs";

  private Jobs() {}

  /** The models that learn from labels: rows of the table, and teachers of other rows. */
  static List<MethodName> fromLabels(List<MethodName> methods) {
    List<MethodName> needed = new ArrayList<>();
    for (MethodName method : methods) {
      MethodName model = method.distils() ? teacher(method) : method;
      if (!needed.contains(model)) {
        needed.add(model);
      }
    }
    return needed;
  }

  /** Who teaches a method's students: a model with the heads that they have. */
  static MethodName teacher(MethodName method) {
    return hasAuxiliary(method) ? MethodName.TEACHER : MethodName.DIRECT;
  }

  /** Whether a method's models have heads on middle layers. */
  static boolean hasAuxiliary(MethodName method) {
    return switch (method) {
      case TEACHER, MSD, MSD_NO_MMD_TARGET, MSD_NO_MMD_SOURCE -> true;
      case DIRECT, TSL, MSD_NO_DISTILLERS, MSD_NO_ALL -> false;
    };
  }

  /** L_MMD^M, weight α'. */
  static boolean usesSourceMmd(MethodName method) {
    return switch (method) {
      case MSD, MSD_NO_DISTILLERS, MSD_NO_MMD_TARGET -> true;
      default -> false;
    };
  }

  /** L_MMD^L, weight β'. */
  static boolean usesTargetMmd(MethodName method) {
    return switch (method) {
      case MSD, MSD_NO_DISTILLERS, MSD_NO_MMD_SOURCE -> true;
      default -> false;
    };
  }

  /** The name of the development set that decides; empty: the last step counts. */
  static String selectBy(TrainConfig.Select select) {
    return switch (select) {
      case SOURCE_DEV -> SOURCE_DEV;
      case TARGET_DEV -> TARGET_DEV;
      case LAST -> "";
    };
  }

  /** What a part's score is called: {@code source-dev-hr}, or as the set where it has no parts. */
  static String score(String set, String part) {
    return part.equals(CorpusFiles.WHOLE) ? set : set + "-" + part;
  }

  /** The trainings of a seed draw different numbers. */
  static long seed(TrainEvent.Job job) {
    return job.seed() * 1_000_003 + (job.method() + "/" + job.target().orElse("")).hashCode();
  }

  /** {@code msd-sr-seed1.best.safetensors}. */
  static String file(TrainEvent.Job job, String kind) {
    String target = job.target().map(t -> "-" + t).orElse("");
    return job.method() + target + "-seed" + job.seed() + "." + kind + ".safetensors";
  }
}
