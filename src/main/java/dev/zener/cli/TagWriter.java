package dev.zener.cli;

import dev.zener.TaggedEntity;
import dev.zener.TaggedText;
import dev.zener.data.CharSpan;
import dev.zener.data.Entity;
import dev.zener.data.Sentence;
import dev.zener.data.WordsInText;
import dev.zener.format.ItemWriter;
import dev.zener.format.TaggedItem;
import dev.zener.format.TextReader;
import dev.zener.problem.InputException;
import dev.zener.report.EntityPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Writes tagged sentences to standard output and to files. */
final class TagWriter {
  /** Rounds probabilities to six digits. The last digit may vary by one with the batching. */
  private static final double UNITS = 1e6;

  private final Results results;
  private final List<ItemWriter> writers;
  private final boolean probabilities;
  private final Optional<EntityPage> page;
  private int hidden;

  /**
   * Creates a writer.
   *
   * @param results standard output
   * @param writers the writers to standard output and to files
   * @param probabilities whether the tagger gave the probabilities of all tags
   * @param page the HTML page to which all sentences are added too, if there is one
   */
  TagWriter(
      Results results, List<ItemWriter> writers, boolean probabilities, Optional<EntityPage> page) {
    this.results = results;
    this.writers = List.copyOf(writers);
    this.probabilities = probabilities;
    this.page = page;
  }

  /** Writes sentences and flushes, so that a reader sees them as soon as they are tagged. */
  void write(List<TextReader.Text> texts, List<TaggedText> tagged) {
    for (int s = 0; s < texts.size(); s++) {
      write(texts.get(s), tagged.get(s));
    }
    results.flush();
  }

  private void write(TextReader.Text text, TaggedText tagged) {
    List<Entity> entities = tagged.entities().stream().map(TagWriter::entity).toList();
    TaggedItem item =
        new TaggedItem(
            as(text.sentence(), tagged.words()),
            tagged.tags(),
            entities,
            text.origin(),
            probabilities ? Optional.of(rounded(tagged.probabilities())) : Optional.empty());
    try {
      for (ItemWriter writer : writers) {
        writer.write(item);
      }
    } catch (InputException e) {
      throw new InputException(text.sentence().source() + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    page.ifPresent(shown -> show(shown, text.sentence().text(), entities));
  }

  private void show(EntityPage shown, String text, List<Entity> entities) {
    List<Entity> apart = Entity.apart(entities);
    hidden += entities.size() - apart.size();
    shown.add(text, apart);
  }

  /** The number of entities that the page does not show, since they overlap with others. */
  int hidden() {
    return hidden;
  }

  /** The sentence with the words that were tagged, which differ if its text was divided. */
  private static Sentence as(Sentence sentence, List<String> words) {
    if (sentence.words().equals(words)) {
      return sentence;
    }
    List<CharSpan> spans = WordsInText.find(sentence.text(), words).orElseThrow();
    return new Sentence(words, sentence.text(), spans, sentence.source(), sentence.presplit());
  }

  private static Entity entity(TaggedEntity e) {
    OptionalDouble confidence = OptionalDouble.of(rounded(e.confidence()));
    return new Entity(new CharSpan(e.start(), e.end()), e.type(), confidence);
  }

  private static List<Map<String, Double>> rounded(List<Map<String, Double>> words) {
    List<Map<String, Double>> all = new ArrayList<>();
    for (Map<String, Double> word : words) {
      Map<String, Double> byTag = new LinkedHashMap<>();
      word.forEach((tag, p) -> byTag.put(tag, rounded(p)));
      all.add(byTag);
    }
    return all;
  }

  private static double rounded(double p) {
    return Math.round(p * UNITS) / UNITS;
  }
}
