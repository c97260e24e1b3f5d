package dev.zener.train;

import dev.zener.data.LabelledSentence;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The development sets that are scored during a training.
 *
 * @param sets the sentences of each part of a set, by the name of the set; a set that is not
 *     divided has one part without a name
 */
public record DevSets(Map<String, Map<String, List<LabelledSentence>>> sets) {
  /** The name of the source's set, which every training has. */
  public static final String SOURCE = "source-dev";

  /** The name of the target's set. */
  public static final String TARGET = "target-dev";

  public DevSets {
    sets = Collections.unmodifiableMap(new LinkedHashMap<>(sets));
    if (!sets.containsKey(SOURCE)) {
      throw new IllegalArgumentException("no " + SOURCE + "; there are " + sets.keySet());
    }
  }

  /** The source's set, and the target's unless it is empty. */
  public static DevSets of(
      Map<String, List<LabelledSentence>> source, Map<String, List<LabelledSentence>> target) {
    Map<String, Map<String, List<LabelledSentence>>> sets = new LinkedHashMap<>();
    sets.put(SOURCE, source);
    if (!target.isEmpty()) {
      sets.put(TARGET, target);
    }
    return new DevSets(sets);
  }

  /**
   * The name of a part's score, such as {@code source-dev-hr}; the set's name if it is not divided.
   */
  static String score(String set, String part) {
    return part.isEmpty() ? set : set + "-" + part;
  }
}
