package dev.zener.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Cuts clitics off whose first letters are the last of another word's run of letters: {@code do}
 * and {@code n't} of {@code don't}.
 */
final class Endings {
  private final Set<String> endings;

  Endings(Set<String> endings) {
    this.endings = endings;
  }

  /** A splitter that also cuts off the clitics. */
  WordSplitter cuttingOff(WordSplitter cutter) {
    return endings.isEmpty() ? cutter : text -> cut(text, cutter.split(text));
  }

  private List<CharSpan> cut(String text, List<CharSpan> atoms) {
    List<CharSpan> cut = new ArrayList<>(atoms.size());
    for (int a = 0; a < atoms.size(); a++) {
      CharSpan atom = atoms.get(a);
      int at = a + 2 < atoms.size() ? start(text, atoms.subList(a, a + 3)) : atom.start();
      if (at > atom.start() && at < atom.end()) {
        cut.add(new CharSpan(atom.start(), at));
        cut.add(new CharSpan(at, atom.end()));
      } else {
        cut.add(atom);
      }
    }
    return cut;
  }

  /** Where the clitic starts in letters, a mark and letters; the start of all if there is none. */
  private int start(String text, List<CharSpan> three) {
    int start = three.get(0).start();
    int end = three.get(2).end();
    boolean touching =
        three.get(0).end() == three.get(1).start() && three.get(1).end() == three.get(2).start();
    if (touching) {
      String all = WordRule.folded(text.substring(start, end));
      for (String ending : endings) {
        if (all.length() == end - start && all.endsWith(ending)) {
          return end - ending.length();
        }
      }
    }
    return start;
  }
}
