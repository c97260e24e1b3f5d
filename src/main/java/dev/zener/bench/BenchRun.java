package dev.zener.bench;

import dev.zener.bench.Account.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The timed steps of a benchmark.
 *
 * @param nanos the time of each step in nanoseconds
 * @param batches the batch of each step
 * @param entries the time by kind of work, including overhead; the sum is that of {@code nanos}
 * @param collecting the time of garbage collections during the steps in milliseconds
 */
record BenchRun(List<Long> nanos, List<Bucket> batches, List<Entry> entries, long collecting) {
  /**
   * Runs untimed steps on parts of the last batches, then an untimed step on the first batch, then
   * timed steps on all others.
   *
   * @param passes untimed passes over all batches before. A device prepares and records a shape in
   *     its first two batches, of which a training has many and this benchmark one
   * @param between run before each timed step and after the last
   */
  static BenchRun of(Work work, List<Bucket> batches, int warmUp, int passes, Runnable between) {
    for (int i = 0; i < warmUp; i++) {
      work.run(batches.get(batches.size() - 1 - i % batches.size()).smaller());
    }
    for (int pass = 0; pass < passes; pass++) {
      batches.forEach(work::run);
    }
    work.run(batches.get(0));
    List<Bucket> timed = batches.subList(1, batches.size());
    work.timing().reset();
    long packing = work.packing();
    long collecting = CollectorTime.collecting();
    List<Long> nanos = new ArrayList<>();
    for (Bucket batch : timed) {
      between.run();
      long start = System.nanoTime();
      work.run(batch);
      nanos.add(System.nanoTime() - start);
    }
    between.run();
    collecting = CollectorTime.collecting() - collecting;
    return new BenchRun(nanos, timed, entries(work, nanos, work.packing() - packing), collecting);
  }

  private static List<Entry> entries(Work work, List<Long> nanos, long packing) {
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry("packing", packing, 0));
    entries.addAll(Account.of(work.timing().steps()));
    long rest = nanos.stream().mapToLong(Long::longValue).sum();
    for (Entry entry : entries) {
      rest -= entry.nanos();
    }
    entries.add(new Entry("overhead", rest, 0));
    return entries;
  }

  int steps() {
    return nanos.size();
  }

  double seconds() {
    return nanos.stream().mapToLong(Long::longValue).sum() * 1e-9;
  }

  long sentences() {
    return batches.stream().mapToLong(Bucket::sentences).sum();
  }

  long words() {
    return batches.stream().mapToLong(Bucket::words).sum();
  }

  long pieces() {
    return batches.stream().mapToLong(Bucket::pieces).sum();
  }

  double gflops() {
    return entries.stream().mapToDouble(Entry::flops).sum() * 1e-9 / seconds();
  }

  /** The median speed of the steps in pieces per second. */
  double medianPiecesPerSecond() {
    double[] speeds = new double[steps()];
    for (int i = 0; i < speeds.length; i++) {
      speeds[i] = batches.get(i).pieces() / (nanos.get(i) * 1e-9);
    }
    Arrays.sort(speeds);
    int half = speeds.length / 2;
    return speeds.length % 2 == 1 ? speeds[half] : (speeds[half - 1] + speeds[half]) / 2;
  }
}
