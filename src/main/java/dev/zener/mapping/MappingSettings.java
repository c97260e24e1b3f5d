package dev.zener.mapping;

import dev.zener.config.Default;
import dev.zener.config.Require;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Settings of learning a mapping. The defaults are MUSE's, except the length of the vectors in the
 * adversarial start.
 *
 * @param start where the first mapping comes from
 * @param dictionary the file of word pairs for the start {@code dictionary}
 * @param words the number of most frequent words of each language that are used
 * @param centred whether the mean is subtracted from the vectors of each language
 * @param neighbours the number of neighbours in CSLS's mean cosines
 * @param criterionWords the number of most frequent source words of the criterion
 */
public record MappingSettings(
    @Default("adversarial") MappingStart start,
    Optional<Path> dictionary,
    @Default("200000") int words,
    @Default("false") boolean centred,
    @Default("10") int neighbours,
    @Default("10000") int criterionWords,
    AdversarialSettings adversarial,
    RefinementSettings refinement) {
  public MappingSettings {
    Require.that(
        dictionary.isPresent() == (start == MappingStart.DICTIONARY),
        "dictionary",
        dictionary.map(Path::toString).orElse("not given"),
        "a file for the start dictionary, and none for other starts");
    Require.atLeast(1, "words", words);
    Require.atLeast(1, "neighbours", neighbours);
    Require.atLeast(1, "criterionWords", criterionWords);
  }
}
