package dev.zener.run;

import dev.zener.config.Require;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The files of a corpus. A configuration gives them in one of three forms: a file; a list of files,
 * which are read one after the other; or a map from names to files or lists of files.
 *
 * @param parts the files by name; for the first two forms, the only name is {@link #WHOLE}
 */
public record CorpusFiles(Map<String, List<Path>> parts) {
  /** The name of the only part of a corpus that is not divided into named parts. */
  static final String WHOLE = "";

  /** The allowed forms, for messages that end with "expected ...". */
  static final String FORMS = "a file, a list of files, or a map from names to these";

  public CorpusFiles {
    Map<String, List<Path>> copy = new LinkedHashMap<>();
    parts.forEach((name, files) -> copy.put(name, List.copyOf(files)));
    parts = Collections.unmodifiableMap(copy);
    boolean complete = !parts.isEmpty() && parts.values().stream().noneMatch(List::isEmpty);
    Require.that(complete, "the list of files", "empty", "at least one file, as " + FORMS);
    if (named(parts)) {
      parts.keySet().forEach(CorpusFiles::requireName);
    }
  }

  private static boolean named(Map<String, List<Path>> parts) {
    return !parts.keySet().equals(Set.of(WHOLE));
  }

  private static void requireName(String name) {
    Require.that(
        name.matches("[A-Za-z0-9][A-Za-z0-9._+-]*"),
        "the name",
        "'" + name + "'",
        "letters, digits, '.', '_', '+' and '-', since it names files of predictions");
  }

  /** Whether the corpus is divided into named parts. */
  public boolean isNamed() {
    return named(parts);
  }

  /**
   * The names of the parts in the order of the configuration; empty if the corpus is not divided.
   */
  public Collection<String> names() {
    return isNamed() ? parts.keySet() : List.of();
  }

  /** The paths of all files, for messages. */
  String shown() {
    List<String> files = new ArrayList<>();
    parts.values().forEach(part -> part.forEach(file -> files.add(file.toString())));
    return String.join(", ", files);
  }

  /** The shortest of the three forms that describes these files in a configuration. */
  Object shortest() {
    Map<String, Object> written = new LinkedHashMap<>();
    parts.forEach((name, files) -> written.put(name, files.size() == 1 ? files.get(0) : files));
    return isNamed() ? written : written.get(WHOLE);
  }
}
