package dev.zener.pretrained;

import dev.zener.label.InputException;
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

/** Makes a directory that is either whole under its name or not there. */
final class FreshDirectory {
  private FreshDirectory() {}

  /**
   * @throws InputException if something other than an empty directory is there
   */
  static void requireFree(Path target) {
    if (Files.exists(target) && !isEmptyDirectory(target)) {
      throw new InputException(
          target
              + ": is there already and nothing is overwritten; name another directory, or"
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
   * Lets the content be written into a temporary directory beside the target, and gives it the
   * target's name when that has succeeded.
   *
   * @throws InputException if something other than an empty directory is there
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

  /** What goes wrong here is told with what went wrong before. */
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
