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
 * Most of the target's names have no vector, but an ending that says their type, in letters that
 * the source model does not know. It labels them by the title or preposition before them, which
 * they always have in the unlabelled text. Most names of the test text stand alone, and are others
 * with the same endings. Words often lose their vectors in training, so that the endings must be
 * learned.
 */
@Tag("slow")
class PlantedAugmentationTest {
  private static final long SEED = 1;

  /** How often a name stands without a title or a preposition. */
  private static final double SELDOM = 0.2;

  private static final double NEVER = 0;
  private static final double MOSTLY = 0.8;

  @TempDir Path folder;

  private final PlantedLanguages languages = new PlantedLanguages(SEED);
  private final List<String> persons = languages.words(40);
  private final List<String> places = languages.words(40);
  private final List<String> titles = languages.words(10);
  private final List<String> prepositions = languages.words(10);
  private final List<String> others = languages.words(80);

  /** Words without vectors, of which a share of the names of a text are. */
  private record Unlisted(
      List<String> persons, List<String> places, List<String> others, double share) {}

  @Test
  void pseudoLabelsTeachEndingsThatOnlyTheTargetHas() throws IOException {
    Unlisted source = unlisted("", "", "", 0.3);
    PlantedRun run =
        new PlantedRun(folder, languages, others.subList(0, 30))
            .source(text(200, source, SELDOM), text(40, source, SELDOM))
            .target(
                text(200, unlisted("vik", "gor", "ta", 0.8), NEVER),
                text(100, unlisted("vik", "gor", "ta", 0.8), MOSTLY));
    Map<String, Double> f1 =
        run.f1(
            SEED,
            "lstm-shared, lstm-augmented",
            "lstm.wordDropout=0.3",
            "selfTraining.epochs=20",
            "selfTraining.select=last");
    assertThat(f1.get("lstm-augmented")).isGreaterThan(f1.get("lstm-shared") + 0.25);
  }

  private Unlisted unlisted(String ofPersons, String ofPlaces, String ofOthers, double share) {
    return new Unlisted(
        languages.spellings(60, ofPersons),
        languages.spellings(60, ofPlaces),
        languages.spellings(60, ofOthers),
        share);
  }

  private List<LabelledSentence> text(int sentences, Unlisted unlisted, double alone) {
    return Stream.generate(() -> sentence(unlisted, alone)).limit(sentences).toList();
  }

  private LabelledSentence sentence(Unlisted unlisted, double alone) {
    PlantedSentence sentence = new PlantedSentence();
    int least = 5 + languages.random().nextInt(6);
    sentence.add(languages.any(others), "O");
    while (sentence.size() < least) {
      double kind = languages.random().nextDouble();
      if (kind < 0.6) {
        boolean person = kind < 0.3;
        if (!languages.chance(alone)) {
          sentence.add(languages.any(person ? titles : prepositions), "O");
        }
        boolean listed = !languages.chance(unlisted.share);
        if (person) {
          sentence.add(languages.any(listed ? persons : unlisted.persons), "B-PER");
        } else {
          sentence.add(languages.any(listed ? places : unlisted.places), "B-LOC");
        }
      }
      sentence.add(languages.any(languages.chance(0.2) ? unlisted.others : others), "O");
    }
    return sentence.labelled();
  }
}
