package dev.zener.method;

import dev.zener.config.Default;
import dev.zener.config.EnumKeys;
import dev.zener.config.Require;
import dev.zener.train.Select;

/**
 * Training on labels: direct transfer and the teachers.
 *
 * @param learningRate the peak learning rate
 * @param batch sentences per step
 * @param epochs passes over the source's training text
 * @param select how the checkpoint is selected
 */
public record LabelTraining(
    @Default("5e-5") double learningRate,
    @Default("32") int batch,
    @Default("10") int epochs,
    @Default("source-dev") Select select) {
  public LabelTraining {
    Require.positive("learningRate", learningRate);
    Require.atLeast(1, "batch", batch);
    Require.atLeast(1, "epochs", epochs);
    Require.that(
        select != Select.TARGET_DEV,
        "select",
        EnumKeys.key(select),
        "source-dev or last: one teacher serves all targets");
  }
}
