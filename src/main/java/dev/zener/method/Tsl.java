package dev.zener.method;

import dev.zener.config.Default;
import dev.zener.train.Distillation.Coefficients;
import java.util.List;
import java.util.Optional;

/**
 * Teacher-student learning: a student learns the soft labels that the model of direct transfer
 * gives to the target's text (Wu et al., ACL 2020).
 */
public record Tsl(@Default("TSL") String title, LabelTraining teacher, StudentTraining student)
    implements Method {
  @Override
  public List<StudentTraining> students() {
    return List.of(student);
  }

  @Override
  public TrainedModel model(Trainings trainings, Optional<String> target, long seed) {
    TrainedModel direct = trainings.onLabels(Methods.DIRECT, teacher, List.of(), 0, seed);
    return trainings.distilled(
        this, target.orElseThrow(), direct, student, List.of(), new Coefficients(0, 0, 0), seed);
  }
}
