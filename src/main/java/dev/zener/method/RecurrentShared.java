package dev.zener.method;

import dev.zener.config.Default;
import dev.zener.mapping.MappingSettings;
import java.util.Optional;

/**
 * As {@link RecurrentMapped}, with a words' LSTM whose two directions share their weights, so that
 * it learns an order of words from fewer examples (Bari et al., AAAI 2020: Cross-Shared). The layer
 * after the LSTM has weights of its own for each direction.
 */
public record RecurrentShared(
    @Default("LSTM shared") String title, RecurrentSettings lstm, MappingSettings mapping)
    implements Method {
  public RecurrentShared {
    RecurrentTrainings.requireUncentred(mapping);
  }

  @Override
  public Needs needs() {
    return new Needs(false, false, true, true);
  }

  @Override
  public Optional<MappingSettings> targetMapping() {
    return Optional.of(mapping);
  }

  @Override
  public TrainedModel model(Trainings trainings, Optional<String> target, long seed) {
    RecurrentTrainings recurrent = trainings.recurrent();
    TrainedModel source = recurrent.onSource(key(), lstm, true, seed);
    return recurrent.mapped(this, source, target.orElseThrow(), mapping, seed);
  }
}
