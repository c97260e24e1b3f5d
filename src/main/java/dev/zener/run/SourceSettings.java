package dev.zener.run;

import dev.zener.config.Require;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The languages with labels. If a corpus is a map, its names are language codes.
 *
 * @param language the language code; optional if {@code train} is a map
 * @param train the training files; one tagger learns from all of them
 * @param dev the development files, scored during training, each language separately
 * @param test the test files, shown next to the targets, each language separately
 * @param vectors the vectors of the words of these languages, for methods that read them
 * @param format the format of these files if it differs from the configuration's
 */
public record SourceSettings(
    Optional<String> language,
    CorpusFiles train,
    CorpusFiles dev,
    Optional<CorpusFiles> test,
    Optional<Path> vectors,
    Optional<CorpusFormat> format) {
  public SourceSettings {
    Require.that(
        language.isPresent() || train.isNamed(),
        "language",
        "missing",
        "a code such as en; required unless train is a map from codes to files");
    Require.that(!language.orElse("-").isBlank(), "language", "empty", "a code such as en");
  }

  /** The name of the source as a whole: the language, or the codes of train joined by '+'. */
  public String name() {
    return language.orElse(String.join("+", train.names()));
  }

  /** The languages of the training files. */
  public List<String> languages() {
    return train.isNamed() ? List.copyOf(train.names()) : List.of(name());
  }
}
