package dev.zener.bench;

import dev.zener.graph.Inputs;
import dev.zener.graph.Timing;
import dev.zener.model.LossGraph;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerGraph;
import dev.zener.model.TaggerShape;
import dev.zener.op.backend.Backend;
import dev.zener.optim.AdamWSettings;
import dev.zener.train.DistillationInputs;
import dev.zener.train.Frozen;
import dev.zener.train.Objective;
import dev.zener.train.TrainingSession;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A training step of MSD's student, from piece ids to updated weights: soft labels for every head,
 * both MMD terms, frozen embeddings and lowest layers, AdamW. The teacher's outputs are random,
 * which does not affect speed.
 */
final class StudentStep implements Work {
  private static final long SEED = 1;
  private static final double LEARNING_RATE = 2e-5;
  private static final double BETA = 0.1;
  private static final double MMD = 0.001;
  private static final int FROZEN_LAYERS = 3;

  private final LastBatch source;
  private final TrainingSession session;

  StudentStep(Parameters parameters, Backend backend) {
    source = new LastBatch(parameters);
    int layers = TaggerShape.of(parameters).encoder().layers();
    Frozen frozen = new Frozen(true, Math.min(FROZEN_LAYERS, layers - 1)); // trains at least one
    session =
        new TrainingSession(
            source,
            parameters,
            name -> frozen.freezes(parameters.specs().get(name).group()),
            AdamWSettings.DEFAULT,
            backend,
            SEED);
  }

  @Override
  public void run(Bucket batch) {
    source.batch = batch;
    session.step(LEARNING_RATE);
  }

  @Override
  public Timing timing() {
    return session.timing();
  }

  @Override
  public long packing() {
    return source.packing;
  }

  @Override
  public void close() {
    session.close();
  }

  /** Distillation on the batch that was set last. */
  private static final class LastBatch implements Objective {
    private final DistillationInputs filling;
    private Bucket batch;
    private long packing;

    LastBatch(Parameters parameters) {
      filling =
          new DistillationInputs(
              new RandomTeacher(TaggerShape.of(parameters), SEED),
              TaggerShape.of(parameters).headLayers().stream()
                  .collect(Collectors.toMap(layer -> layer, layer -> layer)));
    }

    @Override
    public List<LossGraph> graphs(Parameters parameters, Predicate<String> trained) {
      return List.of(TaggerGraph.distillation(parameters, trained, BETA, MMD, MMD));
    }

    @Override
    public Objective.Batch fill(long step, Inputs inputs) {
      long start = System.nanoTime();
      int pieces = filling.fill(batch.targetWindows(), batch.sourceWindows(), inputs);
      packing += System.nanoTime() - start;
      return new Objective.Batch(batch.sentences(), pieces, List.of());
    }

    @Override
    public int pieces(long step) {
      return batch.pieces();
    }

    @Override
    public int stepsPerEpoch() {
      return 1;
    }

    @Override
    public long sentences(long steps) {
      return steps * batch.sentences();
    }
  }
}
