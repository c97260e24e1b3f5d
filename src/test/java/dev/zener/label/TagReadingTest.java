package dev.zener.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.problem.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TagReadingTest {
  private static List<List<String>> tags(String... sentences) {
    return Stream.of(sentences).map(s -> List.of(s.split(" "))).toList();
  }

  private static TagReading read(Optional<Scheme> named, String... sentences) {
    return TagReading.of(tags(sentences), named, (s, w) -> "f:" + s + "." + w);
  }

  private static TagReading read(String... sentences) {
    return read(Optional.empty(), sentences);
  }

  private static List<String> iob2(TagReading reading) {
    return reading.iob2(false).stream().map(r -> String.join(" ", r.tags())).toList();
  }

  @Test
  void bilouKeepsItsEntities() {
    TagReading reading = read("U-ORG B-PER I-PER L-PER O");
    assertThat(iob2(reading)).containsExactly("B-ORG B-PER I-PER I-PER O");
    assertThat(reading).hasToString("BIOES (letters B I L O U)");
    assertThat(reading.tags()).isEqualTo(tags("S-ORG B-PER I-PER E-PER O"));
  }

  @Test
  void bareTypesAreIo() {
    TagReading reading = read("PER PER O", "O LOC");
    assertThat(iob2(reading)).containsExactly("B-PER I-PER O", "O B-LOC");
    assertThat(reading.scheme()).isEqualTo(Scheme.IO);
    assertThat(reading).hasToString("IO (bare types)");
    assertThatThrownBy(() -> read(Optional.of(Scheme.IOB2), "PER PER O").iob2(false))
        .hasMessageStartingWith("f:0.0: tag 'PER': I-PER after O; an entity begins with B-PER");
  }

  @Test
  void insideTagsAloneAreReadAlikeInIob1AndIo() {
    assertThat(iob2(read("I-PER I-PER O I-LOC"))).containsExactly("B-PER I-PER O B-LOC");
    assertThat(iob2(read(Optional.of(Scheme.IO), "I-PER I-PER O I-LOC")))
        .containsExactly("B-PER I-PER O B-LOC");
  }

  @Test
  void oneNotationHoldsForAllSentences() {
    assertThatThrownBy(() -> read("O B-PER", "O O PER-B", "B-PER O"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "f:1.2: tag 'PER-B': not a tag like the others; allowed: O, B-X, I-X, E-X,"
                + " S-X; correct it");
    assertThatThrownBy(() -> read("O B-PER", "X-PER"))
        .hasMessageStartingWith("f:1.0: tag 'X-PER': unknown letter 'X' in 'X-PER'; allowed: ");
    assertThatThrownBy(() -> TagReading.of(List.of(List.of("")), Optional.empty(), (s, w) -> "f"))
        .hasMessageStartingWith("f: tag '': empty;");
  }

  /** An unknown letter and an empty tag are no wrong order, so there is nothing to repair. */
  @Test
  void repairLeavesUnknownTagsAsErrors() {
    assertThatThrownBy(() -> read("O B-PER", "X-PER").iob2(true))
        .isInstanceOf(InputException.class);
  }

  @Test
  void aSingleTagMayAlwaysBeRepaired() {
    List<Repair> repaired = read(Optional.of(Scheme.IOB2), "I-PER O").iob2(true);
    assertThat(repaired).containsExactly(new Repair(List.of("B-PER", "O"), 1));
  }

  /** 2 of 40 are 5 %; 2 of 39 are more. */
  @Test
  void moreThanOneInTwentyIsNotRepaired() {
    for (int words : new int[] {39, 40}) {
      List<String> sentence = new ArrayList<>(Collections.nCopies(words, "O"));
      sentence.set(3, "I-PER");
      sentence.set(9, "I-PER");
      sentence.set(12, "B-PER");
      TagReading reading =
          TagReading.of(List.of(sentence), Optional.of(Scheme.IOB2), (s, w) -> "f:" + (w + 1));
      if (words == 40) {
        assertThat(reading.iob2(true).get(0).count()).isEqualTo(2);
      } else {
        assertThatThrownBy(() -> reading.iob2(true))
            .isInstanceOf(InputException.class)
            .hasMessageStartingWith("f:4: the first of 2 illegal tags among 39 (read as IOB2)");
      }
    }
  }

  @Test
  void theErrorNamesTheSchemeThatFitsBetter() {
    assertThatThrownBy(() -> read(Optional.of(Scheme.IOB2), "U-ORG B-PER I-PER L-PER O").iob2(true))
        .hasMessage(
            "f:0.0: the first of 2 illegal tags among 5 (read as IOB2 (letters B I L O U)); at most"
                + " 5 % are repaired; the fewest are illegal in BIOES: name it (`scheme:"
                + " bioes`)");
    assertThatThrownBy(() -> read("I-PER O B-PER O I-LOC B-ORG").iob2(true))
        .hasMessageEndingWith("correct the file");
  }

  /** Random entities survive every scheme in every notation. */
  @Test
  void everyNotationOfEverySchemeIsReadBack() {
    Random random = new Random(11);
    for (int round = 0; round < 200; round++) {
      List<Span> spans = new ArrayList<>();
      int word = random.nextInt(3);
      for (int i = 0; i < 4; i++) {
        int end = word + 1 + random.nextInt(3);
        spans.add(new Span(word, end, random.nextBoolean() ? "PER" : "creative-work"));
        word = end + random.nextInt(2);
      }
      List<String> expected = Scheme.IOB2.encode(word + 1, spans);
      for (Scheme scheme : List.of(Scheme.IOB2, Scheme.IOB1, Scheme.BIOES)) {
        List<String> tags = scheme.encode(word + 1, spans);
        for (int notation = 0; notation < 5; notation++) {
          int kind = notation;
          List<String> written = tags.stream().map(tag -> written(tag, kind)).toList();
          TagReading reading = TagReading.of(List.of(written), Optional.empty(), (s, w) -> "f");
          assertThat(reading.iob2(false).get(0).tags()).as(written.toString()).isEqualTo(expected);
        }
      }
    }
  }

  private static String written(String tag, int notation) {
    if (tag.equals("O")) {
      return notation == 1 ? "o" : "O";
    }
    String letter = tag.substring(0, 1);
    String type = tag.substring(2);
    return switch (notation) {
      case 0 -> tag;
      case 1 -> letter.toLowerCase() + "_" + type;
      case 2 -> type + "-" + letter;
      case 3 -> type + "_" + letter.toLowerCase();
      default ->
          "BIES".indexOf(letter) < 0 ? tag : "BILU".charAt("BIES".indexOf(letter)) + "-" + type;
    };
  }

  @Test
  void aTypeThatLooksLikeTheEndOfAnEntityIsAType() {
    TagReading reading = read("PER PER O e-mail", "LOC O");
    assertThat(reading.scheme()).isEqualTo(Scheme.IO);
    assertThat(reading.tags().get(0)).containsExactly("I-PER", "I-PER", "O", "I-e-mail");
    assertThat(iob2(reading)).containsExactly("B-PER I-PER O B-e-mail", "B-LOC O");
    TagReading many = read("E-mail E-mail O E-mail LOC PER");
    assertThat(many.scheme()).isEqualTo(Scheme.IO);
    assertThat(iob2(many)).containsExactly("B-E-mail I-E-mail O B-E-mail B-LOC B-PER");
  }

  /** One of the two PER lacks its role, so no scheme helps. */
  @Test
  void aTypeWithAndWithoutARoleIsAnError() {
    assertThatThrownBy(() -> read("PER PER O", "LOC I-PER"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("f:0.0: tag 'PER': not a tag like the others; allowed: O, ")
        .hasMessageEndingWith(
            "correct it, or if all are types without roles, rename 'I-PER', which is read as a"
                + " role and a type");
  }

  private static final String BOTH =
      "or if all are types without roles, name their scheme (`scheme: io`) or rename" + " '";

  /** What may be a role and a type, or a type alone, is refused with both; the scheme decides. */
  @Test
  void theSchemeIoSaysThatAllAreTypes() {
    for (String tags :
        List.of("PER PER O b-day", "LOC O i-mode", "PER s-bahn O", "O PER vitamin-b", "O e-mail")) {
      String type = tags.replaceAll("[A-Z ]+", "");
      assertThatThrownBy(() -> read(tags).iob2(false))
          .as(tags)
          .isInstanceOf(InputException.class)
          .hasMessageEndingWith(BOTH + type + "', which is read as a role and a type");
      TagReading named = read(Optional.of(Scheme.IO), tags);
      assertThat(named).hasToString("IO (bare types)");
      assertThat(iob2(named)).singleElement().asString().contains("B-" + type);
    }
  }

  @Test
  void theSchemeIoMakesNoTypesOfRoles() {
    assertThat(iob2(read(Optional.of(Scheme.IO), "I-PER O", "I-e-mail I-PER")))
        .containsExactly("B-PER O", "B-e-mail B-PER");
    for (String tags : List.of("I-PER O I-LOC PER", "I-LOC I-LOC O PER", "B-X O", "I-X X-Y O")) {
      assertThatThrownBy(() -> iob2(read(Optional.of(Scheme.IO), tags)))
          .as(tags)
          .isInstanceOf(InputException.class);
    }
    assertThatThrownBy(() -> read(Optional.of(Scheme.IO), "NN VV"))
        .isInstanceOf(InputException.class);
  }

  /** One slip is not a corpus of bare types. */
  @Test
  void aForgottenRoleIsStillAnError() {
    assertThatThrownBy(() -> read("B-PER E-PER O B-LOC E-LOC", "PER"))
        .hasMessageStartingWith("f:1.0: tag 'PER': not a tag like the others")
        .hasMessageEndingWith("; correct it");
    assertThatThrownBy(() -> read("E-PER E-PER O", "PER")).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> read("PER PER E-PER O", "LOC")).isInstanceOf(InputException.class);
  }
}
