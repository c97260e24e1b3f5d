package dev.zener.pretrained;

import dev.zener.problem.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Writes a directory atomically: it is either complete or missing. */
final class FreshDirectory {
  private FreshDirectory() {}

  /**
   * Checks that a directory can be written.
   *
   * @throws InputException if the target exists and is not an empty directory
   */
  static void requireFree(Path target) {
    if (Files.exists(target) && !isEmptyDirectory(target)) {
      throw new InputException(
          target
              + ": already exists and is not overwritten; name another directory, or"
              + " remove this one first");
    }
  }

  private static boolean isEmptyDirectory(Path path) {
    if (!Files.isDirectory(path)) {
      return false;
    }
    try (Stream<Path> content = Files.list(path)) {
      return content.findAny().isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": cannot be read", e);
    }
  }

  /**
   * Writes the content to a temporary directory next to the target and, on success, renames it to
   * the target.
   *
   * @param content writes the files into the directory it is given
   * @throws InputException if the target exists and is not an empty directory
   */
  static void write(Path target, Consumer<Path> content) {
    requireFree(target);
    Path place = target.toAbsolutePath().normalize();
    Path temporary = place.resolveSibling("." + place.getFileName() + "." + UUID.randomUUID());
    try {
      Files.createDirectories(temporary);
      content.accept(temporary);
      Files.deleteIfExists(place);
      Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      UncheckedIOException failure = new UncheckedIOException(target + ": cannot be written", e);
      discard(temporary, failure);
      throw failure;
    } catch (RuntimeException | Error e) {
      discard(temporary, e);
      throw e;
    }
  }

  /** Deletes a directory; an error is added to {@code cause} as suppressed. */
  private static void discard(Path directory, Throwable cause) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(directory)) {
      List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
