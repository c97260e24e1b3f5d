package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.config.Default;
import dev.zener.method.Method;
import dev.zener.method.Methods;
import dev.zener.run.CorpusFiles;
import dev.zener.run.TrainConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** All pages, headings, commands, options and settings that the documentation names exist. */
class DocumentationTest {
  private static final Path README = Path.of("README.md");
  private static final Path SITE = Path.of("src/site/markdown");
  private static final int README_LINES = 130;

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```[^\\n]*\\n(.*?)^```$");
  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.*)$");
  private static final Pattern COMMAND =
      Pattern.compile("(?:^|[|&;$] *)(?:zener|java( [^|&;#]*?)? -jar target/zener\\.jar)(?= |$)");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
  private static final Pattern OPTION = Pattern.compile("^--[a-z][a-z-]*");
  private static final Pattern YAML = Pattern.compile("\\b(?:configs|benchmarks)/[\\w-]+\\.yaml");
  private static final Pattern ITEM = Pattern.compile("href=\"([^\"]+)\\.html\"");

  /** A row of a settings table in configuration.md: key, type, default, meaning. */
  private static final Pattern SETTING =
      Pattern.compile("(?m)^\\| `([\\w.]+)` \\| ([^|]+) \\| ([^|]+) \\| [^|]+ \\|$");

  private static List<Path> pages() {
    List<Path> pages = new ArrayList<>();
    pages.add(README);
    pages.add(Path.of("benchmarks/README.md"));
    pages.add(Path.of("native/README.md"));
    pages.addAll(sitePages());
    return pages;
  }

  private static List<Path> sitePages() {
    try (Stream<Path> files = Files.list(SITE)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(m -> m.group(m.groupCount())).toList();
  }

  private static String withoutBlocks(Path page) {
    return BLOCK.matcher(read(page)).replaceAll("");
  }

  /** The links and images of a page that lead to other files of the repository. */
  private static List<String> links(Path page) {
    String prose = CODE.matcher(withoutBlocks(page)).replaceAll("");
    return found(LINK, prose).stream().filter(l -> !l.matches("[a-z]+:.*")).toList();
  }

  /** The code of a page: the lines of code blocks and the code within sentences. */
  private static List<String> code(Path page) {
    List<String> code = new ArrayList<>(found(CODE, withoutBlocks(page)));
    for (String block : found(BLOCK, read(page))) {
      code.addAll(block.replaceAll("\\\\\\n *", "").lines().toList());
    }
    return code;
  }

  /** The anchors that GitHub generates for the headings of a page. */
  private static Set<String> anchors(Path page) {
    Set<String> anchors = new HashSet<>();
    for (String heading : found(HEADING, withoutBlocks(page))) {
      String text = LINK.matcher(heading).replaceAll("").toLowerCase(Locale.ROOT);
      String anchor = text.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
      String free = anchor;
      for (int n = 1; !anchors.add(free); n++) {
        free = anchor + "-" + n;
      }
    }
    return anchors;
  }

  @Test
  void linksLeadToFilesAndHeadings() {
    List<String> wrong = new ArrayList<>();
    int files = 0;
    int headings = 0;
    for (Path page : pages()) {
      for (String link : links(page)) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        files += parts[0].isEmpty() ? 0 : 1;
        headings += parts.length - 1;
        boolean right =
            Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
        if (!right) {
          wrong.add(page + ": " + link);
        }
      }
    }
    assertThat(wrong).as("links that lead nowhere").isEmpty();
    assertThat(files).as("links to files").isGreaterThan(sitePages().size());
    assertThat(headings).as("links to headings").isPositive();
  }

  /** The site generates other anchors than GitHub, and contains only its own pages. */
  @Test
  void pagesOfTheSiteLinkToEachOtherAsAWhole() {
    List<String> wrong = new ArrayList<>();
    for (Path page : sitePages()) {
      links(page).stream()
          .filter(link -> !link.matches("[a-z-]+\\.md"))
          .forEach(link -> wrong.add(page + ": " + link));
    }
    assertThat(wrong).as("links that do not work on the site").isEmpty();
  }

  @Test
  void everyPageIsInTheMenuAndInTheIndex() {
    List<String> pages =
        sitePages().stream().map(p -> p.getFileName().toString().replace(".md", "")).toList();
    assertThat(found(ITEM, read(Path.of("src/site/site.xml"))))
        .as("items of the menu")
        .containsExactlyInAnyOrderElementsOf(pages);
    List<String> others = pages.stream().filter(p -> !p.equals("index")).toList();
    assertThat(links(SITE.resolve("index.md")))
        .as("links of the index")
        .containsAll(others.stream().map(p -> p + ".md").toList());
  }

  @Test
  void theReadmeIsShort() {
    assertThat(read(README).lines().count()).isLessThanOrEqualTo(README_LINES);
  }

  @Test
  void configurationsAndPagesThatAreNamedExist() {
    List<String> wrong = new ArrayList<>();
    int configurations = 0;
    for (Path page : pages()) {
      List<String> named = new ArrayList<>(found(Pattern.compile("(" + YAML + ")"), read(page)));
      configurations += named.size();
      code(page).stream().filter(c -> c.matches("[\\w-]+/[\\w/-]+\\.md")).forEach(named::add);
      named.stream()
          .filter(file -> !Files.exists(Path.of(file)))
          .forEach(file -> wrong.add(page + ": " + file));
    }
    assertThat(wrong).as("files that do not exist").isEmpty();
    assertThat(configurations).isGreaterThan(10);
  }

  @Test
  void commandsParse() {
    List<String> wrong = new ArrayList<>();
    Set<String> parsed = new TreeSet<>();
    for (Path page : pages()) {
      for (String line : code(page)) {
        for (MatchResult command : COMMAND.matcher(line).results().toList()) {
          try {
            CommandLine.ParseResult result =
                zener().parseArgs(arguments(line.substring(command.end())));
            Optional.ofNullable(result.subcommand())
                .ifPresent(sub -> parsed.add(sub.commandSpec().name()));
          } catch (ParameterException e) {
            wrong.add(page + ": " + line + ": " + e.getMessage());
          }
        }
      }
    }
    assertThat(wrong).as("command lines that do not parse").isEmpty();
    assertThat(parsed).contains("train", "convert", "tag", "evaluate", "encode", "info", "bench");
  }

  /** The words before a pipe, a redirection, a comment or the next command. */
  private static String[] arguments(String rest) {
    List<String> words = new ArrayList<>();
    for (MatchResult word : WORD.matcher(rest).results().toList()) {
      if (word.group().matches("[|&;<>#].*|\\d>.*")) {
        break;
      }
      words.add(
          Stream.of(word.group(1), word.group(2), word.group(3))
              .filter(part -> part != null)
              .findFirst()
              .orElseThrow());
    }
    return words.toArray(String[]::new);
  }

  private static CommandLine zener() {
    PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
    Streams streams = new Streams(new ByteArrayInputStream(new byte[0]), nowhere, nowhere, false);
    return Main.commandLine(new ZenerCommand(streams), new PrintWriter(new StringWriter()));
  }

  @Test
  void optionsThatAreNamedExist() {
    Set<String> known = new HashSet<>();
    zener()
        .getSubcommands()
        .values()
        .forEach(command -> known.addAll(command.getCommandSpec().optionsMap().keySet()));
    List<String> wrong = new ArrayList<>();
    int options = 0;
    for (Path page : sitePages()) {
      for (String code : code(page)) {
        for (MatchResult option : OPTION.matcher(code).results().toList()) {
          options++;
          if (!known.contains(option.group())) {
            wrong.add(page + ": " + code);
          }
        }
      }
    }
    assertThat(wrong).as("options that no command has").isEmpty();
    assertThat(options).isGreaterThan(20);
  }

  /**
   * Collects the settings of a record by their keys. The settings of a group that occurs several
   * times count only at its first place; the others go to {@code repeated}.
   */
  private static void settings(
      Class<?> type,
      String prefix,
      Map<String, RecordComponent> settings,
      Map<String, RecordComponent> repeated,
      Set<Class<?>> seen) {
    Map<String, RecordComponent> own = seen.add(type) ? settings : repeated;
    for (RecordComponent component : type.getRecordComponents()) {
      String key = prefix + component.getName();
      own.put(key, component);
      Type below = component.getGenericType();
      String end = ".";
      while (below instanceof ParameterizedType generic) {
        Type[] arguments = generic.getActualTypeArguments();
        end = generic.getRawType() == Map.class ? ".CODE." : end;
        below = arguments[arguments.length - 1];
      }
      Class<?> group = (Class<?>) below;
      if (group == Method.class) {
        Methods.keys().forEach(method -> settings(method, settings, repeated, seen));
      } else if (group.isRecord() && group != CorpusFiles.class) {
        settings(group, key + end, own == settings ? settings : repeated, repeated, seen);
      }
    }
  }

  /** Groups of a method may be at the top level; its other settings are below its name. */
  private static void settings(
      String method,
      Map<String, RecordComponent> settings,
      Map<String, RecordComponent> repeated,
      Set<Class<?>> seen) {
    for (RecordComponent component : Methods.settings(method).getRecordComponents()) {
      String name = component.getName();
      if (name.equals("title")) {
        repeated.put("methods.METHOD.title", component); // its default differs
      } else if (!component.getType().isRecord()) {
        repeated.put("methods." + method + "." + name, component);
      } else if (settings.putIfAbsent(name, component) == null) {
        settings(component.getType(), name + ".", settings, repeated, seen);
      }
    }
  }

  @Test
  void theReferenceHasEverySettingWithItsDefaultAndNoOther() {
    Map<String, RecordComponent> settings = new LinkedHashMap<>();
    Map<String, RecordComponent> repeated = new LinkedHashMap<>();
    settings(TrainConfig.class, "", settings, repeated, new HashSet<>());
    assertThat(settings)
        .containsKeys("name", "student.layers", "targets.CODE.dev", "format.scheme");
    assertThat(repeated).containsKeys("methods.msd.distillers", "targets.CODE.format.scheme");

    List<String> wrong = new ArrayList<>();
    List<String> named = new ArrayList<>();
    String text = read(SITE.resolve("configuration.md"));
    for (MatchResult row : SETTING.matcher(text).results().toList()) {
      String key = row.group(1);
      named.add(key);
      RecordComponent component = settings.getOrDefault(key, repeated.get(key));
      Default given =
          component == null || key.endsWith(".METHOD.title")
              ? null
              : component.getAnnotation(Default.class);
      boolean right = given == null ? !row.group(3).contains("`") : isDefault(row.group(3), given);
      if (component != null && !right) {
        wrong.add(key + " has not the default " + row.group(3));
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(named).doesNotHaveDuplicates().containsAll(settings.keySet());
    Set<String> known = new HashSet<>(settings.keySet());
    known.addAll(repeated.keySet());
    assertThat(known).as("settings that there are").containsAll(named);
  }

  private static boolean isDefault(String cell, Default given) {
    return cell.equals("`" + given.value() + "`");
  }
}
