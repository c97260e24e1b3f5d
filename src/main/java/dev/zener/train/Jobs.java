package dev.zener.train;

import java.util.ArrayList;
import java.util.List;

/** Defines the parts of each method, and the names and seeds of its trainings. */
final class Jobs {
  /** The name of the source's development set, by which checkpoints are selected by default. */
  static final String SOURCE_DEV = "source-dev";

  static final String TARGET_DEV = "target-dev";

  /** The part of a file's name that marks a teacher's outputs, kept while its students train. */
  static final String TEACHER_OUTPUTS = "teacher-outputs";

  private Jobs() {}

  /** The methods trained on labels: those requested, and teachers of the requested students. */
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

  /** The method of the teacher of a method's students; it has auxiliary heads if they have. */
  static MethodName teacher(MethodName method) {
    return hasAuxiliary(method) ? MethodName.TEACHER : MethodName.DIRECT;
  }

  /** Whether a method's models have auxiliary heads on inner layers. */
  static boolean hasAuxiliary(MethodName method) {
    return switch (method) {
      case TEACHER, MSD, MSD_NO_MMD_TARGET, MSD_NO_MMD_SOURCE -> true;
      case DIRECT, TSL, MSD_NO_DISTILLERS, MSD_NO_ALL -> false;
    };
  }

  /** Whether a method's loss has the term L_MMD^M on source sentences, with weight α'. */
  static boolean usesSourceMmd(MethodName method) {
    return switch (method) {
      case MSD, MSD_NO_DISTILLERS, MSD_NO_MMD_TARGET -> true;
      default -> false;
    };
  }

  /** Whether a method's loss has the term L_MMD^L on target sentences, with weight β'. */
  static boolean usesTargetMmd(MethodName method) {
    return switch (method) {
      case MSD, MSD_NO_DISTILLERS, MSD_NO_MMD_SOURCE -> true;
      default -> false;
    };
  }

  /** The name of the development set that selects the checkpoint; empty: the last step is used. */
  static String selectBy(TrainConfig.Select select) {
    return switch (select) {
      case SOURCE_DEV -> SOURCE_DEV;
      case TARGET_DEV -> TARGET_DEV;
      case LAST -> "";
    };
  }

  /**
   * The name of a part's score, such as {@code source-dev-hr}; the set's name if it has no parts.
   */
  static String score(String set, String part) {
    return part.equals(CorpusFiles.WHOLE) ? set : set + "-" + part;
  }

  /** The random seed of a training. It differs between the trainings of one configured seed. */
  static long seed(TrainEvent.Job job) {
    return job.seed() * 1_000_003 + (job.method() + "/" + job.target().orElse("")).hashCode();
  }

  /** The name of a training's file of some kind, such as {@code msd-sr-seed1.best.safetensors}. */
  static String file(TrainEvent.Job job, String kind) {
    String target = job.target().map(t -> "-" + t).orElse("");
    return job.method() + target + "-seed" + job.seed() + "." + kind + ".safetensors";
  }
}
