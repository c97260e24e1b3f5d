package dev.zener.op.onednn.attention;

import dev.zener.device.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * An item of attention's work: some heads of a sentence and, for long sentences, only some queries.
 * Scores are stored by key, [keys,heads·queries]. Softmax over the keys then consists of operations
 * on whole rows, which the JIT compiler vectorises even for short sentences.
 *
 * @param head the first head
 * @param query the index of the first query in the sentence
 */
record SentencePart(int sentence, int head, int heads, int query, int queries, int keys) {
  /** The maximum number of scores held at a time for several queries, to fit a core's cache. */
  static final int MOST = 1 << 15;

  /** The number of scores below which a second thread costs more than it saves. */
  private static final long SERIAL = 6_000;

  /** The minimum number of items per thread, for an even distribution. */
  private static final int EVEN = 8;

  /** Processes an item on a thread, given the thread's number. */
  @FunctionalInterface
  interface Task {
    void run(int thread, SentencePart item);
  }

  /** The length of a row of scores. */
  int columns() {
    return heads * queries;
  }

  int scores() {
    return keys * columns();
  }

  /** Passes on the item, or parts with fewer queries if it has too many scores. */
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

  /** An estimate proportional to the time of an item: products plus the cost per row. */
  private static long cost(int heads, int queries, int keys) {
    return (long) heads * (queries * (long) keys + 8L * (queries + keys));
  }

  /** Processes all items of a batch; parts of the same heads run in order on one thread. */
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

  /** Cuts sentences into items of all heads, or fewer if these would cost or hold too much. */
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
