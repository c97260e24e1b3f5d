package dev.zener.cli;

import dev.zener.TaggedEntity;
import dev.zener.TaggedText;
import dev.zener.data.CharSpan;
import dev.zener.format.ConllWriter;
import dev.zener.data.Entity;
import dev.zener.format.JsonlWriter;
import dev.zener.data.Offsets;
import dev.zener.data.Sentence;
import dev.zener.label.InputException;
import dev.zener.report.EntityPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Writes tagged sentences in a form that Zener's readers can read. */
final class TagWriter {
  /** Rounds probabilities to six digits. The last digit may vary by one with the batching. */
  private static final double UNITS = 1e6;

  private final Results results;
  private final boolean conll;
  private final ConllWriter columns;
  private final JsonlWriter json;
  private final boolean probabilities;
  private final Optional<EntityPage> page;

  /**
   * Creates a writer.
   *
   * @param probabilities whether lines of JSON have the probabilities of all tags
   * @param page the HTML page to which all sentences are added too, if there is one
   */
  TagWriter(
      Results results,
      boolean conll,
      Offsets offsets,
      boolean probabilities,
      Optional<EntityPage> page) {
    this.results = results;
    this.conll = conll;
    this.columns = new ConllWriter(results);
    this.json = new JsonlWriter(results, offsets);
    this.probabilities = probabilities;
    this.page = page;
  }

  /** Writes sentences and flushes, so that a reader sees them as soon as they are tagged. */
  void write(List<Sentence> sentences, List<TaggedText> tagged) {
    for (int s = 0; s < sentences.size(); s++) {
      write(sentences.get(s), tagged.get(s));
    }
    results.flush();
  }

  private void write(Sentence sentence, TaggedText tagged) {
    List<Entity> entities = tagged.entities().stream().map(TagWriter::entity).toList();
    try {
      if (conll) {
        columns.write(tagged.words(), tagged.tags());
      } else if (probabilities) {
        json.write(sentence, tagged.tags(), entities, rounded(tagged.probabilities()));
      } else {
        json.write(sentence, tagged.tags(), entities);
      }
    } catch (InputException e) {
      throw new InputException(sentence.source() + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    page.ifPresent(shown -> shown.add(sentence.text(), entities));
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
