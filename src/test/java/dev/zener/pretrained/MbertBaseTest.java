package dev.zener.pretrained;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.delta.Fingerprint;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** mBERT is recognised by its numbers, in whatever form it is stored. */
@Tag("mbert")
class MbertBaseTest {
  @Test
  void itIsTheSameModelInHuggingFacesLayoutAndOnTheClassPath() {
    assertThat(fingerprint(ModelSource.of(Path.of("target/mbert")))).isEqualTo(Mbert.SHA256);
    assertThat(fingerprint(Mbert.onClassPath().orElseThrow())).isEqualTo(Mbert.SHA256);
  }

  private static String fingerprint(ModelSource source) {
    ModelDirectory model = ModelDirectory.open(source);
    Fingerprint fingerprint = new Fingerprint();
    try (OpenWeights weights = OpenWeights.open(model.files())) {
      weights.choose(model.encoder().parameters()).tensors().values().stream()
          .sorted(Comparator.comparingLong(tensor -> tensor.place()))
          .forEach(fingerprint::add);
    }
    return fingerprint.value();
  }
}
