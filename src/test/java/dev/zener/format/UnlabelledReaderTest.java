package dev.zener.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.data.CharSpan;
import dev.zener.data.Sentence;
import dev.zener.data.Source;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UnlabelledReaderTest {
  /** Checks every type that is reachable through the methods of the reader and of their results. */
  @Test
  void noMethodGivesALabel() {
    Set<String> seen = new TreeSet<>();
    Deque<Class<?>> open = new ArrayDeque<>(List.of(UnlabelledReader.class));
    while (!open.isEmpty()) {
      Class<?> type = open.remove();
      if (!type.getName().startsWith("dev.zener") || !seen.add(type.getSimpleName())) {
        continue;
      }
      for (Method method : type.getDeclaredMethods()) {
        if (!Modifier.isPrivate(method.getModifiers()) && !method.isSynthetic()) {
          assertThat(method.getName()).doesNotContainPattern("(?i)label|tag|gold|entit");
          given(method).forEach(open::add);
        }
      }
    }
    assertThat(seen).containsExactly("CharSpan", "Sentence", "Source", "UnlabelledReader");
  }

  private static Stream<Class<?>> given(Method method) {
    return Stream.concat(
            Stream.of(method.getGenericReturnType()),
            // Values that a method passes to a caller's consumer count as results too.
            Arrays.stream(method.getGenericParameterTypes())
                .filter(ParameterizedType.class::isInstance))
        .flatMap(UnlabelledReaderTest::classes);
  }

  private static Stream<Class<?>> classes(Type type) {
    if (type instanceof ParameterizedType parameterized) {
      return Arrays.stream(parameterized.getActualTypeArguments())
          .flatMap(UnlabelledReaderTest::classes);
    }
    return type instanceof Class<?> plain ? Stream.of(plain) : Stream.empty();
  }

  @Test
  void theLastColumnMayBeAnything() throws IOException {
    List<Sentence> gold = Texts.unlabelled("# c\n#\tB-X\n34 4\tI-X\n\nb\tO\n", "f.tsv");
    assertThat(Texts.words(gold)).containsExactly(List.of("#", "34 4"), List.of("b"));
    for (String junk : List.of("B-Y", "nonsense", "0", "", "\u00A0", "#", "a b c")) {
      String text = "# c\n#\t" + junk + "\n34 4\t" + junk + "\n\nb\t" + junk + "\n";
      assertThat(Texts.unlabelled(text, "f.tsv")).as(junk).isEqualTo(gold);
    }
  }

  @Test
  void columnsPartedBySpaces() throws IOException {
    List<Sentence> gold = Texts.unlabelled("# X O\na X B-Y\n# X O\n\n# X O\n", "f");
    assertThat(Texts.words(gold)).containsExactly(List.of("#", "a", "#"), List.of("#"));
    assertThat(Texts.unlabelled("# X 7\na X huh\n# X ?\n\n# X O\n", "f")).isEqualTo(gold);
    assertThat(Texts.words(Texts.unlabelled("# id 7 x=y\na _ _ O\n\n# id 8 x=y\nb _ _ O\n", "f")))
        .containsExactly(List.of("a"), List.of("b"));
  }

  @Test
  void wordsAlone() throws IOException {
    assertThat(Texts.words(Texts.unlabelled("# a comment\na\n#\nb\n\nc\n", "f")))
        .containsExactly(List.of("a", "#", "b"), List.of("c"));
  }

  @Test
  void tagsAndEntitiesAreNotLookedAt() throws IOException {
    String lines =
        """
        {"tokens":["a","b"],"tags":["what"]}
        {"tokens":["a","b"]}
        {"text":"a b","entities":[{"start":99}]}
        {"text":"a b"}
        """;
    assertThat(Texts.words(Texts.unlabelled(lines, "f.jsonl")))
        .hasSize(4)
        .containsOnly(List.of("a", "b"));
  }

  @Test
  void plainTextIsASentenceALine() throws IOException {
    List<Sentence> sentences = Texts.unlabelled("Eva, da!\r\n\n  \nRom", "f.txt");
    assertThat(Texts.words(sentences))
        .containsExactly(List.of("Eva", ",", "da", "!"), List.of(), List.of(), List.of("Rom"));
    assertThat(sentences.get(0).text()).isEqualTo("Eva, da!");
    assertThat(sentences.get(0).spans().get(2)).isEqualTo(new CharSpan(5, 7));
    assertThat(sentences.get(3).source()).isEqualTo(new Source("f.txt", 4));
  }

  @Test
  void theFormatGoesByExtensionOrByOption() throws IOException {
    assertThat(of("x/train.TXT", "a b\n")).contains(Format.TEXT);
    assertThat(of("a.jsonl", "{}")).contains(Format.JSONL);
    assertThat(of("de.train", "a O\n")).isEmpty();
    assertThat(ReadOptions.DEFAULTS.formatOf(TextSource.of(Texts.stream("a O"), "de.train")))
        .isEqualTo(Format.CONLL);
    ReadOptions text = ReadOptions.DEFAULTS.withFormat(Format.TEXT);
    List<String> words = new ArrayList<>();
    new UnlabelledReader(text, Texts.SPLITTER)
        .read(Texts.stream("a b\n"), "f.jsonl", s -> words.addAll(s.words()));
    assertThat(words).containsExactly("a", "b");
  }

  private static Optional<Format> of(String name, String text) throws IOException {
    return Format.of(TextSource.of(Texts.stream(text), name));
  }

  @Test
  void plainTextHasNoLabelsToRead() {
    assertThatThrownBy(() -> Texts.labelled("a b\n", "f.txt")).hasMessageContaining("no labels");
  }
}
