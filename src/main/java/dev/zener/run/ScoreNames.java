package dev.zener.run;

import dev.zener.config.Require;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks the names of scores: source languages, targets and named test sets. If two corpora had the
 * same name, the scores of one would replace those of the other.
 */
final class ScoreNames {
  private final Map<String, String> owners = new LinkedHashMap<>();

  private ScoreNames() {}

  /**
   * Checks that no name is used for two corpora. A test set of a target may have the name of the
   * target.
   *
   * @throws IllegalArgumentException for the first name that is used twice
   */
  static void requireDistinct(SourceSettings source, Map<String, TargetSettings> targets) {
    ScoreNames names = new ScoreNames();
    names.owners.put(source.name(), "source");
    names.put(source.train(), "source.train");
    names.put(source.dev(), "source.dev");
    source.test().ifPresent(test -> names.put(test, "source.test"));
    targets.keySet().forEach(code -> names.claim(code, "targets." + code));
    targets.forEach(
        (code, target) ->
            target.test().map(CorpusFiles::names).orElse(List.of()).stream()
                .filter(name -> !name.equals(code))
                .forEach(name -> names.claim(name, "targets." + code + ".test")));
  }

  /** Adds names of the source's parts. Train, dev and test share them, since they are languages. */
  private void put(CorpusFiles corpus, String setting) {
    corpus.names().forEach(name -> owners.putIfAbsent(name, setting));
  }

  private void claim(String name, String setting) {
    String before = owners.putIfAbsent(name, setting);
    Require.that(
        before == null,
        setting,
        "named '" + name + "', which is also a name in " + before,
        "names that differ from those of source languages, other targets and other test sets;"
            + " rename or remove one of the two");
  }
}
