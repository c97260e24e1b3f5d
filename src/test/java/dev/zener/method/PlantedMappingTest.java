package dev.zener.method;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.data.LabelledSentence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A word's kind decides its label, and the target's letters tell a source model nothing. So only
 * mapped vectors can help.
 */
@Tag("slow")
class PlantedMappingTest {
  private static final long SEED = 1;

  @TempDir Path folder;

  private final PlantedLanguages languages = new PlantedLanguages(SEED);
  private final List<String> persons = languages.words(40);
  private final List<String> places = languages.words(40);
  private final List<String> others = languages.words(80);

  @Test
  void mappedVectorsTellTheKindsOfTheTargetsWords() throws IOException {
    PlantedRun run =
        new PlantedRun(folder, languages, others.subList(0, 30))
            .source(text(200), text(40))
            .target(text(20), text(100));
    Map<String, Double> f1 = run.f1(SEED, "lstm-direct, lstm-mapped");
    assertThat(f1.get("lstm-direct")).isLessThan(0.1);
    assertThat(f1.get("lstm-mapped")).isGreaterThan(0.95);
  }

  private List<LabelledSentence> text(int sentences) {
    return Stream.generate(this::sentence).limit(sentences).toList();
  }

  private LabelledSentence sentence() {
    PlantedSentence sentence = new PlantedSentence();
    int least = 4 + languages.random().nextInt(6);
    while (sentence.size() < least) {
      if (languages.chance(0.2)) {
        sentence.add(languages.any(persons), "B-PER");
        if (languages.chance(0.3)) {
          sentence.add(languages.any(persons), "I-PER");
        }
      } else if (languages.chance(0.2)) {
        sentence.add(languages.any(places), "B-LOC");
      }
      sentence.add(languages.any(others), "O");
    }
    return sentence.labelled();
  }
}
