package dev.zener.bench;

import dev.zener.data.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * The batch of one step.
 *
 * @param source the source sentences; empty if only target sentences are read
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

  /** The number of pieces, including the special pieces at its ends. */
  int pieces() {
    return both().stream().mapToInt(line -> line.window().pieces()).sum();
  }

  private List<Line> both() {
    List<Line> both = new ArrayList<>(target);
    both.addAll(source);
    return both;
  }

  /** A copy without the last sentence of each side, so that its size differs from other batches. */
  Bucket smaller() {
    return new Bucket(smaller(target), smaller(source));
  }

  private static List<Line> smaller(List<Line> lines) {
    return lines.size() < 2 ? lines : lines.subList(0, lines.size() - 1);
  }
}
