package dev.zener.label;

import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

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

  /** The tags of each sentence; those that are written alike are one object. */
  private final List<List<WrittenTag>> sentences;

  private final Places places;
  private final Notation notation;
  private final Scheme scheme;

  /** The other way to read the tags, for messages; empty if there is none. */
  private final String doubt;

  /** Whether all tags are written in the canonical notation. */
  private final boolean canonical;

  private TagReading(List<List<String>> written, Optional<Scheme> named, Places places) {
    Map<String, WrittenTag> distinct = new LinkedHashMap<>();
    this.written = written;
    this.sentences = counted(written, distinct);
    this.places = places;
    Map<String, Long> counts = counts(distinct.values());
    boolean io = named.filter(Scheme.IO::equals).isPresent();
    this.notation = io ? Notation.ofIo(counts) : Notation.of(counts);
    this.doubt = doubt(distinct.values(), Notation.ofIo(counts));
    distinct.values().forEach(this::understand);
    this.canonical = distinct.values().stream().allMatch(tag -> tag.canonical().equals(tag.text()));
    this.scheme =
        named.orElseGet(
            () -> notation.form() == Notation.Form.BARE ? Scheme.IO : Scheme.detectOf(sentences));
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

  private static List<List<WrittenTag>> counted(
      List<List<String>> written, Map<String, WrittenTag> distinct) {
    List<List<WrittenTag>> sentences = new ArrayList<>(written.size());
    for (int s = 0; s < written.size(); s++) {
      List<String> texts = written.get(s);
      WrittenTag[] sentence = new WrittenTag[texts.size()];
      for (int w = 0; w < sentence.length; w++) {
        sentence[w] = counted(texts.get(w), s, w, distinct);
      }
      sentences.add(Arrays.asList(sentence));
    }
    return sentences;
  }

  private static WrittenTag counted(
      String text, int sentence, int word, Map<String, WrittenTag> distinct) {
    WrittenTag tag = distinct.get(text);
    if (tag == null) {
      tag = new WrittenTag(text, sentence, word);
      distinct.put(text, tag);
    }
    tag.count();
    return tag;
  }

  private static Map<String, Long> counts(Collection<WrittenTag> distinct) {
    Map<String, Long> counts = new LinkedHashMap<>();
    distinct.forEach(tag -> counts.put(tag.text(), tag.occurrences()));
    return counts;
  }

  private void understand(WrittenTag tag) {
    tag.understand(notation.find(tag.text()).orElseThrow(() -> unknown(tag)));
  }

  private InputException unknown(WrittenTag tag) {
    return new InputException(
        "%s: tag '%s': %s; correct it%s"
            .formatted(
                places.of(tag.sentence(), tag.word()),
                tag.text(),
                notation.objection(tag.text()),
                doubt));
  }

  /**
   * The other way is to read all as types without roles, unless most have a role, or a text that
   * has none is no type.
   */
  private String doubt(Collection<WrittenTag> distinct, Notation ofIo) {
    if (notation.form() == Notation.Form.BARE) {
      return "";
    }
    boolean setting = ofIo.form() == Notation.Form.BARE;
    long balance = 0;
    Optional<WrittenTag> example = Optional.empty();
    for (WrittenTag tag : distinct) {
      Optional<Tag> meaning = notation.find(tag.text());
      if (meaning.isEmpty()) {
        if (!Notation.isBareType(tag.text())) {
          return "";
        }
        balance += tag.occurrences();
      } else if (meaning.get().inEntity()) {
        balance -= tag.occurrences();
        example = example.or(() -> Optional.of(tag));
      }
    }
    if (example.isEmpty() || !setting && balance < 0) {
      return "";
    }
    return ", or if all are types without roles, %srename '%s', which is read as a role and a type"
        .formatted(
            setting
                ? "name their scheme (%s) or ".formatted(Setting.SCHEME.with(Scheme.IO.key()))
                : "",
            example.get().text());
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
    return IntStream.range(0, sentences.size()).mapToObj(this::canonical).toList();
  }

  private List<String> canonical(int sentence) {
    return canonical
        ? List.copyOf(written.get(sentence))
        : List.of(
            sentences.get(sentence).stream().map(WrittenTag::canonical).toArray(String[]::new));
  }

  /**
   * The tags of each sentence in valid IOB2.
   *
   * @param repair whether illegal tags are repaired and counted; otherwise they are errors
   * @throws InputException for the first illegal tag, or if too many would be repaired
   */
  public List<Repair> iob2(boolean repair) {
    List<Repair> valid = new ArrayList<>(sentences.size());
    long words = 0;
    long repaired = 0;
    for (int s = 0; s < sentences.size(); s++) {
      List<WrittenTag> sentence = sentences.get(s);
      int illegal = scheme.illegal(sentence);
      if (illegal > 0 && !repair) {
        throw illegal(s);
      }
      valid.add(new Repair(iob2(canonical(s), illegal > 0), illegal));
      words += sentence.size();
      repaired += illegal;
    }
    if (repaired > Math.max(1, MOST_REPAIRED * words)) {
      throw tooMany(repaired, words);
    }
    return valid;
  }

  private List<String> iob2(List<String> tags, boolean repair) {
    if (!repair && scheme == Scheme.IOB2) {
      return tags;
    }
    List<String> valid = repair ? scheme.repair(tags).tags() : tags;
    return Scheme.IOB2.encode(valid.size(), Span.decode(valid));
  }

  private InputException illegal(int sentence) {
    List<WrittenTag> tags = sentences.get(sentence);
    Violation first = scheme.violations(canonical(sentence)).get(0);
    return new InputException(
        String.format(
            "%s: tag '%s': %s (read as %s); correct it, name the right scheme (%s), or repair it (%s)%s",
            places.of(sentence, first.index()),
            tags.get(first.index()).text(),
            first.reason(),
            this,
            Setting.SCHEME,
            Setting.REPAIR.with("true"),
            doubt));
  }

  private InputException tooMany(long repaired, long words) {
    Scheme best = Scheme.detectOf(sentences);
    String remedy =
        best == scheme
            ? "correct the file"
            : "the fewest are illegal in %s: name it (%s)"
                .formatted(best, Setting.SCHEME.with(best.key()));
    return new InputException(
        "%s: the first of %d illegal tags among %d (read as %s); at most 5 %% are repaired; %s"
            .formatted(firstIllegal(), repaired, words, this, remedy));
  }

  private String firstIllegal() {
    for (int s = 0; s < sentences.size(); s++) {
      for (Violation violation : scheme.violations(canonical(s))) {
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
