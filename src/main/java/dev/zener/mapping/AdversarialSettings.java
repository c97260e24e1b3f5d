package dev.zener.mapping;

import dev.zener.config.Default;
import dev.zener.config.Require;
import java.util.Optional;

/**
 * Settings of the adversarial start. A discriminator learns to tell mapped source vectors from
 * target vectors, and the mapping learns to prevent it.
 *
 * @param words the number of most frequent words of each language that samples are drawn from
 * @param starts the number of starts, of which the best is kept; each has other random numbers and
 *     begins with other signs of the source's first principal axes
 * @param epochs the number of epochs of each start; 0 leaves the mapping as it begins
 * @param epochSize the number of source words that the mapping sees in an epoch
 * @param batch the number of words of each language in a step
 * @param discriminatorSteps the number of the discriminator's steps before a step of the mapping
 * @param hidden the width of the discriminator's two hidden layers
 * @param length the length of the vectors that the adversaries see; by default the square root of
 *     their width, so that elements have a mean square of 1, which the learning rates fit
 * @param slope the slope of the hidden layers' LeakyReLU below 0
 * @param dropout the rate of dropout on the discriminator's input
 * @param smoothing the distance of the discriminator's labels from 0 and 1
 * @param learningRate the learning rate of gradient descent
 * @param decay what the mapping's learning rate is multiplied by after each epoch
 * @param shrink what the mapping's learning rate is also multiplied by after each epoch whose
 *     criterion is below the best, from the second such epoch on
 * @param orthogonality the strength b of the update W ← (1+b)W − b(W Wᵀ)W after each step
 */
public record AdversarialSettings(
    @Default("75000") int words,
    @Default("2") int starts,
    @Default("5") int epochs,
    @Default("1000000") int epochSize,
    @Default("32") int batch,
    @Default("5") int discriminatorSteps,
    @Default("2048") int hidden,
    Optional<Double> length,
    @Default("0.2") double slope,
    @Default("0.1") double dropout,
    @Default("0.1") double smoothing,
    @Default("0.1") double learningRate,
    @Default("0.98") double decay,
    @Default("0.5") double shrink,
    @Default("0.001") double orthogonality) {
  public AdversarialSettings {
    Require.atLeast(1, "words", words);
    Require.atLeast(1, "starts", starts);
    Require.atLeast(0, "epochs", epochs);
    Require.atLeast(1, "epochSize", epochSize);
    Require.atLeast(1, "batch", batch);
    Require.atLeast(1, "discriminatorSteps", discriminatorSteps);
    Require.atLeast(1, "hidden", hidden);
    length.ifPresent(given -> Require.positive("length", given));
    Require.that(slope > 0 && slope < 1, "slope", slope, "above 0 and below 1");
    Require.fraction("dropout", dropout);
    Require.that(
        smoothing >= 0 && smoothing < 0.5, "smoothing", smoothing, "at least 0 and below 0.5");
    Require.positive("learningRate", learningRate);
    Require.that(decay > 0 && decay <= 1, "decay", decay, "above 0, at most 1");
    Require.that(shrink > 0 && shrink <= 1, "shrink", shrink, "above 0, at most 1");
    Require.fraction("orthogonality", orthogonality);
  }

  /** The length of vectors of {@code width} numbers. */
  double lengthFor(int width) {
    return length.orElse(Math.sqrt(width));
  }
}
