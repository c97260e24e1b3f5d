package dev.zener.method;

import dev.zener.config.Default;
import dev.zener.mapping.MappingSettings;
import dev.zener.train.Select;
import java.util.Optional;

/**
 * Augmented fine-tuning (Bari et al., AAAI 2020: Cross-Augmented): a target model starts from the
 * weights of the source model, has a dense layer of its own that also reads the source model's
 * features, and learns from gold labels of the source and from pseudo labels of the target's text,
 * first those of the source model and then its own. Long sentences are drawn less often.
 *
 * @param shared whether it starts from the model of {@link RecurrentShared}; otherwise from that of
 *     {@link RecurrentMapped}
 */
public record RecurrentAugmented(
    @Default("LSTM augmented") String title,
    RecurrentSettings lstm,
    MappingSettings mapping,
    @Default("true") boolean shared,
    PseudoLabelTraining selfTraining)
    implements Method {
  public RecurrentAugmented {
    RecurrentTrainings.requireUncentred(mapping);
  }

  @Override
  public Needs needs() {
    return new Needs(false, true, true, true);
  }

  @Override
  public boolean selectsByTarget() {
    return selfTraining.select() == Select.TARGET_DEV;
  }

  @Override
  public Optional<MappingSettings> targetMapping() {
    return Optional.of(mapping);
  }

  @Override
  public TrainedModel model(Trainings trainings, Optional<String> target, long seed) {
    RecurrentTrainings recurrent = trainings.recurrent();
    String key = shared ? Methods.LSTM_SHARED : Methods.LSTM_DIRECT;
    TrainedModel source = recurrent.onSource(key, lstm, shared, seed);
    String language = target.orElseThrow();
    TrainedModel labeller = recurrent.mapped(this, source, language, mapping, seed);
    TrainedModel model = labeller;
    for (int round = 1; round <= selfTraining.rounds(); round++) {
      model = recurrent.augmented(this, source, model, language, round, seed);
    }
    return model;
  }
}
