package dev.zener.format;

import dev.zener.data.CharSpan;
import dev.zener.data.Entity;
import dev.zener.data.Sentence;
import dev.zener.label.Span;
import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Converts entities given in characters to entities given in words. An entity that begins or ends
 * inside a word, holds no word, or shares a word with the entity before it is an error. With
 * repair, the first kind is extended to whole words, the other two are dropped, and all are
 * counted.
 */
final class EntityAligner {
  private static final String REMEDY =
      "; correct it, or repair it (" + Setting.REPAIR.with("true") + ")";

  private final boolean repair;
  private int repaired;

  EntityAligner(boolean repair) {
    this.repair = repair;
  }

  /** Converts the entities of a sentence. The result is ordered from left to right. */
  List<Span> align(Sentence sentence, List<Entity> entities) {
    List<Entity> ordered = new ArrayList<>(entities);
    ordered.sort(Comparator.comparingInt(entity -> entity.characters().start()));
    List<Span> spans = new ArrayList<>();
    int free = 0;
    for (Entity entity : ordered) {
      int first = firstWord(sentence, entity.characters());
      int end = endWord(sentence, entity.characters());
      if (first >= end) {
        object(sentence, entity, "contains no word");
      } else if (first < free) {
        object(sentence, entity, "shares a word with the entity before it");
      } else {
        if (cuts(sentence, entity.characters(), first, end)) {
          object(sentence, entity, "begins or ends inside a word");
        }
        spans.add(new Span(first, end, entity.type()));
        free = end;
      }
    }
    return spans;
  }

  /** The index of the first word that ends after the entity's start. */
  private static int firstWord(Sentence sentence, CharSpan entity) {
    return count(sentence, word -> word.end() <= entity.start());
  }

  /** The index of the first word that starts at or after the entity's end. */
  private static int endWord(Sentence sentence, CharSpan entity) {
    return count(sentence, word -> word.start() < entity.end());
  }

  /**
   * The number of words that fulfil a condition, found by binary search. The words that fulfil it
   * must come before those that do not.
   */
  private static int count(Sentence sentence, Predicate<CharSpan> fulfilled) {
    int low = 0;
    int high = sentence.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (fulfilled.test(sentence.spans().get(middle))) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static boolean cuts(Sentence sentence, CharSpan entity, int first, int end) {
    return sentence.spans().get(first).start() < entity.start()
        || sentence.spans().get(end - 1).end() > entity.end();
  }

  private void object(Sentence sentence, Entity entity, String problem) {
    if (!repair) {
      String text = entity.characters().of(sentence.text());
      throw new InputException(
          sentence.source() + ": " + entity.type() + " '" + text + "' " + problem + REMEDY);
    }
    repaired++;
  }

  /** The number of entities extended or dropped so far. */
  int repaired() {
    return repaired;
  }
}
