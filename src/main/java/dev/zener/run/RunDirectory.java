package dev.zener.run;

import dev.zener.pipeline.FolderLock;
import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of a run. It is locked while open, so that no second process writes into it; the
 * operating system releases the lock of a process that ends. A run never overwrites another.
 */
public final class RunDirectory implements AutoCloseable {
  /** The names of files and folders while they are being written. */
  private static final Pattern UNFINISHED = Pattern.compile("\\..+\\.(tmp|[0-9a-f-]{36})");

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  private final Path root;
  private final FolderLock lock;

  private RunDirectory(Path root, FolderLock lock) {
    this.root = root;
    this.lock = lock;
  }

  /**
   * Creates the folder of a new run.
   *
   * @param output the folder, which must be missing or empty; by default {@code runs/NAME-TIME},
   *     with a number if that exists
   * @param clock supplies the local time
   * @throws InputException if the folder is not empty, is in use or cannot be written
   */
  public static RunDirectory create(Optional<Path> output, String name, Clock clock) {
    Path root = output.orElseGet(() -> unused(Path.of("runs"), name, clock));
    return create(root);
  }

  /**
   * Opens the folder of a run to resume it.
   *
   * @throws InputException if it is not a run's folder or is in use
   */
  public static RunDirectory open(Path root) {
    if (!Files.isRegularFile(root.resolve("config.yaml"))) {
      throw new InputException(
          root
              + ": is not the folder of a run, since it has no config.yaml; name one that train wrote");
    }
    RunDirectory run = new RunDirectory(root, locked(root));
    run.sweep();
    return run;
  }

  /** Deletes files partly written by a killed process; states can be gigabytes. */
  private void sweep() {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        boolean unfinished = false;
        for (Path name : root.relativize(path)) {
          unfinished |= UNFINISHED.matcher(name.toString()).matches();
        }
        if (unfinished) {
          Files.delete(path);
        }
      }
    } catch (IOException e) {
      throw unwritable(root, e);
    }
  }

  private static RunDirectory create(Path root) {
    try {
      Files.createDirectories(root);
      refuseContents(root);
      RunDirectory run = new RunDirectory(root, locked(root));
      run.refuseContentsBySomeoneFaster();
      return run;
    } catch (IOException e) {
      throw unwritable(root, e);
    }
  }

  /** Creates an unused folder. Two processes that start in the same second get different ones. */
  static Path unused(Path parent, String name, Clock clock) {
    String stem = name + "-" + LocalDateTime.now(clock).format(TIME);
    try {
      Files.createDirectories(parent);
      for (int number = 1; ; number++) {
        Path candidate = parent.resolve(number == 1 ? stem : stem + "-" + number);
        if (claim(candidate)) {
          return candidate;
        }
      }
    } catch (IOException e) {
      throw unwritable(parent, e);
    }
  }

  private static boolean claim(Path folder) throws IOException {
    try {
      Files.createDirectory(folder);
      return true;
    } catch (FileAlreadyExistsException taken) {
      return false;
    }
  }

  private static void refuseContents(Path root) throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.equals(FolderLock.FILE) && !UNFINISHED.matcher(name).matches())
              .sorted()
              .toList();
      if (!names.isEmpty()) {
        throw new InputException(
            root
                + ": not empty ("
                + names.get(names.size() - 1)
                + " ...), and a run overwrites"
                + " nothing; name another "
                + Setting.OUTPUT
                + ", or continue that run with "
                + Setting.RESUME.with(root.toString()));
      }
    }
  }

  private void refuseContentsBySomeoneFaster() throws IOException {
    try {
      refuseContents(root);
    } catch (InputException e) {
      close();
      throw e;
    }
  }

  private static FolderLock locked(Path root) {
    try {
      return FolderLock.of(root)
          .orElseThrow(
              () ->
                  new InputException(
                      root
                          + ": is in use by another process; wait for it, or name another "
                          + Setting.OUTPUT));
    } catch (IOException e) {
      throw unwritable(root, e);
    }
  }

  private static InputException unwritable(Path root, IOException e) {
    return new InputException(
        root + ": cannot be written: " + e + "; name a writable folder with " + Setting.OUTPUT, e);
  }

  public Path root() {
    return root;
  }

  /** The settings in effect: the configuration with overrides and defaults. */
  public Path config() {
    return root.resolve("config.yaml");
  }

  /** Versions, machine and hashes of the data, see {@link Environment}. */
  public Path environment() {
    return root.resolve("environment.json");
  }

  /** The metrics log: one JSON object per line for each step and each evaluation. */
  public Path metrics() {
    return root.resolve("metrics.jsonl");
  }

  /** The folder of what the stages made: the chosen weights and scores of each training. */
  public Path artifacts() {
    return root.resolve("artifacts");
  }

  /** The model as a HuggingFace directory; with several models, the stem of their names. */
  public Path model() {
    return root.resolve("model");
  }

  /** The folder of predictions on test sets in CoNLL columns: token, gold tag, predicted tag. */
  public Path predictions() {
    return root.resolve("predictions");
  }

  public Path curves() {
    return root.resolve("curves.svg");
  }

  /** The result table in Markdown. */
  public Path results() {
    return root.resolve("results.md");
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
