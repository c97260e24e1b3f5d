package dev.zener.fuzz;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Reads mutants with all readers. The same seed and number give the same mutant, so that a finding
 * can be repeated: {@code Fuzz FOLDER SEED FIRST COUNT [TARGET]}. Each kind of fault is printed
 * once, its file is kept in target/fuzz, and the exit code is then 1.
 */
final class Fuzz {
  private static final Path FINDINGS = Path.of("target/fuzz");

  /** The limit of processor time per file, since other programs may use the machine too. */
  private static final double SECONDS = 2;

  private final Target target;
  private final Path file;
  private final long seed;
  private final Watchdog watchdog;
  private final Set<String> faults = new HashSet<>();
  private int read;
  private double slowest;
  private long most;

  private Fuzz(Target target, Path folder, long seed, Watchdog watchdog) throws IOException {
    this.target = target;
    this.file = Files.createDirectories(folder.resolve(target.name())).resolve(target.file());
    this.seed = seed;
    this.watchdog = watchdog;
  }

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    long seed = Long.parseLong(args[1]);
    int first = Integer.parseInt(args[2]);
    int count = Integer.parseInt(args[3]);
    Watchdog watchdog = Watchdog.start();
    int faults = 0;
    for (Target target : Targets.in(folder)) {
      if (args.length == 4 || args[4].equals(target.name())) {
        faults += new Fuzz(target, folder, seed, watchdog).run(first, count);
      }
    }
    System.exit(faults == 0 ? 0 : 1);
  }

  private int run(int first, int count) throws IOException {
    long start = System.nanoTime();
    for (int number = first; number < first + count; number++) {
      tryOne(number);
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %d files, %d read, %d refused, %d kinds of fault; slowest %.3f s, most %.1f MiB"
            + " allocated, %.1f s in all%n",
        target,
        count,
        read,
        count - read,
        faults.size(),
        slowest,
        most / 1048576.0,
        (System.nanoTime() - start) * 1e-9);
    return faults.size();
  }

  /** Each file has its own random generator, so that it can be made again without the others. */
  private byte[] mutant(int number) {
    SplittableRandom mixed = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    return target.mend().apply(new Mutator(target.seeds(), mixed.split()).next());
  }

  private void tryOne(int number) throws IOException {
    byte[] mutant = mutant(number);
    // The file is deleted first, since a file system may write replaced contents to disk at once.
    Files.deleteIfExists(file);
    Files.write(file, mutant);
    String which = target + " " + seed + " " + number;
    watchdog.begin(which);
    long allocated = Meter.allocated();
    double cpu = Meter.seconds();
    Outcome outcome = Outcome.of(target, file);
    cpu = Meter.seconds() - cpu;
    most = Math.max(most, Meter.allocated() - allocated);
    watchdog.end();
    slowest = Math.max(slowest, cpu);
    read += outcome.read() ? 1 : 0;
    Throwable fault = cpu > SECONDS ? new AssertionError("took " + cpu + " s") : outcome.fault();
    if (fault != null && faults.add(kind(fault))) {
      report(which, mutant, fault);
    }
  }

  /** Faults thrown at the same place are of the same kind. */
  private static String kind(Throwable fault) {
    StackTraceElement[] trace = fault.getStackTrace();
    return fault.getClass() + (trace.length > 0 ? " " + trace[0] : "");
  }

  private static void report(String which, byte[] mutant, Throwable fault) throws IOException {
    Files.createDirectories(FINDINGS);
    Path kept = FINDINGS.resolve(which.replace(' ', '-'));
    Files.write(kept, mutant);
    System.out.println("FAULT " + which + ", kept as " + kept);
    fault.printStackTrace(System.out);
  }

  /** Measures the processor time of the calling thread. */
  private static final class Meter {
    private static final com.sun.management.ThreadMXBean THREADS =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    static double seconds() {
      return THREADS.getCurrentThreadCpuTime() * 1e-9;
    }

    static long allocated() {
      return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
  }
}
