package dev.zener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Only the command line knows its options; the library's messages name settings. */
class OptionsInMessagesTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/zener");

  /** Variables of style sheets begin like options. */
  private static final Path STYLE = SOURCES.resolve("report/EntityStyle.java");

  private static final Pattern TEXT =
      Pattern.compile("(?s)\"\"\".*?\"\"\"|\"(?:[^\"\\\\\n]|\\\\.)*\"");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z]");

  private static List<String> texts(String source) {
    List<String> texts = new ArrayList<>();
    Matcher text = TEXT.matcher(source);
    while (text.find()) {
      texts.add(text.group());
    }
    return texts;
  }

  private static List<String> withOptions(String source) {
    return texts(source).stream().filter(text -> OPTION.matcher(text).find()).toList();
  }

  @Test
  void textsWithOptionsAreFound() {
    assertThat(
            withOptions(
                "f(\"a\\\"b\", \"use (--x)\", \"a--b\");\n\"\"\"\n --y \"q\"\n\"\"\" + c--d"))
        .containsExactly("\"use (--x)\"", "\"\"\"\n --y \"q\"\n\"\"\"");
  }

  @Test
  void theLibraryNamesNoOption() throws IOException {
    List<String> found = new ArrayList<>();
    int read = 0;
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        if (!file.startsWith(SOURCES.resolve("cli")) && !file.equals(STYLE)) {
          read++;
          withOptions(Files.readString(file)).forEach(text -> found.add(file + ": " + text));
        }
      }
    }
    assertThat(read).isGreaterThan(400);
    assertThat(found).isEmpty();
  }
}
