package dev.zener.method;

import dev.zener.config.Default;
import java.util.Optional;

/**
 * A BiLSTM-CRF that is trained on the source's labels and vectors and applied to every target
 * unchanged: it knows a target's word by its characters, and by its vector only if the source's
 * language has a word that is written in the same way (Bari et al., AAAI 2020: Source-Mono).
 */
public record RecurrentDirect(@Default("LSTM direct") String title, RecurrentSettings lstm)
    implements Method {
  @Override
  public Needs needs() {
    return new Needs(false, false, true, false);
  }

  @Override
  public TrainedModel model(Trainings trainings, Optional<String> target, long seed) {
    return trainings.recurrent().onSource(key(), lstm, false, seed);
  }
}
