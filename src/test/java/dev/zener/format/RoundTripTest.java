package dev.zener.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.data.CharSpan;
import dev.zener.data.Entity;
import dev.zener.data.Sentence;
import dev.zener.data.Source;
import dev.zener.label.InputException;
import dev.zener.label.Scheme;
import dev.zener.label.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What is written in one format, read, written in another and read again is the same. */
class RoundTripTest {
  private static final List<String> TYPES = List.of("PER", "LOC", "creative-work", "B");

  private static final List<String> AWKWARD =
      List.of(
          "a",
          "#",
          "##",
          "# text = a",
          "#\u00A0b",
          "\"",
          "\"\"a\",",
          ",",
          "'",
          "\\",
          "_",
          "__",
          "1",
          "2",
          "3-4",
          "5.1",
          "O",
          "B-PER",
          "word",
          "token",
          "tag",
          "NER=B-PER",
          "SpaceAfter=No",
          "|",
          "34 470",
          " ",
          " a ",
          "\u00A0",
          "a\u2028b",
          "\u2029",
          "\u0085",
          "\u3000",
          "\u200Bx",
          "\uD83D\uDE00",
          "e\u0301",
          "\u05E9\u05DC\u05D5\u05DD",
          "{\"text\":1}",
          "[",
          "c\rd",
          "\0",
          "de:Haus",
          "-docstart-",
          "=",
          "&amp;",
          "<b>",
          "\uFEFFa");

  /** Words that some formats cannot hold. */
  private static final List<String> HARDER =
      List.of("", "\t", "a\tb", "\n", "a\nb", "-DOCSTART-", "\uD800", "x\uDC00y");

  private static String name(OutputFormat format) {
    return switch (format.key()) {
      case "conll", "conllu" -> "f." + format.key();
      default -> "f.jsonl";
    };
  }

  private static String write(OutputFormat format, List<TaggedItem> items, WriteOptions options)
      throws IOException {
    StringBuilder out = new StringBuilder();
    ItemWriter writer = format.writer(out, options);
    for (TaggedItem item : items) {
      writer.write(item);
    }
    writer.end();
    return out.toString();
  }

  private static List<TaggedItem> read(
      OutputFormat format, String text, boolean whole, ReadOptions options) throws IOException {
    TextSource source = TextSource.of(Texts.stream(text), name(format));
    return new LabelledReader(options, Texts.SPLITTER).readItems(source, whole).items();
  }

  private static List<TaggedItem> through(
      OutputFormat format, List<TaggedItem> items, boolean whole) throws IOException {
    return read(format, write(format, items, WriteOptions.DEFAULTS), whole, ReadOptions.DEFAULTS);
  }

  private static List<OutputFormat> formats(Predicate<OutputFormat> wanted) {
    List<OutputFormat> formats = OutputFormat.all().stream().filter(wanted).toList();
    assertThat(formats).isNotEmpty();
    return formats;
  }

  private static TaggedItem item(List<String> words, List<String> tags) {
    Sentence sentence = Sentence.ofWords(words, new Source("f", 1));
    List<Entity> entities =
        Span.decode(tags).stream()
            .map(span -> Entity.of(sentence, span, OptionalDouble.empty()))
            .toList();
    return new TaggedItem(sentence, tags, entities, Origin.NONE);
  }

