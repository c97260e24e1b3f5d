package dev.zener.pipeline;

import dev.zener.files.AtomicFile;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder of artifacts. Each has two files, {@code NAME.KIND.ID.EXTENSION} and its {@code
 * .manifest}; unfinished work has a {@code .state}. The folder is locked while the store is open.
 * Not thread-safe.
 */
public final class ArtifactStore implements AutoCloseable {
  private static final String MANIFEST = ".manifest";
  private static final String STATE = ".state";

  private final Path folder;
  private final FolderLock lock;

  /** The artifacts whose sums have been compared with their manifests. */
  private final Set<Stage> verified = new HashSet<>();

  /** The names of files, without their extension, by the id of their stage. */
  private final Map<String, String> stems = new HashMap<>();

  private ArtifactStore(Path folder, FolderLock lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Opens a folder, which is created if it is missing, and deletes what a killed process left
   * behind: files that were not finished, and states of finished work.
   *
   * @throws InputException if another store has it open
   */
  public static ArtifactStore open(Path folder) {
    try {
      Files.createDirectories(folder);
      FolderLock lock =
          FolderLock.of(folder)
              .orElseThrow(
                  () ->
                      new InputException(
                          folder + ": is in use by another run; wait for it, or use another"));
      ArtifactStore store = new ArtifactStore(folder, lock);
      store.tidy();
      return store;
    } catch (IOException e) {
      throw failed(folder, "cannot be written", e);
    }
  }

  private void tidy() throws IOException {
    for (Path file : files("")) {
      String name = file.getFileName().toString();
      if (name.equals(FolderLock.FILE)) {
        continue;
      }
      if (wanted(name)) {
        String stem = stem(name);
        stems.put(stem.substring(stem.lastIndexOf('.') + 1), stem);
      } else {
        Files.delete(file);
      }
    }
  }

  private boolean wanted(String name) {
    if (name.startsWith(".")) {
      return false;
    }
    boolean finished = Files.exists(folder.resolve(stem(name) + MANIFEST));
    return name.endsWith(STATE) ? !finished : finished;
  }

  /** The name of a file without its extension. */
  private static String stem(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('.')));
  }

  private List<Path> files(String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().endsWith(ending)).sorted().toList();
    }
  }

  /**
   * A file of a stage. Equal stages may have different names, so the name of the one that was made
   * counts.
   */
  private Path file(Stage stage, String ending) {
    String stem =
        stems.computeIfAbsent(
            stage.id(), id -> stage.name() + "." + stage.kind().name() + "." + id);
    return folder.resolve(stem + ending);
  }

  private Path stored(Stage stage) {
    return file(stage, "." + stage.kind().extension());
  }

  /** Whether a stage has been made. */
  public boolean has(Stage stage) {
    return Files.exists(file(stage, MANIFEST));
  }

  /**
   * The file of a stage that has been made.
   *
   * @throws InputException if the file is missing or is not as it was written
   */
  public Path artifact(Stage stage) {
    Path file = stored(stage);
    if (!verified.contains(stage)) {
      verify(stage, file);
      verified.add(stage);
    }
    return file;
  }

  private void verify(Stage stage, Path file) {
    FileSum expected = manifest(stage).sum();
    try {
      FileSum found = Files.exists(file) ? FileSum.of(file) : new FileSum(0, 0);
      if (!found.equals(expected)) {
        throw new InputException(
            file
                + ": is damaged: "
                + found
                + ", but "
                + expected
                + " when it was written; delete "
                + file(stage, MANIFEST)
                + ", and it is made again");
      }
    } catch (IOException e) {
      throw failed(file, "cannot be read", e);
    }
  }

  private Manifest manifest(Stage stage) {
    Path file = file(stage, MANIFEST);
    try {
      return Manifest.read(file);
    } catch (IOException e) {
      throw failed(file, "cannot be read", e);
    }
  }

  /** The facts that a stage's work returned. */
  public Map<String, String> facts(Stage stage) {
    return manifest(stage).facts();
  }

  /** The facts of all artifacts. */
  public List<Map<String, String>> facts() {
    List<Map<String, String>> facts = new ArrayList<>();
    try {
      for (Path file : files(MANIFEST)) {
        facts.add(Manifest.read(file).facts());
      }
      return facts;
    } catch (IOException e) {
      throw failed(folder, "cannot be read", e);
    }
  }

  /** The files of unfinished work. */
  public List<Path> states() {
    try {
      return files(STATE);
    } catch (IOException e) {
      throw failed(folder, "cannot be read", e);
    }
  }

  /** Does the work of a stage and stores its artifact. Its inputs must have been made. */
  void make(Stage stage) {
    Path state = file(stage, STATE);
    Path target = stored(stage);
    try {
      Files.deleteIfExists(target); // left by a process that was killed before the manifest
      List<Map<String, String>> facts = new ArrayList<>();
      AtomicFile.write(
          target, part -> facts.add(stage.work().make(new Workspace(part, state, this))));
      Manifest.of(stage, FileSum.of(target), facts.get(0)).write(file(stage, MANIFEST));
      verified.add(stage);
      Files.deleteIfExists(state);
    } catch (IOException e) {
      throw failed(target, "cannot be written", e);
    }
  }

  /** Deletes the artifact of a stage, if there is one, so that the stage can be made again. */
  void drop(Stage stage) {
    try {
      Files.deleteIfExists(file(stage, MANIFEST));
      Files.deleteIfExists(stored(stage));
      verified.remove(stage);
    } catch (IOException e) {
      throw failed(stored(stage), "cannot be deleted", e);
    }
  }

  private static UncheckedIOException failed(Path file, String what, IOException e) {
    return new UncheckedIOException(file + ": " + what, e);
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw failed(folder, "cannot be unlocked", e);
    }
  }
}
