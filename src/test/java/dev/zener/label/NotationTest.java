package dev.zener.label;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.label.Notation.Form;
import dev.zener.label.Tag.Role;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotationTest {
  private static Notation of(String tags) {
    return Notation.of(List.of(tags.split(" ")));
  }

  private static String read(String tags) {
    Notation notation = of(tags);
    return String.join(
        " ",
        List.of(tags.split(" ")).stream()
            .map(tag -> notation.find(tag).map(Tag::toString).orElse("?"))
            .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "O B-PER I-PER E-LOC S-LOC, O B-PER I-PER E-LOC S-LOC",
    "O B-PER I-PER L-PER U-LOC, O B-PER I-PER E-PER S-LOC",
    "O B-PER M-PER E-PER S-LOC, O B-PER I-PER E-PER S-LOC",
    "O B-PER M-PER E-PER W-LOC, O B-PER I-PER E-PER S-LOC",
    "o b-per i-per, O B-per I-per",
    "O B_PER I_PER, O B-PER I-PER",
    "O PER-B PER-I, O B-PER I-PER",
    "O PER_B PER_I creative-work_B, O B-PER I-PER B-creative-work",
    "O B-creative_work I-creative_work, O B-creative_work I-creative_work",
    "O B-a_i, O B-a_i",
    "O B I, O B-ENTITY I-ENTITY",
    "o b i, O B-ENTITY I-ENTITY",
    "O B M E S, O B-ENTITY I-ENTITY E-ENTITY S-ENTITY",
    "O PER LOC, O I-PER I-LOC",
    "O S LOC, O I-S I-LOC",
    "O L, O I-L",
    "O WORK_OF_ART PER, O I-WORK_OF_ART I-PER",
  })
  void readsEveryNotation(String tags, String canonical) {
    assertThat(read(tags)).isEqualTo(canonical);
  }

  /** What fits no notation of the others is not read as anything. */
  @ParameterizedTest
  @CsvSource({
    "O B-PER X-PER, O B-PER ?",
    "O B-PER PER, O B-PER ?",
    "O B-PER B_PER B-LOC, O B-PER ? B-LOC",
    "O B-PER PER-B B-LOC, O B-PER ? B-LOC",
    "O I-PER M-PER I-LOC, O I-PER ? I-LOC",
    "O X-PER, O ?",
    "O B I PER, O ? ? ?",
    "NN VV, ? ?",
    "O 7, O ?",
    "O _, O ?",
    "O B-PER B-, O B-PER ?",
    "O B-PER B, O B-PER ?",
  })
  void guessesNothing(String tags, String read) {
    assertThat(read(tags)).isEqualTo(read);
  }

  /** One slip among many tags does not change how the others are read. */
  @Test
  void theMostTagsDecide() {
    Map<String, Long> counts = Map.of("O", 9L, "PER-B", 5L, "PER-I", 2L, "B-LOC", 1L);
    Notation notation = Notation.of(counts);
    assertThat(notation)
        .isEqualTo(new Notation(Form.SUFFIX, '-', Map.of(Role.B, 'B', Role.I, 'I')));
    assertThat(notation.find("B-LOC")).isEmpty();
  }

  @Test
  void anEmptyTagIsNone() {
    for (String tags : List.of("B-X", "X-B", "B", "PER")) {
      Notation notation = Notation.of(List.of("O", tags, ""));
      assertThat(notation.find("")).isEmpty();
      assertThat(notation.objection("")).startsWith("empty;");
    }
  }

  @Test
  void theObjectionNamesLetterAndAllowed() {
    assertThat(of("O B-PER X-PER").objection("X-PER"))
        .isEqualTo("unknown letter 'X' in 'X-PER'; allowed: O, B-X, I-X, E-X, S-X");
    assertThat(of("O PER_B PER_L PER_U PER_X").objection("PER_X"))
        .isEqualTo("unknown letter 'X' in 'PER_X'; allowed: O, X_B, X_I, X_L, X_U");
    assertThat(of("O B-PER PER").objection("PER"))
        .isEqualTo("not a tag like the others; allowed: O, B-X, I-X, E-X, S-X");
  }

  @ParameterizedTest
  @CsvSource({
    "O B-PER I-PER, ''",
    "o b-per, ''",
    "O B-PER L-PER U-PER, 'letters B L O U'",
    "O B M E S, 'no types, letters B E M O S'",
    "O PER-B PER-I, 'written as PER-B'",
    "O B_PER M_PER, 'written as B_PER, letters B M O'",
    "O PER, 'bare types'",
  })
  void saysWhatDiffers(String tags, String said) {
    assertThat(of(tags)).hasToString(said);
  }

  @Test
  void aRoleWithAnotherSeparatorIsNoType() {
    for (String tag : List.of("B/PER", "B:PER", "B-")) {
      assertThat(Notation.of(List.of("O", tag, "O")).find(tag)).as(tag).isEmpty();
    }
  }
}
