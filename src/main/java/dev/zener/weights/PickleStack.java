package dev.zener.weights;

import dev.zener.label.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The pickle machine's memory: a stack with marks in it, and numbered notes (the memo). */
final class PickleStack {
  private final List<Object> values = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final Map<Long, Object> memo = new HashMap<>();

  void push(Object value) {
    values.add(value);
  }

  Object top() {
    require(1);
    return values.get(values.size() - 1);
  }

  Object pop() {
    require(1);
    return values.remove(values.size() - 1);
  }

  /** The topmost {@code count} values, the deepest first. */
  List<Object> pop(int count) {
    require(count);
    return cut(values.size() - count);
  }

  void mark() {
    marks.add(values.size());
  }

  /** All values above the topmost mark, which goes too. */
  List<Object> popMark() {
    if (marks.isEmpty()) {
      throw new InputException("malformed pickle: no mark on its stack");
    }
    return cut(marks.remove(marks.size() - 1));
  }

  private List<Object> cut(int from) {
    List<Object> above = values.subList(from, values.size());
    List<Object> copy = new ArrayList<>(above);
    above.clear();
    return copy;
  }

  /** What lies below the topmost mark is out of reach. */
  private void require(int count) {
    int floor = marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    if (values.size() - floor < count) {
      throw new InputException("malformed pickle: its stack is empty");
    }
  }

  void memoize(long number) {
    memo.put(number, top());
  }

  void memoize() {
    memoize(memo.size());
  }

  void recall(long number) {
    if (!memo.containsKey(number)) {
      throw new InputException("malformed pickle: nothing is noted under " + number);
    }
    push(memo.get(number));
  }
}
