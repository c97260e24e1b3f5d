package dev.zener.method;

import dev.zener.config.Default;
import java.util.List;
import java.util.Optional;

/**
 * Direct transfer: a model trained on the source's labels and applied to every target unchanged
 * (Pires et al., ACL 2019; Wu and Dredze, EMNLP 2019).
 */
public record Direct(@Default("Direct transfer") String title, LabelTraining teacher)
    implements Method {
  @Override
  public TrainedModel model(Trainings trainings, Optional<String> target, long seed) {
    return trainings.onLabels(key(), teacher, List.of(), 0, seed);
  }
}
