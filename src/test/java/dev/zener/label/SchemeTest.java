package dev.zener.label;

import static dev.zener.label.Scheme.BIOES;
import static dev.zener.label.Scheme.IO;
import static dev.zener.label.Scheme.IOB1;
import static dev.zener.label.Scheme.IOB2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.problem.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SchemeTest {
  private static List<String> tags(String tags) {
    return List.of(tags.split(" "));
  }

  private static List<Integer> wrong(Scheme scheme, String tags) {
    return scheme.violations(tags(tags)).stream().map(Violation::index).toList();
  }

  @Test
  void convertsByHand() {
    List<String> iob2 = tags("B-PER I-PER B-PER O B-LOC B-ORG I-ORG I-ORG");
    List<String> iob1 = tags("I-PER I-PER B-PER O I-LOC I-ORG I-ORG I-ORG");
    List<String> bioes = tags("B-PER E-PER S-PER O S-LOC B-ORG I-ORG E-ORG");
    assertThat(IOB2.convert(iob2, IOB1)).isEqualTo(iob1);
    assertThat(IOB2.convert(iob2, BIOES)).isEqualTo(bioes);
    assertThat(IOB1.convert(iob1, IOB2)).isEqualTo(iob2);
    assertThat(IOB1.convert(iob1, BIOES)).isEqualTo(bioes);
    assertThat(BIOES.convert(bioes, IOB1)).isEqualTo(iob1);
    assertThat(BIOES.convert(bioes, IOB2)).isEqualTo(iob2);
  }

  @Test
  void namesEachIllegalTag() {
    assertThat(wrong(IOB2, "O I-PER I-PER B-LOC I-PER S-PER")).containsExactly(1, 4, 5);
    assertThat(wrong(IOB1, "B-PER O I-LOC B-LOC B-PER")).containsExactly(0, 4);
    assertThat(wrong(BIOES, "I-PER E-PER O B-LOC O S-LOC E-LOC B-PER")).containsExactly(0, 4, 6, 7);
    assertThat(wrong(BIOES, "B-PER B-PER E-PER I-PER")).containsExactly(1, 3);
  }

  @Test
  void theMessageHasPositionValueAndRemedy() {
    assertThatThrownBy(() -> IOB2.check(tags("O O I-PER")))
        .isInstanceOf(InputException.class)
        .hasMessage("word 3: tag 'I-PER': I-PER after O; an entity begins with B-PER");
    assertThatThrownBy(() -> IOB2.check(tags("O PER")))
        .hasMessage("word 2: tag 'PER': not a tag of IOB2; allowed: O, B-X, I-X");
  }

  @Test
  void repairKeepsWhatConllevalReads() {
    Repair repair = IOB2.repair(tags("O I-PER I-PER B-LOC I-PER O I-LOC"));
    assertThat(repair.tags()).isEqualTo(tags("O B-PER I-PER B-LOC B-PER O B-LOC"));
    assertThat(repair.count()).isEqualTo(3);
    assertThatThrownBy(() -> IOB2.repair(tags("O huh I-LOC")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'huh'");
    assertThat(BIOES.repair(tags("B-PER O I-LOC I-LOC")))
        .isEqualTo(new Repair(tags("S-PER O B-LOC E-LOC"), 3));
  }

  @Test
  void repairLeavesLegalTagsAlone() {
    assertThat(IOB1.repair(tags("I-PER B-PER O"))).isEqualTo(new Repair(tags("I-PER B-PER O"), 0));
  }

  @Test
  void detectsByContent() {
    assertThat(Scheme.detect(List.of(tags("O B-PER I-PER"), tags("B-LOC")))).isEqualTo(IOB2);
    assertThat(Scheme.detect(List.of(tags("O I-PER I-PER B-PER"), tags("I-LOC")))).isEqualTo(IOB1);
    assertThat(Scheme.detect(List.of(tags("O B-PER E-PER"), tags("S-LOC")))).isEqualTo(BIOES);
    assertThat(Scheme.detect(List.of(tags("O O")))).isEqualTo(IOB2);
    assertThat(Scheme.detect(List.of())).isEqualTo(IOB2);
  }

  @Test
  void aSlipDoesNotChangeTheSchemeDetected() {
    assertThat(Scheme.detect(List.of(tags("B-PER O B-LOC I-LOC"), tags("O I-PER"))))
        .isEqualTo(IOB2);
  }

  @Test
  void spansThatOverlapOrStickOutAreRefused() {
    Span a = new Span(0, 2, "PER");
    assertThatThrownBy(() -> IOB2.encode(3, List.of(a, new Span(1, 3, "PER"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> IOB2.encode(1, List.of(a)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /**
   * Random entities are preserved by every scheme, are legal in it, and the scheme is recognised.
   */
  @Test
  void everySchemeSpellsEveryEntity() {
    Random random = new Random(7);
    for (int round = 0; round < 500; round++) {
      int length = random.nextInt(12);
      List<Span> spans = randomSpans(random, length);
      for (Scheme scheme : List.of(IOB2, IOB1, BIOES)) {
        List<String> tags = scheme.encode(length, spans);
        assertThat(Span.decode(tags)).isEqualTo(spans);
        assertThatCode(() -> scheme.check(tags)).doesNotThrowAnyException();
        assertThat(Scheme.detect(List.of(tags)).convert(tags, IOB2))
            .isEqualTo(IOB2.encode(length, spans));
      }
    }
  }

  /**
   * Repaired tags are legal and have the entities of the lenient reading; repairing again changes
   * nothing.
   */
  @Test
  void repairOfAnything() {
    Random random = new Random(8);
    String[] all = {"O", "B-X", "I-X", "E-X", "S-X", "B-Y", "I-Y", "E-Y", "S-Y"};
    for (int round = 0; round < 500; round++) {
      List<String> tags = new ArrayList<>();
      for (int i = random.nextInt(9); i > 0; i--) {
        tags.add(all[random.nextInt(all.length)]);
      }
      for (Scheme scheme : Scheme.values()) {
        Repair repair = scheme.repair(tags);
        if (scheme != IO) {
          assertThat(Span.decode(repair.tags())).isEqualTo(Span.decode(tags));
        }
        assertThat(scheme.violations(repair.tags())).isEmpty();
        assertThat(repair.count() == 0).isEqualTo(repair.tags().equals(tags));
      }
    }
  }

  @Test
  void ioJoinsEntitiesThatTouch() {
    List<Span> spans = List.of(new Span(0, 1, "X"), new Span(1, 3, "X"), new Span(3, 4, "Y"));
    assertThat(IO.encode(5, spans)).isEqualTo(tags("I-X I-X I-X I-Y O"));
    assertThat(IO.convert(tags("I-X I-X I-X I-Y O"), IOB2)).isEqualTo(tags("B-X I-X I-X B-Y O"));
    assertThat(wrong(IO, "I-X B-X O E-Y S-Y I-Y")).containsExactly(1, 3, 4);
  }

  @Test
  void settingsNameSchemes() {
    assertThat(Scheme.KEYS).allMatch(key -> Scheme.ofKey(key).isPresent());
    assertThat(Scheme.values()).allMatch(scheme -> Scheme.KEYS.contains(scheme.key()));
    for (String bioes : List.of("bioes", "bilou", "bmes", "bmewo", "BILOU")) {
      assertThat(Scheme.ofKey(bioes)).contains(BIOES);
    }
    assertThat(Scheme.ofKey("io")).contains(IO);
    assertThat(Scheme.ofKey("iobes")).isEmpty();
  }

  private static List<Span> randomSpans(Random random, int length) {
    List<Span> spans = new ArrayList<>();
    int word = random.nextInt(3);
    while (word < length) {
      int end = Math.min(length, word + 1 + random.nextInt(3));
      spans.add(new Span(word, end, random.nextBoolean() ? "PER" : "a-b"));
      word = end + random.nextInt(3);
    }
    return spans;
  }

  /** Two ways to count and to check, of which one does not parse the tags, must agree. */
  @Test
  void quickChecksAgreeWithTheViolations() {
    List<String> tags =
        tags("O B-A I-A E-A S-A B-AB I-AB I-O B-O B- I- B I A-A X-A o b-A B_A A-B -");
    List<String> valid = tags.subList(0, 9);
    Random random = new Random(20261127);
    for (int n = 0; n < 20_000; n++) {
      List<String> from = n % 2 == 0 ? tags : valid;
      List<String> sentence = new ArrayList<>();
      for (int left = random.nextInt(6); left > 0; left--) {
        sentence.add(from.get(random.nextInt(n % 3 == 0 ? 3 : from.size())));
      }
      if (IOB2.violations(sentence).isEmpty()) {
        assertThatCode(() -> IOB2.check(sentence)).doesNotThrowAnyException();
      } else {
        assertThatThrownBy(() -> IOB2.check(sentence)).isInstanceOf(InputException.class);
      }
      if (from == valid) {
        List<WrittenTag> written = sentence.stream().map(SchemeTest::written).toList();
        for (Scheme scheme : Scheme.values()) {
          assertThat(scheme.illegal(written)).isEqualTo(scheme.violations(sentence).size());
        }
      }
    }
  }

  private static WrittenTag written(String text) {
    WrittenTag tag = new WrittenTag(text, 0, 0);
    tag.understand(Tag.parse(text));
    return tag;
  }
}
