package dev.zener.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zener.data.CharSpan;
import dev.zener.data.Entity;
import dev.zener.testing.Chromium;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Tests what a reader of an {@link EntityPage} sees, with a real browser. */
@Tag("slow")
class EntityPageBrowserTest {
  @TempDir static Path folder;
  private static Chromium browser;

  private final Path file = folder.resolve("page.html");

  @BeforeAll
  static void start() throws Exception {
    Optional<Path> program = Chromium.program();
    if (program.isEmpty()) {
      System.err.println("No Chromium: the page of tag --html is not looked at in a browser.");
    }
    assumeTrue(program.isPresent(), "no Chromium");
    browser = Chromium.start(program.get(), folder);
  }

  @AfterAll
  static void end() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void window() throws Exception {
    browser.colours("light");
    browser.window(900, 700);
  }

  private void open(String... marked) throws Exception {
    open(List.of(marked).stream().map(MarkedSentence::of).toList());
  }

  private void open(List<MarkedSentence> sentences) throws Exception {
    MarkedSentence.write(file, sentences);
    browser.open(file);
  }

  private static List<String> strings(String expression) throws Exception {
    List<String> strings = new ArrayList<>();
    browser.evaluate(expression).forEach(value -> strings.add(value.asString()));
    return strings;
  }

  private static List<String> ofSentences(String property) throws Exception {
    return strings("[...document.querySelectorAll('main > p')].map(p => " + property + ")");
  }

  /**
   * The content security policy is removed, so that only the escaping keeps scripts from running.
   */
  @Test
  void markupShowsAsTextAndDoesNotRun() throws Exception {
    String script = "<script>document.title = 'run'</script>";
    String image = "<img src=x onerror=\"document.title = 'run'\">";
    List<MarkedSentence> sentences = new ArrayList<>();
    for (String text : List.of(script, image, "</p></main><!--", "]]>", "&lt;script&gt;", "'\"")) {
      CharSpan all = new CharSpan(0, text.length());
      sentences.add(new MarkedSentence(text, List.of()));
      sentences.add(
          new MarkedSentence(text, List.of(new Entity(all, text, OptionalDouble.empty()))));
    }
    MarkedSentence.write(file, sentences);
    String page = Files.readString(file);
    Files.writeString(file, page.replaceFirst("<meta http-equiv=[^>]*>", ""));
    assertThat(Files.size(file)).isLessThan(page.length());
    browser.open(file);
    assertThat(browser.evaluate("document.title").stringValue()).isEqualTo("Entities");
    assertThat(browser.evaluate("document.querySelectorAll('script, img').length").intValue())
        .isZero();
    assertThat(ofSentences("p.textContent"))
        .isEqualTo(sentences.stream().map(MarkedSentence::text).toList());
    assertThat(browser.evaluate("document.querySelector('main > p').innerText").stringValue())
        .as("what is seen")
        .isEqualTo(script);
  }

  @Test
  void aPolicyForbidsWhatEscapingShouldHaveKeptOut() throws Exception {
    open("Ana");
    Files.writeString(
        file, Files.readString(file).replace("Ana", "<script>document.title = 'run'</script>"));
    browser.open(file);
    assertThat(browser.evaluate("document.scripts.length").intValue()).isOne();
    assertThat(browser.evaluate("document.title").stringValue()).isEqualTo("Entities");
  }

  @Test
  void textIsThatOfTheSentencesToTheLastCharacter() throws Exception {
    StringBuilder letters = new StringBuilder();
    for (char letter = 1; letter < 0x180; letter++) {
      letters.append(letter == '[' || letter == ']' ? "" : letter);
    }
    List<String> marked =
        List.of(
            letters.toString(),
            "  two  spaces\tand TAB ",
            "[PER  Ana]\n\n[LOC Wien]\r\n",
            "\u202Eturned [LOC שלום\u2066] \u200F😀 e\u0301 \uFEFF\u2028\uFFFE\u0085",
            "");
    open(marked.toArray(String[]::new));
    assertThat(ofSentences("p.textContent"))
        .isEqualTo(marked.stream().map(m -> MarkedSentence.of(m).text()).toList());
  }

