package dev.zener.train;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What happens in one training. Events hold no time of day and no speed, so that the record of a
 * resumed run equals that of one never stopped. Scores are fractions, not percentages.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TrainEvent.Started.class, name = "started"),
  @JsonSubTypes.Type(value = TrainEvent.Step.class, name = "step"),
  @JsonSubTypes.Type(value = TrainEvent.Evaluated.class, name = "evaluated"),
  @JsonSubTypes.Type(value = TrainEvent.Finished.class, name = "finished")
})
public sealed interface TrainEvent {
  Job job();

  /**
   * One training of a run.
   *
   * @param method as configurations spell it, for instance {@code msd}
   * @param target language code; empty where one model serves all targets
   */
  record Job(String method, Optional<String> target, long seed) {
    /** "msd sr, seed 1". */
    public String title() {
      return method + target.map(code -> " " + code).orElse("") + ", seed " + seed;
    }
  }

  /**
   * A training begins, or goes on.
   *
   * @param firstStep steps done before, 0 unless resumed
   * @param totalSteps when it ends
   * @param firstSentences sentences trained on in the steps done before
   * @param totalSentences sentences of all steps, those of source and target
   */
  record Started(Job job, long firstStep, long totalSteps, long firstSentences, long totalSentences)
      implements TrainEvent {
    public Started {
      if (firstStep < 0 || firstStep > totalSteps) {
        throw new IllegalArgumentException(
            "firstStep is " + firstStep + "; allowed: 0 to " + totalSteps);
      }
    }
  }

  /**
   * One step is done.
   *
   * @param step counted from 1
   * @param loss what was minimised
   * @param parts the loss's terms by name, unweighted
   * @param sentences of this step, source and target
   * @param pieces of this step's batch
   */
  record Step(
      Job job,
      long step,
      long totalSteps,
      double loss,
      Map<String, Double> parts,
      int sentences,
      int pieces,
      double learningRate)
      implements TrainEvent {
    public Step {
      parts = inOrder(parts);
    }
  }

  /**
   * Development sets were scored on the way.
   *
   * @param scores F1 by name, for instance {@code source-dev}; of a set with named parts each
   *     part's, for instance {@code source-dev-hr}, and their mean by the set's name
   * @param best whether this is the checkpoint to keep so far
   */
  record Evaluated(Job job, long step, long totalSteps, Map<String, Double> scores, boolean best)
      implements TrainEvent {
    public Evaluated {
      scores = inOrder(scores);
    }
  }

  /**
   * The training is over.
   *
   * @param chosenStep the checkpoint that counts
   * @param scores F1 of the chosen checkpoint by test set's name
   */
  record Finished(Job job, long totalSteps, long chosenStep, Map<String, Double> scores)
      implements TrainEvent {
    public Finished {
      scores = inOrder(scores);
    }
  }

  private static Map<String, Double> inOrder(Map<String, Double> values) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
