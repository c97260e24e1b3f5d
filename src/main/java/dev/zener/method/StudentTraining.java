package dev.zener.method;

import dev.zener.config.Default;
import dev.zener.config.Require;
import dev.zener.model.KeptLayers;
import dev.zener.train.Select;
import java.util.List;

/**
 * Training of a student on soft labels.
 *
 * @param learningRate the peak learning rate
 * @param batch target sentences per step; with MMD, as many source sentences are added
 * @param epochs passes over the target's unlabelled text
 * @param start the initial weights
 * @param select how the checkpoint is selected
 * @param layers the encoder's layers that the student keeps, from 1, ascending; empty: all. A kept
 *     layer has a head if it has one in the teacher; the student's last layer learns from the
 *     teacher's last
 */
public record StudentTraining(
    @Default("2e-5") double learningRate,
    @Default("32") int batch,
    @Default("10") int epochs,
    @Default("pretrained") Start start,
    @Default("source-dev") Select select,
    @Default("[]") List<Integer> layers) {
  /** The initial weights of a student. */
  public enum Start {
    /** The configured encoder: pretrained or randomly initialised weights. */
    PRETRAINED,
    /** The trained teacher's weights. */
    TEACHER
  }

  public StudentTraining {
    Require.positive("learningRate", learningRate);
    Require.atLeast(1, "batch", batch);
    Require.atLeast(1, "epochs", epochs);
    Auxiliary.requireAscending(layers);
  }

  /** The layers that are kept of an encoder with {@code encoderLayers} layers. */
  KeptLayers kept(int encoderLayers) {
    if (layers.isEmpty()) {
      return KeptLayers.all(encoderLayers);
    }
    Require.that(
        layers.get(layers.size() - 1) <= encoderLayers,
        "student.layers",
        layers,
        "at most the encoder's layers, " + encoderLayers);
    return new KeptLayers(layers, encoderLayers);
  }
}
