package dev.zener.op.onednn;

import dev.zener.device.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Work of one piece: some heads of a sentence, of long ones also only some queries. Their scores
 * lie by key, [keys, heads · queries]: softmax, which runs over the keys, is then made of
 * operations on whole rows, which the JIT compiler vectorises however short the sentence is.
 *
 * @param head the first head
 * @param query the first query, counted within the sentence
 */
record SentencePart(int sentence, int head, int heads, int query, int queries, int keys) {
  /** Scores held at a time, unless a single query has more: what stays in a core's cache. */
  static final int MOST = 1 << 15;

  /** Scores below which starting a second thread costs more than it saves. */
  private static final long SERIAL = 6_000;

  /** Items that a thread should have at least, so that they can be shared out evenly. */
  private static final int EVEN = 8;

  /** Works on an item with what belongs to a thread. */
  @FunctionalInterface
  interface Task {
    void run(int thread, SentencePart item);
  }

  /** Length of a row of scores. */
  int columns() {
    return heads * queries;
  }

  int scores() {
    return keys * columns();
  }

  /** The item itself or, where it has too many scores, its queries in turn. */
  private void forParts(Consumer<SentencePart> task) {
    int most = Math.max(1, MOST / Math.max(1, heads * keys));
    if (most >= queries) {
      task.accept(this);
      return;
    }
    most = most >= 16 ? most / 16 * 16 : most;
    for (int i = 0; i < queries; i += most) {
      task.accept(new SentencePart(sentence, head, heads, i, Math.min(most, queries - i), keys));
    }
  }

  /** Something proportional to the time it takes: products, and what a row costs beside them. */
  private static long cost(int heads, int queries, int keys) {
    return (long) heads * (queries * (long) keys + 8L * (queries + keys));
  }

  /** All items of a batch; those of a sentence's head one after the other, in order. */
  static void forAll(PackedSentences at, Task task) {
    long total = 0;
    long scores = 0;
    for (int b = 0; b < at.sentences(); b++) {
      total += cost(at.heads, at.queries(b), at.keys(b));
      scores += (long) at.heads * at.queries(b) * at.keys(b);
    }
    boolean serial = scores < SERIAL;
    List<SentencePart> items = items(at, serial ? total : total / (EVEN * Workers.threads()));
    Workers.each(
        items.size(),
        serial ? Integer.MAX_VALUE : 2,
        (thread, i) -> items.get(i).forParts(part -> task.run(thread, part)));
  }

  /** Whole sentences, or fewer heads where those would cost or hold too much. */
  private static List<SentencePart> items(PackedSentences at, long most) {
    List<SentencePart> items = new ArrayList<>();
    for (int b = 0; b < at.sentences(); b++) {
      int m = at.queries(b);
      int n = at.keys(b);
      long fit = Math.min(MOST / Math.max(1L, (long) m * n), most / Math.max(1, cost(1, m, n)));
      int group = (int) Math.max(1, Math.min(at.heads, fit));
      for (int a = 0; a < at.heads; a += group) {
        items.add(new SentencePart(b, a, Math.min(group, at.heads - a), 0, m, n));
      }
    }
    return items;
  }
}
