package dev.zener.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of a page of {@code tag --html}. */
final class PageText {
  private PageText() {}

  /** The type and the text of each entity on the page. */
  static List<String> marks(Path page) throws IOException {
    Matcher mark =
        Pattern.compile("(?s)data-type=\"(.+?)\"[^>]*>(.*?)</mark>")
            .matcher(Files.readString(page));
    return mark.results().map(m -> m.group(1) + " " + unescaped(m.group(2))).toList();
  }

  static List<String> sentences(Path page) throws IOException {
    Matcher sentence =
        Pattern.compile("(?ms)^<p dir=\"auto\">(.*?)</p>$").matcher(Files.readString(page));
    return sentence.results().map(m -> unescaped(m.group(1).replaceAll("<.*?>", ""))).toList();
  }

  private static String unescaped(String html) {
    return html.replace("&lt;", "<").replace("&gt;", ">");
  }
}
