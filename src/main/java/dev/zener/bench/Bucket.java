package dev.zener.bench;

import dev.zener.data.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * What one step takes.
 *
 * @param source empty where only the target is read
 */
record Bucket(List<Line> target, List<Line> source) {
  List<Window> targetWindows() {
    return windows(target);
  }

  List<Window> sourceWindows() {
    return windows(source);
  }

  private static List<Window> windows(List<Line> lines) {
    return lines.stream().map(Line::window).toList();
  }

  int sentences() {
    return target.size() + source.size();
  }

  int words() {
    return both().stream().mapToInt(Line::words).sum();
  }

  /** With [CLS] and [SEP]. */
  int pieces() {
    return both().stream().mapToInt(line -> line.window().pieces()).sum();
  }

  private List<Line> both() {
    List<Line> both = new ArrayList<>(target);
    both.addAll(source);
    return both;
  }

  /** Without the last sentences where there are others: sizes that no other batch has. */
  Bucket smaller() {
    return new Bucket(smaller(target), smaller(source));
  }

  private static List<Line> smaller(List<Line> lines) {
    return lines.size() < 2 ? lines : lines.subList(0, lines.size() - 1);
  }
}
