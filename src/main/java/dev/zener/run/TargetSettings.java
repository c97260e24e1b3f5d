package dev.zener.run;

import dev.zener.config.Require;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A language without labels. If dev or test is a map, its names are those of sets.
 *
 * @param unlabelled the text to distil on; if it has tags, they are not read
 * @param dev the development files, scored during training; used to select the checkpoint only if
 *     {@code select} is target-dev
 * @param test the test files, scored at the end, one column of the result table per set
 * @param vectors the vectors of the language's words, for methods that read them
 * @param format the format of these files if it differs from the configuration's
 * @param unlabelledFormat the format of the unlabelled text if it differs from dev and test
 */
public record TargetSettings(
    Optional<CorpusFiles> unlabelled,
    Optional<CorpusFiles> dev,
    Optional<CorpusFiles> test,
    Optional<Path> vectors,
    Optional<CorpusFormat> format,
    Optional<CorpusFormat> unlabelledFormat) {
  public TargetSettings {
    Require.that(
        unlabelled.stream().noneMatch(CorpusFiles::isNamed),
        "unlabelled",
        "a map",
        "a file or a list of files; a student learns from all of them alike");
  }
}
