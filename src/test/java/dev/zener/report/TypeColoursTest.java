package dev.zener.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.report.TypeColours.Rgb;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TypeColoursTest {
  private static final Rgb BLACK = new Rgb(0, 0, 0);
  private static final Rgb WHITE = new Rgb(1, 1, 1);

  @Test
  void contrastIsThatOfWcag() {
    assertThat(BLACK.contrast(WHITE)).isEqualTo(21);
    assertThat(WHITE.contrast(WHITE)).isEqualTo(1);
    Rgb grey = new Rgb(0x77 / 255.0, 0x77 / 255.0, 0x77 / 255.0);
    assertThat(grey.contrast(WHITE)).as("#777 famously just fails").isBetween(4.47, 4.49);
  }

  @Test
  void hslIsReadAsCssReadsIt() {
    assertThat(Rgb.ofHsl(0, 1, 0.5)).hasToString("#ff0000");
    assertThat(Rgb.ofHsl(120, 1, 0.25)).hasToString("#008000");
    assertThat(Rgb.ofHsl(210, 0.5, 0.6)).hasToString("#6699cc");
    assertThat(Rgb.ofHsl(359, 0, 1)).hasToString("#ffffff");
  }

  @Test
  void anyTypeCanBeRead() {
    Stream<String> names = IntStream.range(0, 3000).mapToObj(i -> "type" + i);
    Stream.concat(names, Stream.of("PER", "LOC", "ORG", "MISC", "GRP", "PROD", "CW", ""))
        .forEach(
            name -> {
              TypeColours colours = TypeColours.of(name);
              for (TypeColours.Pair pair : List.of(colours.light(), colours.dark())) {
                assertThat(pair.ink().contrast(pair.tint()))
                    .as(name + " " + pair)
                    .isGreaterThanOrEqualTo(4.5);
              }
            });
  }

  @Test
  void aNameAlwaysHasTheSameColoursAndTheUsualOnesDiffer() {
    assertThat(TypeColours.of("EVENT").light().tint()).hasToString("#fbd1cb");
    assertThat(TypeColours.of("Per")).isEqualTo(TypeColours.of("PERSON"));
    assertThat(Stream.of("PER", "LOC", "ORG", "MISC").map(TypeColours::of)).doesNotHaveDuplicates();
    assertThat(Stream.of("PER", "LOC", "CORP", "GRP", "PROD", "CW").map(TypeColours::of))
        .doesNotHaveDuplicates();
  }
}
