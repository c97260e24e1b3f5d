package dev.zener.mapping;

import dev.zener.problem.InputException;
import java.util.Random;

/**
 * Learns a first mapping without a dictionary, epoch by epoch, from one or more starts; the best is
 * kept.
 *
 * <p>Each start begins with other signs of the source's first principal axes: the first with the
 * identity, the second with the first axis mirrored, the third with the second, the fourth with
 * both. The signs at the beginning decide, since a mapping that has the wrong sign of an axis would
 * have to give that axis up before it can turn it.
 */
final class AdversarialStart {
  /** The number of the mapping's steps between two reports of progress. */
  private static final int REPORT = 50;

  private final WordMatrix source;
  private final WordMatrix target;
  private final MirrorImage images;
  private final AdversarialSettings settings;
  private final long seed;
  private final Assessment assessment;
  private final MappingListener listener;

  AdversarialStart(
      WordMatrix source,
      WordMatrix target,
      MirrorImage images,
      AdversarialSettings settings,
      long seed,
      Assessment assessment,
      MappingListener listener) {
    this.source = source;
    this.target = target;
    this.images = images;
    this.settings = settings;
    this.seed = seed;
    this.assessment = assessment;
    this.listener = listener;
  }

  void run() {
    Random seeds = new Random(seed);
    for (int start = 1; start <= settings.starts(); start++) {
      run(start, start == 1 ? seed : seeds.nextLong());
    }
  }

  private void run(int start, long seed) {
    double[] signs = images.ofIdentity(start - 1);
    try (Adversary adversary = new Adversary(source, target, signs, settings, seed)) {
      if (settings.epochs() == 0) {
        assessment.assess(adversary.mapping());
      }
      double rate = settings.learningRate();
      double best = Double.NEGATIVE_INFINITY;
      boolean fallen = false;
      for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
        MappingListener.Place place =
            new MappingListener.Place(start, settings.starts(), epoch, settings.epochs());
        double loss = epoch(place, adversary, rate);
        double[] mapping = adversary.mapping();
        if (!MappedSpace.usable(mapping)) {
          throw diverged(
              epoch, "an element of the mapping is not finite, or above " + MappedSpace.LARGEST);
        }
        Assessment.Value value = assessment.assess(mapping);
        listener.epoch(
            new MappingListener.Epoch(place, loss, rate, value.criterion(), value.best()));
        rate *= settings.decay();
        if (value.criterion() > best) {
          best = value.criterion();
        } else {
          rate *= fallen ? settings.shrink() : 1;
          fallen = true;
        }
      }
    }
  }

  /** Runs an epoch; returns the discriminator's mean loss. */
  private double epoch(MappingListener.Place place, Adversary adversary, double rate) {
    int steps = (settings.epochSize() + settings.batch() - 1) / settings.batch();
    double loss = 0;
    for (int step = 1; step <= steps; step++) {
      for (int i = 0; i < settings.discriminatorSteps(); i++) {
        loss += adversary.discriminatorStep();
      }
      if (!Double.isFinite(loss)) {
        throw diverged(place.epoch(), "the discriminator's loss is not a finite number");
      }
      adversary.mappingStep(rate);
      if (step % REPORT == 0 || step == steps) {
        int words = (int) Math.min((long) step * settings.batch(), settings.epochSize());
        listener.sampled(new MappingListener.Sampled(place, words, settings.epochSize()));
      }
    }
    return loss / steps / settings.discriminatorSteps();
  }

  private InputException diverged(int epoch, String sign) {
    return new InputException(
        ("the adversarial start diverged in epoch %d with learningRate %s: %s; use a lower"
                + " learningRate, another seed or another start")
            .formatted(epoch, settings.learningRate(), sign));
  }
}
