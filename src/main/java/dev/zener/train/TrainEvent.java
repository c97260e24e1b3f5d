package dev.zener.train;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An event in a training. Events hold neither times nor speeds, so that the log of a resumed run
 * equals that of an uninterrupted one. Scores are fractions, not percentages.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TrainEvent.Started.class, name = "started"),
  @JsonSubTypes.Type(value = TrainEvent.Step.class, name = "step"),
  @JsonSubTypes.Type(value = TrainEvent.Evaluated.class, name = "evaluated"),
  @JsonSubTypes.Type(value = TrainEvent.Mapped.class, name = "mapped"),
  @JsonSubTypes.Type(value = TrainEvent.Finished.class, name = "finished"),
  @JsonSubTypes.Type(value = TrainEvent.Scored.class, name = "scored")
})
public sealed interface TrainEvent {
  Job job();

  /**
   * One training of a run.
   *
   * @param method the name of the method, for instance {@code msd}
   * @param target the target's language code; empty if one model serves all targets
   */
  record Job(String method, Optional<String> target, long seed) {
    /** The title for messages, such as "msd sr, seed 1". */
    public String title() {
      return method + target.map(code -> " " + code).orElse("") + ", seed " + seed;
    }

    /** The name in file names, such as {@code msd-sr-seed1}. */
    public String file() {
      return method + target.map(code -> "-" + code).orElse("") + "-seed" + seed;
    }
  }

  /**
   * A training starts or resumes.
   *
   * @param firstStep the number of steps already done, 0 unless resumed
   * @param totalSteps the number of steps of the whole training
   * @param firstSentences the number of sentences in the steps already done
   * @param totalSentences the number of sentences in all steps, source and target together
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
   * A step has ended.
   *
   * @param step the number of the step, from 1
   * @param loss the total loss
   * @param parts the terms of the loss by name, without their weights
   * @param sentences the number of sentences in the batch, source and target together
   * @param pieces the number of pieces in the batch
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
   * The development sets have been scored during training.
   *
   * @param scores F1 by name, for instance {@code source-dev}; a set with named parts has a score
   *     per part, for instance {@code source-dev-hr}, and their mean under the set's name
   * @param best whether this is the best checkpoint so far
   */
  record Evaluated(Job job, long step, long totalSteps, Map<String, Double> scores, boolean best)
      implements TrainEvent {
    public Evaluated {
      scores = inOrder(scores);
    }
  }

  /**
   * A part of learning a mapping of word vectors has ended.
   *
   * @param part the part, such as {@code round 1 of 5}
   * @param criterion the mean cosine by which the mapping is chosen
   * @param best whether it is the best mapping so far
   */
  record Mapped(Job job, String part, double criterion, boolean best) implements TrainEvent {}

  /**
   * A training has ended.
   *
   * @param chosenStep the step of the chosen checkpoint
   */
  record Finished(Job job, long totalSteps, long chosenStep) implements TrainEvent {}

  /**
   * The chosen checkpoint of a training has been scored on test sets.
   *
   * @param scores F1 by test set
   */
  record Scored(Job job, Map<String, Double> scores) implements TrainEvent {
    public Scored {
      scores = inOrder(scores);
    }
  }

  private static Map<String, Double> inOrder(Map<String, Double> values) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