  @Test
  void whatIsCopiedIsTheSentenceWithoutLabels() throws Exception {
    List<String> marked =
        List.of(
            "[XPER Ana Ivanović]  živi u [XLOC Beogradu].",
            "ראש הממשלה [XPER דוד בן-גוריון] ביקר ב-[XORG IBM].",
            "[XPER 习近平]在[XLOC 北京]。");
    open(marked.toArray(String[]::new));
    for (int i = 0; i < marked.size(); i++) {
      String select = "getSelection().selectAllChildren(document.querySelectorAll('main > p')[%d])";
      browser.evaluate(select.formatted(i));
      assertThat(browser.evaluate("getSelection().toString()").stringValue())
          .isEqualTo(MarkedSentence.of(marked.get(i)).text());
    }
    browser.evaluate("document.querySelector('header').remove(), getSelection().empty()");
    assertThat(browser.evaluate("find('Beogradu')").booleanValue()).isTrue();
    browser.evaluate("getSelection().empty()");
    assertThat(browser.evaluate("find('XLOC')").booleanValue()).as("a label").isFalse();
    assertThat(label()).as("though it is shown").contains("XPER");
  }

  private static String label() throws Exception {
    String style = "getComputedStyle(document.querySelector('mark'), '::after').content";
    return browser.evaluate(style).stringValue();
  }

  @Test
  void aSentenceHasTheDirectionOfItsFirstLetter() throws Exception {
    open("[ORG IBM] ב[LOC ירושלים]", "[LOC ירושלים] is", "1. «[PER محمد]»", "[LOC 北京]", "12");
    assertThat(ofSentences("getComputedStyle(p).direction"))
        .containsExactly("ltr", "rtl", "rtl", "ltr", "ltr");
  }

  /** The order of the letters of a sentence on the screen, from left to right. */
  private static final String ORDER =
      """
      (p => {
        const order = p => {
          const places = [], range = document.createRange();
          const walk = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
          for (let n = walk.nextNode(), at = 0; n; at += n.data.length, n = walk.nextNode())
            for (let i = 0; i < n.data.length; i++) {
              if (!/\\S/.test(n.data[i])) continue;
              range.setStart(n, i); range.setEnd(n, i + 1);
              const box = range.getBoundingClientRect();
              places.push([box.left + box.width / 2, at + i]);
            }
          return places.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(place => place[1]);
        };
        const plain = p.cloneNode(false);
        plain.textContent = p.textContent;
        p.after(plain);
        const orders = [order(p), order(plain)];
        plain.remove();
        return orders.map(o => o.join(' '));
      })(p)
      """;

  private static void assertMarksMoveNothing() throws Exception {
    JsonNode orders =
        browser.evaluate(
            "[...document.querySelectorAll('main > p')].map(p => [p.textContent, ..."
                + ORDER
                + "])");
    assertThat(orders).isNotEmpty();
    for (JsonNode sentence : orders) {
      assertThat(sentence.get(1).stringValue())
          .as(sentence.get(0).stringValue())
          .isEqualTo(sentence.get(2).stringValue());
    }
  }

  @Test
  void marksLeaveEachLetterInItsPlace() throws Exception {
    browser.window(4000, 700);
    open(
        "درس محمد في University of [LOC London] في [LOC لندن] سنة 1999.",
        "He lives in שכונת [LOC ירושלים] now.",
        "[LOC ירושלים] 2020, [ORG IBM] 1999 ו-[ORG Yahoo!] (ב[LOC תל אביב]).",
        "In [LOC القاهرة] 1999 [PER محمد] 12.");
    browser.evaluate("document.body.style.maxWidth = 'none'");
    assertMarksMoveNothing();
    assertThat(
            strings("[...document.querySelectorAll('mark')].map(m => m.getClientRects().length)"))
        .as("a label stands beside its entity, not at the other end of a phrase")
        .containsOnly("1");
    assertThat(
            browser
                .evaluate(
                    "(m => m.getBoundingClientRect().right - (r => (r.selectNodeContents(m),"
                        + " r.getBoundingClientRect().right))(document.createRange()))"
                        + "(document.querySelector('mark'))")
                .doubleValue())
        .as("right of London is its label")
        .isGreaterThan(20);
  }

