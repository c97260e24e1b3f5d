package dev.zener.mapping;

import dev.zener.files.Quoted;
import dev.zener.format.LineReader;
import dev.zener.problem.InputException;
import dev.zener.vectors.WordVectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Reads a file of word pairs: a source word and a target word on each line, separated by a TAB or,
 * on a line without one, by spaces. Empty lines are no pairs. Words are compared as they are
 * written.
 *
 * @param report how many pairs could be used
 * @param pairs these pairs
 */
record DictionaryFile(DictionaryReport report, WordPairs pairs) {
  private static final Pattern TAB = Pattern.compile("\t");
  private static final Pattern SPACES = Pattern.compile(" +");

  /**
   * Reads the pairs of a file.
   *
   * @param sources only so many first source words count as known
   * @param targets only so many first target words count as known
   * @throws InputException if a line is not a pair, if no pair is known, or if more pairs are known
   *     with their sides exchanged
   */
  static DictionaryFile read(
      Path file, NamedVectors source, int sources, NamedVectors target, int targets) {
    Counting counting = new Counting(source.vectors(), sources, target.vectors(), targets);
    try (LineReader lines =
        new LineReader(Files.newInputStream(file), file.toString(), StandardCharsets.UTF_8)) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        if (!line.isBlank()) {
          counting.add(words(line, lines));
        }
      }
    } catch (NoSuchFileException e) {
      throw new InputException(file + ": no such file; give the path of a file of word pairs", e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read", e);
    }
    return counting.result(file.toString(), source.name(), target.name());
  }

  private static String[] words(String line, LineReader lines) {
    String[] words = line.indexOf('\t') >= 0 ? TAB.split(line) : SPACES.split(line.strip());
    if (words.length != 2 || words[0].isBlank() || words[1].isBlank()) {
      throw new InputException(
          lines.source()
              + ": "
              + Quoted.of(line)
              + " is not a pair of words; allowed: a source word and a target word, separated by a"
              + " TAB or by spaces");
    }
    return new String[] {words[0].strip(), words[1].strip()};
  }

  private static final class Counting {
    private final WordVectors source;
    private final int sources;
    private final WordVectors target;
    private final int targets;
    private final WordPairs.Collector known = new WordPairs.Collector();
    private int pairs;
    private int unknownSource;
    private int unknownTarget;
    private int exchanged;

    Counting(WordVectors source, int sources, WordVectors target, int targets) {
      this.source = source;
      this.sources = sources;
      this.target = target;
      this.targets = targets;
    }

    void add(String[] words) {
      int from = number(source, sources, words[0]);
      int to = number(target, targets, words[1]);
      pairs++;
      if (from < 0) {
        unknownSource++;
      } else if (to < 0) {
        unknownTarget++;
      } else {
        known.add(from, to);
      }
      boolean other =
          number(source, sources, words[1]) >= 0 && number(target, targets, words[0]) >= 0;
      exchanged += other ? 1 : 0;
    }

    private static int number(WordVectors vectors, int count, String word) {
      int number = vectors.number(word);
      return number < count ? number : -1;
    }

    DictionaryFile result(String name, String sourceName, String targetName) {
      WordPairs used = known.pairs();
      DictionaryReport report =
          new DictionaryReport(name, pairs, used.count(), unknownSource, unknownTarget);
      if (exchanged > used.count()) {
        throw new InputException(
            "%s: of %d pairs, %d are known with their words exchanged, but %d as they are; the first"
                    .formatted(name, pairs, exchanged, used.count())
                + " word must be of %s and the second of %s; exchange them"
                    .formatted(sourceName, targetName));
      }
      if (used.count() == 0) {
        throw new InputException(
            "%s; at least one pair must be known: use a dictionary from the language of %s to that"
                    .formatted(report, sourceName)
                + " of "
                + targetName);
      }
      return new DictionaryFile(report, used);
    }
  }
}
