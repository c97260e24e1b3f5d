package dev.zener.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "sentences|sentence",
        "entities|entity",
        "words are listed|word is listed",
        "header lines left out|header line left out",
        "illegal tags repaired|illegal tag repaired",
        "lists of probabilities|list of probabilities",
        "texts that do not hold their tokens|text that does not hold its tokens",
        "records that were not accepted|record that was not accepted",
        "lists of entities that differ from their tags|list of entities that differs from its tags",
        "entities that share a word with another|entity that shares a word with another",
        "entities that go over the end of a line|entity that goes over the end of a line",
        "entities left out, since they overlap with the one before"
            + "|entity left out, since it overlaps with the one before",
        "texts whose words are not divided by single spaces"
            + "|text whose words are not divided by single spaces",
        "keys 'as' left out, since the output uses them"
            + "|key 'as' left out, since the output uses it",
      })
  void oneIsInTheSingular(String many, String one) {
    assertThat(Count.of(1, many)).isEqualTo("1 " + one);
    assertThat(Count.of(0, many)).isEqualTo("0 " + many);
    assertThat(Count.of(2, many)).isEqualTo("2 " + many);
  }

  @Test
  void elevenIsNotOne() {
    assertThat(Count.of(11, "words")).isEqualTo("11 words");
  }
}