  @Test
  void marksLeaveEachLetterInItsPlaceWhateverTheScripts() throws Exception {
    String[] words =
        "שלום ירושלים,IBM London محمد القاهرة،1999 ٢٠٢٠ 北京 (foo) «בר» -7 Yahoo! 5% a-b ה-CD &"
            .split("[ ,]");
    Random random = new Random(7);
    List<MarkedSentence> sentences = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      StringBuilder marked = new StringBuilder();
      for (int w = 0; w < 8; w++) {
        String word = words[random.nextInt(words.length)];
        boolean two = random.nextInt(3) == 0;
        String entity = two ? word + " " + words[random.nextInt(words.length)] : word;
        marked.append(random.nextInt(3) == 0 ? "[PER " + entity + "]" : word);
        marked.append(random.nextInt(5) == 0 ? ", " : " ");
      }
      sentences.add(MarkedSentence.of(marked.toString()));
    }
    browser.window(4000, 700);
    open(sentences);
    browser.evaluate("document.body.style.maxWidth = 'none'");
    assertMarksMoveNothing();
  }

  @Test
  void nothingLeavesTheWindow() throws Exception {
    browser.window(320, 700);
    String chinese = "在北京会见了德国总理并访问了清华大学".repeat(9);
    open(
        "[URL https://example.org/" + "x".repeat(300) + "]",
        "[LOC " + chinese + "]" + chinese,
        "[" + "LONG-TYPE".repeat(20) + " Ana] " + "y".repeat(200),
        "[ORG ארגון החינוך המדע והתרבות של האומות המאוחדות" + "ש".repeat(99) + "]");
    assertThat(browser.evaluate("document.documentElement.scrollWidth").intValue())
        .isLessThanOrEqualTo(browser.evaluate("innerWidth").intValue());
    JsonNode boxes =
        browser.evaluate(
            "[...document.querySelectorAll('mark, li')].flatMap(m => [...m.getClientRects()])"
                + ".map(box => [box.left, box.right])");
    assertThat(boxes).hasSizeGreaterThan(20);
    for (JsonNode box : boxes) {
      assertThat(box.get(0).doubleValue()).isGreaterThanOrEqualTo(0);
      assertThat(box.get(1).doubleValue()).isLessThanOrEqualTo(320);
    }
  }

  @Test
  void labelsStayOnTheLineOfTheirEntityAndOfTheCommaBehindIt() throws Exception {
    open("Ovde je [ORGANIZATION Ana], ide", "これは「[ORGANIZATION 大阪]」。");
    for (int width = 200; width < 400; width += 5) {
      browser.evaluate("document.querySelector('main').style.width = '" + width + "px'");
      List<String> tops =
          ofSentences(
              "(r => (r.setStart(p.lastChild, 0), r.setEnd(p.lastChild, 1), r.getBoundingClientRect().top))"
                  + "(document.createRange()) - [...p.querySelector('mark').getClientRects()]"
                  + ".at(-1).top");
      assertThat(browser.evaluate("document.querySelector('mark').getClientRects().length"))
          .as("lines of Ana and its label")
          .hasToString("1");
      assertThat(tops).as(width + " pixels").allMatch(top -> Math.abs(Double.parseDouble(top)) < 9);
    }
  }

  @Test
  void textCanBeReadInLightAndDark() throws Exception {
    String[] marked =
        IntStream.range(0, 60).mapToObj(i -> "[TYPE" + i + " Ana] ide").toArray(String[]::new);
    open(marked);
    for (String scheme : List.of("light", "dark")) {
      browser.colours(scheme);
      JsonNode pairs = browser.evaluate(COLOURS);
      assertThat(pairs).hasSizeGreaterThan(240);
      assertThat(rgb(pairs.get(0).get(1)).contrast(WHITE) > 10)
          .as("a dark page")
          .isEqualTo(scheme.equals("dark"));
      for (JsonNode pair : pairs) {
        assertThat(rgb(pair.get(0)).contrast(rgb(pair.get(1))))
            .as(scheme + " " + pair)
            .isGreaterThanOrEqualTo(TypeColours.READABLE);
      }
    }
  }

  private static final TypeColours.Rgb WHITE = new TypeColours.Rgb(1, 1, 1);

  /** Pairs of the colour of a text and the colour behind it. */
  private static final String COLOURS =
      """
      (() => {
        const of = (e, pseudo) => getComputedStyle(e, pseudo);
        const ground = of(document.body).backgroundColor, pairs = [];
        pairs.push([of(document.body).color, ground]);
        pairs.push([of(document.querySelector('header p')).color, ground]);
        for (const box of document.querySelectorAll('mark, li')) {
          const tint = of(box).backgroundColor;
          pairs.push([of(box).color, tint]);
          if (box.localName === 'mark') pairs.push([of(box, '::after').color, tint]);
          else pairs.push([of(box.querySelector('span')).color, tint]);
        }
        return pairs;
      })()
      """;

  /** Parses {@code rgb(1, 2, 3)}. */
  private static TypeColours.Rgb rgb(JsonNode colour) {
    String text = colour.stringValue();
    assertThat(text).matches("rgb\\(\\d+, \\d+, \\d+\\)");
    String[] parts = text.substring(4, text.length() - 1).split(", ");
    return new TypeColours.Rgb(
        Integer.parseInt(parts[0]) / 255.0,
        Integer.parseInt(parts[1]) / 255.0,
        Integer.parseInt(parts[2]) / 255.0);
  }
}
