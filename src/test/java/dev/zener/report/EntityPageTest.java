package dev.zener.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.data.CharSpan;
import dev.zener.data.Entity;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntityPageTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("page.html");
  }

  private String written(String... marked) throws IOException {
    MarkedSentence.write(file, List.of(marked).stream().map(MarkedSentence::of).toList());
    return Files.readString(file);
  }

  @Test
  void anEntityIsMarkedWithTypeAndConfidence() throws IOException {
    assertThat(written("[PER Ana Ivanović] u [LOC 北京]."))
        .contains(
            "<p dir=\"auto\"><mark class=\"t0 l\" data-type=\"PER\" title=\"PER, confidence 0.988\">"
                + "Ana Ivanović</mark> u <mark class=\"t1 l\" data-type=\"LOC\""
                + " title=\"LOC, confidence 0.988\">北京</mark>.</p>\n");
  }

  @Test
  void aTypeIsTextToo() throws IOException {
    assertThat(written("[\"><script>x</script> Ana]"))
        .contains("data-type=\"&quot;&gt;&lt;script&gt;x&lt;/script&gt;\"")
        .contains("<bdi>&quot;&gt;&lt;script&gt;x&lt;/script&gt;</bdi>")
        .doesNotContain("<script");
  }

  @Test
  void goldEntitiesHaveNoConfidence() throws IOException {
    Entity gold = new Entity(new CharSpan(0, 3), "PER", OptionalDouble.empty());
    EntityPage.write(file, "", page -> page.add("Ana", List.of(gold)));
    assertThat(file).content().contains(" title=\"PER\">Ana</mark>");
  }

  @Test
  void theLegendCountsFromTheMostFrequentTypeOn() throws IOException {
    String page = written("[PER Ana] u [LOC Wien]", "", "[LOC Graz]", "[A x]");
    assertThat(page).contains("<p>4 sentences, 4 entities</p>");
    Matcher legend = Pattern.compile("<bdi>(.+)</bdi> <span>(.+)</span>").matcher(page);
    assertThat(legend.results().map(m -> m.group(1) + m.group(2)))
        .containsExactly("LOC2", "A1", "PER1");
    assertThat(page).contains(".t0 { --tint: " + TypeColours.of("PER").light().tint());
  }

  @Test
  void noSentenceAndNoEntityArePagesToo() throws IOException {
    assertThat(written()).contains("<p>0 sentences, 0 entities</p>").doesNotContain("<ul");
    assertThat(written("Ana")).contains("<p>1 sentence, 0 entities</p>");
  }

  @Test
  void nothingIsLost() throws IOException {
    List<String> texts = new ArrayList<>();
    for (String text : List.of("", "  a  b\t ", "R&D <b>'x'</b>", "&lt;", "שלום 😀", "a\nb\rc")) {
      texts.add(text);
      texts.add(text + "[PER <Ana> &amp;]" + text);
    }
    String page = written(texts.toArray(String[]::new));
    String main = page.substring(page.indexOf("<main"), page.indexOf("</main>"));
    Matcher sentence = Pattern.compile("<p dir=\"auto\">(.*?)</p>\n", Pattern.DOTALL).matcher(main);
    assertThat(sentence.results().map(m -> text(m.group(1))))
        .containsExactlyElementsOf(texts.stream().map(t -> MarkedSentence.of(t).text()).toList());
  }

  private static String text(String html) {
    return html.replaceAll("<[^>]*>", "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#13;", "\r")
        .replace("&amp;", "&");
  }

  @Test
  void thePageFetchesAndRunsNothing() throws IOException {
    assertThat(written("[PER Ana]"))
        .startsWith("<!DOCTYPE html>\n")
        .contains("<meta charset=\"utf-8\">", "default-src 'none'")
        .doesNotContain("<script", "<link", "<img", "url(", "@import", "http:", "https:");
  }

  @Test
  void theEndOfAnEntitySaysWhichWayItsLabelIsHeld() {
    assertThat(EntityStyle.direction("London")).isEqualTo(" l");
    assertThat(EntityStyle.direction("ירושלים")).isEqualTo(" r");
    assertThat(EntityStyle.direction("بُ")).as("a letter and its vowel").isEqualTo(" a");
    assertThat(EntityStyle.direction("IBM ישראל")).isEqualTo(" r");
    assertThat(EntityStyle.direction("𠀀")).isEqualTo(" l");
    assertThat(EntityStyle.direction("Boeing747")).isEqualTo(" l");
    assertThat(EntityStyle.direction("Yahoo!")).isEmpty();
    assertThat(EntityStyle.direction("1999")).isEmpty();
  }

  @Test
  void aFailureLeavesWhatWasThere() throws IOException {
    Files.writeString(file, "old");
    assertThatThrownBy(
            () ->
                EntityPage.write(
                    file,
                    "",
                    page -> {
                      page.add("Ana", List.of());
                      throw new InputException("a.txt:2: bad");
                    }))
        .isInstanceOf(InputException.class)
        .hasMessage("a.txt:2: bad");
    assertThat(file).hasContent("old");
    assertThat(folder.toFile().list()).containsExactly("page.html");
  }

  @Test
  void onlyThePageStaysBehind() throws IOException {
    written("Ana");
    assertThat(folder.toFile().list()).containsExactly("page.html");
  }

  @Test
  void sentencesDoNotWaitInMemory() throws IOException {
    Path body = folder.resolve(".page.html.tmp.body");
    EntityPage.write(
        file,
        "",
        page -> {
          for (int i = 0; i < 1000; i++) {
            page.add("a sentence of forty letters, all the same", List.of());
          }
          assertThat(Files.size(body)).isGreaterThan(40_000);
        });
  }

  @Test
  void entitiesThatOverlapOrLeaveTheTextAreRefused() {
    Entity first = new Entity(new CharSpan(0, 3), "PER", OptionalDouble.empty());
    Entity second = new Entity(new CharSpan(2, 4), "PER", OptionalDouble.empty());
    assertThatThrownBy(
            () -> EntityPage.write(file, "", page -> page.add("Anab", List.of(first, second))))
        .hasMessageContaining("[3, 4)");
    assertThatThrownBy(() -> EntityPage.write(file, "", page -> page.add("An", List.of(first))))
        .hasMessageContaining("[0, 2)");
  }
}