  private static TaggedItem sentence(Random random) {
    int size = 1 + random.nextInt(8);
    List<String> words = new ArrayList<>();
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      words.add(AWKWARD.get(random.nextInt(AWKWARD.size())));
    }
    for (int from = random.nextInt(3); from < size; from += random.nextInt(3)) {
      // a word of the entity must have characters, which all words here have
      int end = Math.min(size, from + 1 + random.nextInt(3));
      spans.add(new Span(from, end, TYPES.get(random.nextInt(TYPES.size()))));
      from = end;
    }
    return item(words, Scheme.IOB2.encode(size, spans));
  }

  private static List<TaggedItem> sentences(int count, long seed) {
    Random random = new Random(seed);
    List<TaggedItem> items = new ArrayList<>();
    // columns drop a byte-order mark at the start of a file, and are found from tags
    items.add(item(List.of("Ana", "ide"), List.of("B-PER", "O")));
    for (int i = 0; i < count; i++) {
      items.add(sentence(random));
    }
    return items;
  }

  private static List<String> shown(List<TaggedItem> items) {
    return items.stream().map(item -> item.sentence().words() + " " + item.tags()).toList();
  }

  @Test
  void wordsAndTagsPassEveryPairOfFormats() throws IOException {
    List<TaggedItem> items = sentences(200, 7);
    List<OutputFormat> formats = formats(OutputFormat::holdsWords);
    for (OutputFormat first : formats) {
      for (OutputFormat second : formats) {
        List<TaggedItem> once = through(first, items, first.holdsText());
        List<TaggedItem> twice = through(second, once, second.holdsText());
        assertThat(shown(once)).as(first.key()).isEqualTo(shown(items));
        assertThat(shown(twice)).as("%s, %s", first.key(), second.key()).isEqualTo(shown(items));
      }
    }
  }

  @Test
  void tagsPassInEveryScheme() throws IOException {
    List<TaggedItem> items = sentences(50, 8);
    for (OutputFormat format : formats(OutputFormat::holdsWords)) {
      for (Scheme scheme : List.of(Scheme.IOB2, Scheme.IOB1, Scheme.BIOES)) {
        WriteOptions options = new WriteOptions(WriteOptions.DEFAULTS.offsets(), scheme);
        List<TaggedItem> back =
            read(
                format,
                write(format, items, options),
                format.holdsText(),
                ReadOptions.DEFAULTS.withScheme(scheme));
        assertThat(back.stream().map(TaggedItem::tags))
            .as("%s in %s", format.key(), scheme)
            .isEqualTo(
                items.stream()
                    .map(i -> scheme.convert(Scheme.IOB2.convert(i.tags(), scheme), Scheme.IOB2))
                    .toList());
      }
    }
  }

  @Test
  void aSchemeThatCannotHoldNeighboursIsNotWritten() {
    assertThatThrownBy(() -> new WriteOptions(WriteOptions.DEFAULTS.offsets(), Scheme.IO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scheme IO cannot be written: it joins neighbouring entities of one type");
  }

  @Test
  void aWordThatAFormatCannotHoldIsRefused() throws IOException {
    List<String> refused = new ArrayList<>();
    for (OutputFormat format : formats(OutputFormat::holdsWords)) {
      for (String word : HARDER) {
        List<TaggedItem> items =
            List.of(
                item(List.of("Ana", "ide"), List.of("B-PER", "O")),
                item(List.of("u", word, "."), List.of("O", "O", "O")));
        try {
          assertThat(shown(through(format, items, format.holdsText())))
              .as("%s in %s", word, format.key())
              .isEqualTo(shown(items));
        } catch (InputException e) {
          assertThat(e).hasMessageContaining("write JSON lines");
          refused.add(format.key() + " " + word);
        }
      }
    }
    assertThat(refused).contains("conll -DOCSTART-", "conll a\tb", "conllu ", "conllu a\nb");
    assertThat(refused).doesNotContain("conllu -DOCSTART-");
    assertThat(refused).noneMatch(r -> r.startsWith("jsonl"));
  }

  /** Texts of which entities may begin and end inside words. */
  private static TaggedItem text(Random random) {
    StringBuilder text = new StringBuilder();
    List<Entity> entities = new ArrayList<>();
    for (int i = random.nextInt(9); i > 0; i--) {
      String part = AWKWARD.get(random.nextInt(AWKWARD.size()));
      int start = text.length();
      text.append(part);
      if (random.nextInt(3) == 0) {
        String type = TYPES.get(random.nextInt(TYPES.size()));
        CharSpan characters = new CharSpan(start, text.length());
        entities.add(new Entity(characters, type, OptionalDouble.empty()));
      }
      text.append(List.of("", " ", "  ", "\n", "\t").get(random.nextInt(5)));
    }
    Sentence sentence =
        new Sentence(List.of(), text.toString(), List.of(), new Source("f", 1), false);
    return new TaggedItem(sentence, List.of(), entities, Origin.NONE);
  }

  private static List<String> contents(List<TaggedItem> items) {
    return items.stream().map(i -> i.sentence().text() + i.entities()).toList();
  }

  @Test
  void textAndEntitiesPassEveryPairOfFormats() throws IOException {
    Random random = new Random(9);
    List<TaggedItem> items = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      items.add(text(random));
    }
    List<OutputFormat> formats = formats(OutputFormat::holdsText);
    for (OutputFormat first : formats) {
      for (OutputFormat second : formats) {
        List<TaggedItem> once = through(first, items, true);
        List<TaggedItem> twice = through(second, once, true);
        assertThat(contents(once)).as(first.key()).isEqualTo(contents(items));
        assertThat(contents(twice))
            .as("%s, %s", first.key(), second.key())
            .isEqualTo(contents(items));
      }
    }
  }
}
