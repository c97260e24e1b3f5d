package dev.zener.mapping;

import dev.zener.problem.InputException;

/** Learns a first mapping without a dictionary, epoch by epoch; the best is kept. */
final class AdversarialStart {
  /** The number of the mapping's steps between two reports of progress. */
  private static final int REPORT = 50;

  private final WordMatrix source;
  private final WordMatrix target;
  private final AdversarialSettings settings;
  private final long seed;
  private final Assessment assessment;
  private final MappingListener listener;

  AdversarialStart(
      WordMatrix source,
      WordMatrix target,
      AdversarialSettings settings,
      long seed,
      Assessment assessment,
      MappingListener listener) {
    this.source = source;
    this.target = target;
    this.settings = settings;
    this.seed = seed;
    this.assessment = assessment;
    this.listener = listener;
  }

  void run() {
    try (Adversary adversary = new Adversary(source, target, settings, seed)) {
      if (settings.epochs() == 0) {
        assessment.assess(adversary.mapping());
      }
      double rate = settings.learningRate();
      boolean fallen = false;
      for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
        double loss = epoch(epoch, adversary, rate);
        double[] mapping = adversary.mapping();
        if (!MappedSpace.usable(mapping)) {
          throw diverged(
              epoch, "an element of the mapping is not finite, or above " + MappedSpace.LARGEST);
        }
        Assessment.Value value = assessment.assess(mapping);
        listener.epoch(
            new MappingListener.Epoch(
                epoch, settings.epochs(), loss, rate, value.criterion(), value.best()));
        rate *= settings.decay();
        if (!value.best()) {
          rate *= fallen ? settings.shrink() : 1;
          fallen = true;
        }
      }
    }
  }

  /** Runs an epoch; returns the discriminator's mean loss. */
  private double epoch(int epoch, Adversary adversary, double rate) {
    int steps = (settings.epochSize() + settings.batch() - 1) / settings.batch();
    double loss = 0;
    for (int step = 1; step <= steps; step++) {
      for (int i = 0; i < settings.discriminatorSteps(); i++) {
        loss += adversary.discriminatorStep();
      }
      if (!Double.isFinite(loss)) {
        throw diverged(epoch, "the discriminator's loss is not a finite number");
      }
      adversary.mappingStep(rate);
      if (step % REPORT == 0 || step == steps) {
        int words = (int) Math.min((long) step * settings.batch(), settings.epochSize());
        listener.sampled(new MappingListener.Sampled(epoch, words, settings.epochSize()));
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
