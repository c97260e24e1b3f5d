package dev.zener.label;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tags of a corpus as they were understood. Notation and scheme are found from all sentences
 * together.
 */
public final class TagReading {
  /** The share of the tags that may be repaired; more illegal tags mean another mistake. */
  private static final double MOST_REPAIRED = 0.05;

  /** The place of a word, for messages. */
  @FunctionalInterface
  public interface Places {
    /**
     * The place of a word, such as {@code file:line}.
     *
     * @param sentence the index of the sentence, from 0
     * @param word the index of the word in the sentence, from 0
     */
    String of(int sentence, int word);
  }

  private final List<List<String>> written;
  private final Places places;
  private final Notation notation;

  /** The tags; those that are written alike are one object, since a corpus has few of them. */
  private final List<List<Tag>> parsed;

  /** The same as strings. */
  private final List<List<String>> tags;
  private final Scheme scheme;

  private TagReading(List<List<String>> sentences, Optional<Scheme> named, Places places) {
    this.written = sentences;
    this.places = places;
    this.notation = Notation.of(counts(sentences));
    this.parsed = new ArrayList<>(sentences.size());
    this.tags = new ArrayList<>(sentences.size());
    parse();
    this.scheme =
        named.orElseGet(
            () -> notation.form() == Notation.Form.BARE ? Scheme.IO : Scheme.detectParsed(parsed));
  }

  /**
   * Reads the tags of all sentences of a corpus.
   *
   * @param sentences the tags of each sentence as written
   * @param named the scheme; empty: the one in which the fewest tags are illegal
   * @throws InputException if a text is not a tag in the notation of the others, with its place
   */
  public static TagReading of(List<List<String>> sentences, Optional<Scheme> named, Places places) {
    return new TagReading(sentences, named, places);
  }

  private static Map<String, Long> counts(List<List<String>> sentences) {
    Map<String, long[]> counters = new LinkedHashMap<>();
    for (List<String> tags : sentences) {
      for (String tag : tags) {
        counters.computeIfAbsent(tag, t -> new long[1])[0]++;
      }
    }
    Map<String, Long> counts = new LinkedHashMap<>();
    counters.forEach((tag, counter) -> counts.put(tag, counter[0]));
    return counts;
  }

  /**
   * A tag that was understood.
   *
   * @param canonical the tag as a string
   */
  private record Known(Tag tag, String canonical) {}

  private void parse() {
    Map<String, Known> known = new HashMap<>();
    for (int s = 0; s < written.size(); s++) {
      List<String> texts = written.get(s);
      List<Tag> sentence = new ArrayList<>(texts.size());
      List<String> canonical = new ArrayList<>(texts.size());
      for (int w = 0; w < texts.size(); w++) {
        Known own = known.get(texts.get(w));
        if (own == null) {
          own = parse(s, w);
          known.put(texts.get(w), own);
        }
        sentence.add(own.tag);
        canonical.add(own.canonical);
      }
      parsed.add(sentence);
      tags.add(canonical);
    }
  }

  private Known parse(int sentence, int word) {
    String text = written.get(sentence).get(word);
    Tag tag = notation.find(text).orElseThrow(() -> unknown(sentence, word, text));
    return new Known(tag, tag.toString());
  }

  private InputException unknown(int sentence, int word, String text) {
    return new InputException(
        "%s: tag '%s': %s; correct it"
            .formatted(places.of(sentence, word), text, notation.objection(text)));
  }

  /** How the tags are written. */
  public Notation notation() {
    return notation;
  }

  /** The scheme of the tags. */
  public Scheme scheme() {
    return scheme;
  }

  /** The tags of each sentence in the canonical notation, such as B-PER, in their own scheme. */
  public List<List<String>> tags() {
    return Collections.unmodifiableList(tags);
  }

  /**
   * The tags of each sentence in valid IOB2.
   *
   * @param repair whether illegal tags are repaired and counted; otherwise they are errors
   * @throws InputException for the first illegal tag, or if too many would be repaired
   */
  public List<Repair> iob2(boolean repair) {
    List<Repair> valid = new ArrayList<>(tags.size());
    long words = 0;
    long repaired = 0;
    for (int s = 0; s < tags.size(); s++) {
      int illegal = scheme.illegal(parsed.get(s));
      if (illegal > 0 && !repair) {
        throw illegal(s);
      }
      valid.add(new Repair(iob2(s, illegal > 0), illegal));
      words += parsed.get(s).size();
      repaired += illegal;
    }
    if (repaired > Math.max(1, MOST_REPAIRED * words)) {
      throw tooMany(repaired, words);
    }
    return valid;
  }

  private List<String> iob2(int sentence, boolean repair) {
    if (repair) {
      return scheme.convert(scheme.repair(tags.get(sentence)).tags(), Scheme.IOB2);
    }
    List<Tag> valid = parsed.get(sentence);
    return scheme == Scheme.IOB2
        ? tags.get(sentence)
        : Scheme.IOB2.encode(valid.size(), Span.decodeTags(valid));
  }

  private InputException illegal(int sentence) {
    Violation first = scheme.violations(tags.get(sentence)).get(0);
    return new InputException(
        String.format(
            "%s: tag '%s': %s (read as %s); correct it, name the right scheme (--scheme), or"
                + " repair it (--repair, or repair: true in the configuration's format)",
            places.of(sentence, first.index()),
            written.get(sentence).get(first.index()),
            first.reason(),
            this));
  }

  private InputException tooMany(long repaired, long words) {
    Scheme best = Scheme.detectParsed(parsed);
    String remedy =
        best == scheme
            ? "correct the file"
            : "the fewest are illegal in %s: name it (--scheme %s, or scheme in the configuration's format)"
                .formatted(best, best.key());
    return new InputException(
        "%s: the first of %d illegal tags among %d (read as %s); at most 5 %% are repaired; %s"
            .formatted(firstIllegal(), repaired, words, this, remedy));
  }

  private String firstIllegal() {
    for (int s = 0; s < tags.size(); s++) {
      for (Violation violation : scheme.violations(tags.get(s))) {
        return places.of(s, violation.index());
      }
    }
    throw new IllegalStateException("no tag is illegal");
  }

  /** The scheme, and what differs from canonical tags: {@code BIOES (letters B I L O U)}. */
  @Override
  public String toString() {
    String own = notation.toString();
    return own.isEmpty() ? scheme.toString() : scheme + " (" + own + ")";
  }
}
