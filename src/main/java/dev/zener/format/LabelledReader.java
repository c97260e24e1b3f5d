package dev.zener.format;

import dev.zener.data.Entity;
import dev.zener.data.LabelledSentence;
import dev.zener.data.Sentence;
import dev.zener.data.WordSplitter;
import dev.zener.label.Repair;
import dev.zener.label.Scheme;
import dev.zener.label.Span;
import dev.zener.label.TagReading;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Reads labelled corpora of any format. The tags are converted from the file's scheme to valid
 * IOB2.
 */
public final class LabelledReader {
  private final ReadOptions options;
  private final WordSplitter splitter;

  /**
   * Creates a reader.
   *
   * @param splitter splits text into words if a file has text instead of words
   */
  public LabelledReader(ReadOptions options, WordSplitter splitter) {
    this.options = options;
    this.splitter = splitter;
  }

  /**
   * Reads a corpus from a file.
   *
   * @throws InputException if a line cannot be read, or a tag is invalid and is not to be repaired
   */
  public LabelledCorpus read(Path file) throws IOException {
    return read(TextSource.of(file));
  }

  /**
   * Reads a corpus from a stream. {@code name} is used in messages, and its extension may decide
   * the format.
   */
  public LabelledCorpus read(InputStream in, String name) throws IOException {
    return read(TextSource.of(in, name));
  }

  /** Reads a corpus. */
  public LabelledCorpus read(TextSource source) throws IOException {
    return read(source, splitter, false, item -> {});
  }

  /**
   * Reads a labelled file to be written again.
   *
   * @param whole whether a text with entities stays as it is; otherwise it is split into words, and
   *     its entities must fit them
   */
  public LabelledItems readItems(TextSource source, boolean whole) throws IOException {
    List<Item> read = new ArrayList<>();
    WordSplitter cut = whole ? text -> List.of() : splitter;
    LabelledCorpus corpus = read(source, cut, whole, read::add);
    List<TaggedItem> items = new ArrayList<>(read.size());
    for (int i = 0; i < read.size(); i++) {
      items.add(tagged(read.get(i), corpus.sentences().get(i), whole));
    }
    return new LabelledItems(items, corpus.report());
  }

  private static TaggedItem tagged(Item item, LabelledSentence labelled, boolean whole) {
    List<Entity> entities =
        whole && isText(item) && item.labels() instanceof Labels.Entities own
            ? ordered(own.entities())
            : labelled.entities().stream().map(span -> entity(item.sentence(), span)).toList();
    return new TaggedItem(item.sentence(), labelled.tags(), entities, item.origin());
  }

  private static Entity entity(Sentence sentence, Span span) {
    if (sentence.spans().get(span.start()).start() == sentence.spans().get(span.end() - 1).end()) {
      throw new InputException(
          sentence.source()
              + ": "
              + span.type()
              + " is an empty word, which has no characters; remove the word, or tag it as O");
    }
    return Entity.of(sentence, span, OptionalDouble.empty());
  }

  private static List<Entity> ordered(List<Entity> entities) {
    return entities.stream()
        .sorted(Comparator.comparingInt(entity -> entity.characters().start()))
        .toList();
  }

  private LabelledCorpus read(
      TextSource source, WordSplitter cut, boolean whole, Consumer<Item> each) throws IOException {
    Format format = options.formatOf(source);
    EntityAligner aligner = new EntityAligner(options.repair());
    List<RawSentence> raw = new ArrayList<>();
    FileFormat.Opening opening = new FileFormat.Opening(source, options, cut, true);
    try (ItemReader reader = format.open(opening)) {
      for (Item next = reader.next(); next != null; next = reader.next()) {
        Item item = next.sharing(opening.shared());
        each.accept(item);
        boolean untagged = whole && isText(item);
        if (!untagged) {
          countConfidences(item, reader.notes());
        }
        raw.add(untagged ? untagged(item) : raw(item, aligner, opening.shared()));
      }
      return settle(source.name(), raw, reader.notes(), aligner.repaired());
    }
  }

  /** Counts the confidences of entities that become tags, which have none. */
  private static void countConfidences(Item item, ReadNotes notes) {
    if (item.labels() instanceof Labels.Entities own) {
      own.entities().stream()
          .filter(entity -> entity.confidence().isPresent())
          .forEach(entity -> notes.leftOut(ZenerJson.CONFIDENCES));
    }
  }

  /** Whether an item is a text with entities in characters. */
  private static boolean isText(Item item) {
    return item.labels() instanceof Labels.Entities && !item.sentence().presplit();
  }

  private static RawSentence untagged(Item item) {
    return RawSentence.of(item.sentence(), List.of(), true);
  }

  private static RawSentence raw(Item item, EntityAligner aligner, SharedStrings shared) {
    Sentence sentence = item.sentence();
    if (item.labels() instanceof Labels.Tags tags) {
      return RawSentence.of(sentence, tags);
    }
    if (item.labels() instanceof Labels.Spans spans) {
      List<String> tags = Scheme.IOB2.encode(sentence.size(), spans.spans());
      return RawSentence.of(sentence, shared.of(tags), true);
    }
    if (item.labels() instanceof Labels.Entities entities) {
      List<String> tags =
          Scheme.IOB2.encode(sentence.size(), aligner.align(sentence, entities.entities()));
      return RawSentence.of(sentence, shared.of(tags), true);
    }
    throw new IllegalStateException(sentence.source() + ": read without labels");
  }

  private LabelledCorpus settle(
      String name, List<RawSentence> raw, ReadNotes notes, int repairedEntities) {
    List<RawSentence> tagged = raw.stream().filter(sentence -> !sentence.settled()).toList();
    TagReading reading =
        TagReading.of(
            tagged.stream().map(RawSentence::tags).toList(),
            options.scheme(),
            (sentence, word) -> tagged.get(sentence).sources().get(word).toString());
    Iterator<Repair> valid = reading.iob2(options.repair()).iterator();
    List<LabelledSentence> sentences = new ArrayList<>(raw.size());
    int words = 0;
    int repairedTags = 0;
    for (RawSentence sentence : raw) {
      Repair own = sentence.settled() ? new Repair(sentence.tags(), 0) : valid.next();
      repairedTags += own.count();
      words += own.tags().size();
      if (sentence.contradicts(own.tags())) {
        notes.leftOut(ZenerJson.OTHER_ENTITIES);
      }
      sentences.add(new LabelledSentence(sentence.sentence(), own.tags()));
    }
    return new LabelledCorpus(
        sentences,
        new ReadReport(
            name,
            notes.layout(),
            reading.scheme(),
            reading.toString(),
            sentences.size(),
            words,
            notes.leftOut(),
            repairedTags,
            repairedEntities));
  }
}
