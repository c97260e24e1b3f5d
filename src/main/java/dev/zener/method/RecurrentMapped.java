package dev.zener.method;

import dev.zener.config.Default;
import dev.zener.mapping.MappingSettings;
import java.util.Optional;

/**
 * The model of {@link RecurrentDirect} with the target's vectors, which are mapped into the
 * source's space (Bari et al., AAAI 2020: Cross-Word). The training is the same; only a target's
 * words are read by other vectors.
 */
public record RecurrentMapped(
    @Default("LSTM mapped") String title, RecurrentSettings lstm, MappingSettings mapping)
    implements Method {
  public RecurrentMapped {
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
    TrainedModel source = recurrent.onSource(Methods.LSTM_DIRECT, lstm, false, seed);
    return recurrent.mapped(this, source, target.orElseThrow(), mapping, seed);
  }
}
