package dev.zener.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The names that scores go by: a source language's, a target's, a named test set's. A name that
 * stood for two corpora would hide the scores of one behind those of the other.
 */
final class ScoreNames {
  private final Map<String, String> owners = new LinkedHashMap<>();

  private ScoreNames() {}

  /**
   * Passes names that each stand for one corpus. A test set of a target may have the target's code.
   *
   * @throws IllegalArgumentException for the first that stands for two
   */
  static void requireDistinct(TrainConfig.Source source, Map<String, TrainConfig.Target> targets) {
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

  /** The source's corpora share their names: they are languages. */
  private void put(CorpusFiles corpus, String setting) {
    corpus.names().forEach(name -> owners.putIfAbsent(name, setting));
  }

  private void claim(String name, String setting) {
    String before = owners.putIfAbsent(name, setting);
    Require.that(
        before == null,
        setting,
        "named '" + name + "', a name that " + before + " has",
        "a name that no source language, other target or other test set has; rename or remove one"
            + " of the two");
  }
}
