package dev.zener.weights;

import dev.zener.problem.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The state of the pickle machine: a stack with marks, and the memo, a map of numbered values. */
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

  /** Removes the top {@code count} values and returns them, the lowest first. */
  List<Object> pop(int count) {
    require(count);
    return cut(values.size() - count);
  }

  void mark() {
    marks.add(values.size());
  }

  /** Removes the top mark and all values above it, and returns the values. */
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

  /** Checks that there are {@code count} values above the top mark. */
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
      throw new InputException("malformed pickle: its memo has no entry " + number);
    }
    push(memo.get(number));
  }
}
