package dev.zener.method;

import dev.zener.config.Default;
import dev.zener.config.Require;
import dev.zener.train.Distillation.Coefficients;
import java.util.List;
import java.util.Optional;

/**
 * Mixture of short-channel distillers (Ma et al., EMNLP 2022): the student learns from the teacher
 * at every layer that has a head, and its [CLS] vectors are drawn to the teacher's by MMD. The
 * paper's ablations are settings: without distillers, or a weight of 0.
 *
 * @param distillers whether teacher and student have heads on inner layers
 */
public record Msd(
    @Default("MSD") String title,
    LabelTraining teacher,
    StudentTraining student,
    @Default("true") boolean distillers,
    Auxiliary auxiliary,
    Mmd mmd)
    implements Method {
  /**
   * Weights of the two MMD terms between the teacher's source vectors and the student's vectors.
   *
   * @param source α', weight of the term with the student's vectors of the same source batch
   * @param target β', weight of the term with the student's vectors of the target batch
   */
  public record Mmd(@Default("0.001") double source, @Default("0.001") double target) {
    public Mmd {
      Require.notNegative("source", source);
      Require.notNegative("target", target);
    }
  }

  @Override
  public List<StudentTraining> students() {
    return List.of(student);
  }

  @Override
  public void check(int layers) {
    Method.super.check(layers);
    auxiliary.heads(layers);
  }

  @Override
  public TrainedModel model(Trainings trainings, Optional<String> target, long seed) {
    List<Integer> heads = distillers ? auxiliary.heads(trainings.layers()) : List.of();
    TrainedModel from =
        distillers
            ? trainings.onLabels(Methods.TEACHER, teacher, heads, auxiliary.teacher(), seed)
            : trainings.onLabels(Methods.DIRECT, teacher, heads, 0, seed);
    Coefficients coefficients =
        new Coefficients(distillers ? auxiliary.student() : 0, mmd.source(), mmd.target());
    return trainings.distilled(
        this, target.orElseThrow(), from, student, heads, coefficients, seed);
  }
}
