package dev.zener.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTest {
  @Test
  void markupIsText() {
    assertThat(Html.escape("<a href=\"x\">'R&D'</a>"))
        .isEqualTo("&lt;a href=&quot;x&quot;&gt;&#39;R&amp;D&#39;&lt;/a&gt;");
    assertThat(Html.escape("&amp; &#60;")).isEqualTo("&amp;amp; &amp;#60;");
  }

  @Test
  void lettersOfAllScriptsStayAsTheyAre() {
    String text = "Łódź ירושלים محمد 北京 한국 e\u0301 😀 \u200F\u202E\u2069 \u00A0\uFEFF";
    assertThat(Html.escape(text)).isEqualTo(text);
  }

  @Test
  void controlsAreReferencesButForTabAndLineFeed() {
    assertThat(Html.escape("a\tb\nc\rd\u001B[1m\u007F")).isEqualTo("a\tb\nc&#13;d&#27;[1m&#127;");
    assertThat(Html.escape("a\u0085b")).as("&#133; would be an ellipsis").isEqualTo("a\u0085b");
  }

  @Test
  void whatNoHtmlHoldsIsReplaced() {
    assertThat(Html.escape("a\0b")).isEqualTo("a\uFFFDb");
    assertThat(Html.escape("\uD83D")).isEqualTo("\uFFFD");
    assertThat(Html.escape("a\uDE00\uD83Db")).isEqualTo("a\uFFFD\uFFFDb");
  }
}
