package dev.zener.data;

/** Decides by a {@link WordRule} which touching atoms of a text belong to one word. */
final class Joins {
  private final WordRule rule;
  private final Atoms atoms;
  private final int longest;

  /** Whether an atom is joined to the next one. */
  private final boolean[] joins;

  /**
   * Prepares the decision for a text.
   *
   * @param longest the length of the longest listed word
   */
  Joins(WordRule rule, int longest, Atoms atoms) {
    this.rule = rule;
    this.atoms = atoms;
    this.longest = longest;
    this.joins = new boolean[atoms.size()];
  }

  boolean[] all() {
    for (int first = 0, last; first < atoms.size(); first = last + 1) {
      last = first;
      while (atoms.touchesNext(last)) {
        last++;
      }
      if (last > first) {
        group(first, last);
      }
    }
    return joins;
  }

  /** Joins atoms [first, last], which have white space on both sides and none between them. */
  private void group(int first, int last) {
    for (int atom = first; atom <= last; atom++) {
      int mark = atoms.mark(atom);
      if (mark >= 0) {
        mark(atom, mark);
      }
    }
    for (int atom = first; atom < last; atom++) {
      listed(atom, last);
    }
    if (rule.addresses()) {
      address(first, last);
    }
  }

  private void mark(int atom, int mark) {
    if (atoms.repeats(atom) && rule.keeps(mark, Place.RUN)) {
      joins[atom] = true;
    }
    boolean inside = atoms.between(atom).filter(place -> rule.keeps(mark, place)).isPresent();
    boolean ends = atoms.after(atom).filter(place -> rule.keeps(mark, place)).isPresent();
    boolean begins = atoms.before(atom).filter(place -> rule.keeps(mark, place)).isPresent();
    if (inside || ends) {
      joins[atom - 1] = true;
    }
    if (inside || begins && !ends) {
      joins[atom] = true;
    }
  }

  /** Joins the longest word of the list that begins with an atom. */
  private void listed(int first, int last) {
    int end = first;
    for (int to = first + 1; to <= last; to++) {
      if (atoms.span(to).end() - atoms.span(first).start() > longest) {
        break;
      }
      if (rule.words().contains(WordRule.folded(atoms.text(first, to)))) {
        end = to;
      }
    }
    join(first, end);
  }

  private void address(int first, int last) {
    int from = first;
    int to = last;
    while (from < to && atoms.mark(from) >= 0) {
      from++;
    }
    while (to > from && atoms.mark(to) >= 0 && atoms.mark(to) != '/') {
      to--;
    }
    if (Addresses.is(atoms.text(from, to))) {
      join(from, to);
    }
  }

  private void join(int first, int last) {
    for (int atom = first; atom < last; atom++) {
      joins[atom] = true;
    }
  }
}
