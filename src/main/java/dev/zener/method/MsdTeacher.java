package dev.zener.method;

import dev.zener.config.Default;
import java.util.Optional;

/**
 * MSD's teacher as a tagger of its own: a model with heads on inner layers, trained on the source's
 * labels with cross-entropy at each head (Ma et al., EMNLP 2022, section 3.2).
 */
public record MsdTeacher(
    @Default("Teacher") String title, LabelTraining teacher, Auxiliary auxiliary)
    implements Method {
  @Override
  public void check(int layers) {
    auxiliary.heads(layers);
  }

  @Override
  public TrainedModel model(Trainings trainings, Optional<String> target, long seed) {
    return trainings.onLabels(
        Methods.TEACHER, teacher, auxiliary.heads(trainings.layers()), auxiliary.teacher(), seed);
  }
}
