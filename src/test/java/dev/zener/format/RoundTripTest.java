package dev.zener.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.data.CharSpan;
import dev.zener.data.Entity;
import dev.zener.data.Sentence;
import dev.zener.data.Source;
import dev.zener.label.Scheme;
import dev.zener.label.Span;
import dev.zener.problem.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @TempDir Path folder;

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

  /** How the characters of a file may be stored. */
  private enum Stored {
    PLAIN,
    PACKED,
    UTF16_LE,
    UTF16_BE,
    PACKED_UTF16;

    byte[] bytes(String text) throws IOException {
      return switch (this) {
        case PLAIN -> text.getBytes(StandardCharsets.UTF_8);
        case PACKED -> packed(text.getBytes(StandardCharsets.UTF_8));
        case UTF16_LE -> ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE);
        case UTF16_BE -> ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16BE);
        case PACKED_UTF16 -> packed(UTF16_LE.bytes(text));
      };
    }

    private static byte[] packed(byte[] bytes) throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(bytes);
      }
      return out.toByteArray();
    }
  }

  /** What sentences are after they were written to a file of a format and read from it. */
  private interface Way {
    List<TaggedItem> through(List<TaggedItem> items, Stored stored) throws IOException;
  }

  /** A file of each format that is written, except brat's, and of CSV, which is only read. */
  private Map<String, Way> ways(Predicate<OutputFormat> wanted) {
    Map<String, Way> ways = new LinkedHashMap<>();
    for (OutputFormat format : formats(wanted)) {
      ways.put(
          format.key(),
          (items, stored) ->
              read(
                  name(format),
                  stored.bytes(write(format, items, WriteOptions.DEFAULTS)),
                  format.holdsText()));
    }
    return ways;
  }

  private List<TaggedItem> read(String name, byte[] content, boolean whole) throws IOException {
    boolean packed = content.length > 1 && content[0] == 0x1F;
    Path file = Files.write(folder.resolve(packed ? name + ".gz" : name), content);
    return new LabelledReader(ReadOptions.DEFAULTS, Texts.SPLITTER)
        .readItems(TextSource.of(file), whole)
        .items();
  }

  private List<TaggedItem> throughCsv(List<TaggedItem> items, Stored stored) throws IOException {
    StringBuilder csv = new StringBuilder("word,tag\n");
    for (TaggedItem item : items) {
      for (int i = 0; i < item.tags().size(); i++) {
        String word = item.sentence().words().get(i).replace("\"", "\"\"");
        csv.append('"').append(word).append("\",").append(item.tags().get(i)).append('\n');
      }
      csv.append('\n');
    }
    return read("f.csv", stored.bytes(csv.toString()), false);
  }

  private List<TaggedItem> throughBrat(List<TaggedItem> items) throws IOException {
    StringBuilder texts = new StringBuilder();
    StringBuilder annotations = new StringBuilder();
    ItemWriter writer = new BratWriter(texts, annotations);
    for (TaggedItem item : items) {
      writer.write(item);
    }
    assertThat(writer.changes()).isEmpty();
    Files.writeString(folder.resolve("f.ann"), annotations);
    return read("f.txt", Stored.PLAIN.bytes(texts.toString()), true);
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

  @Tag("slow")
  @Test
  void wordsAndTagsPassEveryPairOfFormats() throws IOException {
    Map<String, Way> ways = ways(OutputFormat::holdsWords);
    ways.put("csv", this::throughCsv);
    assertThat(ways).containsKeys("conllu", "jsonl", "conll", "gliner");
    assertEveryPair(ways, sentences(200, 7), RoundTripTest::shown);
  }

  private static void assertEveryPair(
      Map<String, Way> ways, List<TaggedItem> items, Function<List<TaggedItem>, Object> seen)
      throws IOException {
    for (Map.Entry<String, Way> first : ways.entrySet()) {
      for (Stored stored : Stored.values()) {
        List<TaggedItem> once = first.getValue().through(items, stored);
        assertThat(seen.apply(once)).as(first.getKey() + " " + stored).isEqualTo(seen.apply(items));
      }
      List<TaggedItem> once = first.getValue().through(items, Stored.PLAIN);
      for (Map.Entry<String, Way> second : ways.entrySet()) {
        List<TaggedItem> twice = second.getValue().through(once, Stored.PLAIN);
        assertThat(seen.apply(twice))
            .as(first.getKey() + " to " + second.getKey())
            .isEqualTo(seen.apply(items));
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
  private static TaggedItem text(Random random, List<String> gaps) {
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
      text.append(gaps.get(random.nextInt(gaps.size())));
    }
    Sentence sentence =
        new Sentence(List.of(), text.toString(), List.of(), new Source("f", 1), false);
    return new TaggedItem(sentence, List.of(), entities, Origin.NONE);
  }

  private static List<String> contents(List<TaggedItem> items) {
    return items.stream().map(i -> i.sentence().text() + i.entities()).toList();
  }

  private static List<TaggedItem> texts(String... gaps) {
    Random random = new Random(9);
    List<TaggedItem> items = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      items.add(text(random, List.of(gaps)));
    }
    return items;
  }

  @Tag("slow")
  @Test
  void textAndEntitiesPassEveryPairOfFormats() throws IOException {
    Map<String, Way> ways = ways(OutputFormat::holdsText);
    assertThat(ways).containsKeys("jsonl", "doccano", "prodigy");
    assertEveryPair(ways, texts("", " ", "  ", "\n", "\t"), RoundTripTest::contents);
  }

  /** brat has a text per line, so no text has a line break. */
  @Test
  void textAndEntitiesPassThroughBrat() throws IOException {
    List<TaggedItem> items =
        texts("", " ", "  ", "\t").stream()
            .filter(item -> item.sentence().text().indexOf('\r') < 0)
            .toList();
    assertThat(items).hasSizeGreaterThan(50);
    assertThat(contents(throughBrat(throughBrat(items)))).isEqualTo(contents(items));
    for (Map.Entry<String, Way> way : ways(OutputFormat::holdsText).entrySet()) {
      List<TaggedItem> to = throughBrat(way.getValue().through(items, Stored.PLAIN));
      assertThat(contents(to)).as(way.getKey() + " to brat").isEqualTo(contents(items));
      List<TaggedItem> from = way.getValue().through(throughBrat(items), Stored.PLAIN);
      assertThat(contents(from)).as("brat to " + way.getKey()).isEqualTo(contents(items));
    }
  }
}
