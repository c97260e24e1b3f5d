package dev.zener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every op has one name, which all files of the op have in their names. */
class InventoryTest {
  private static final Path MAIN = Path.of("src/main/java/dev/zener");
  private static final Path OPS = MAIN.resolve("op");
  private static final Path NATIVE = Path.of("native/src");

  /** Folders of kernels, with the ending of a kernel's class name after the name of the op. */
  private static final Map<String, String> KERNELS =
      Map.of("reference", "Reference.java", "onednn", "OneDnn.java", "cuda", "Cuda.java");

  /** The names of the ops: all classes of the op package that extend Op. */
  private static TreeSet<String> words() {
    TreeSet<String> words = new TreeSet<>();
    for (Path file : files(OPS, 1)) {
      String word = file.getFileName().toString().replace(".java", "");
      if (read(file).contains("class " + word + " extends Op ")) {
        words.add(word);
      }
    }
    return words;
  }

  @Test
  void thereAreTheOpsOfTheDesign() {
    assertThat(words())
        .contains("Embedding", "Linear", "LayerNorm", "Attention", "Dropout", "Rows")
        .contains("CrossEntropy", "SoftMse", "WeightedSum", "Mmd", "GlobalNorm", "AdamW");
  }

  @Test
  void everyOpHasItsFiles() {
    List<Path> missing = new ArrayList<>();
    for (String word : words()) {
      List<Path> wanted = new ArrayList<>();
      wanted.add(OPS.resolve("reference").resolve(word + "Reference.java"));
      wanted.add(Path.of("src/test/java/dev/zener/op", word + "Test.java"));
      wanted.add(Path.of("benchmarks/src/main/java/dev/zener/benchmarks", word + "Benchmark.java"));
      if (hasCuda()) {
        wanted.add(OPS.resolve("cuda").resolve(word + "Cuda.java"));
        wanted.add(NATIVE.resolve(word.toLowerCase(Locale.ROOT) + ".cu"));
      }
      wanted.stream().filter(file -> !Files.exists(file)).forEach(missing::add);
    }
    assertThat(missing).as("files that an op lacks").isEmpty();
  }

  /** CUDA kernels are required as soon as the library calls one of them. */
  private static boolean hasCuda() {
    return files(OPS.resolve("cuda"), 1).stream().anyMatch(f -> f.toString().endsWith("Cuda.java"));
  }

  @Test
  void everyKernelBelongsToAnOp() {
    TreeSet<String> words = words();
    List<Path> strays = new ArrayList<>();
    KERNELS.forEach(
        (folder, ending) -> {
          for (Path file : files(OPS.resolve(folder), 1)) {
            String name = file.getFileName().toString();
            if (name.endsWith(ending) && !words.contains(name.replace(ending, ""))) {
              strays.add(file);
            }
          }
        });
    assertThat(strays).as("kernels of no op").isEmpty();
  }

  @Test
  void nothingElseBearsTheWord() {
    List<Path> strays = new ArrayList<>();
    for (Path file : files(MAIN, 20)) {
      String name = file.getFileName().toString();
      for (String word : words()) {
        if (name.matches(word + "([A-Z].*)?\\.java") && !allowed(file, word)) {
          strays.add(file);
        }
      }
    }
    assertThat(strays).as("files that have the name of an op in their names").isEmpty();
  }

  private static boolean allowed(Path file, String word) {
    return file.equals(OPS.resolve(word + ".java"))
        || KERNELS.entrySet().stream()
            .anyMatch(k -> file.equals(OPS.resolve(k.getKey()).resolve(word + k.getValue())))
        // AdamW's settings belong to the optimiser
        || file.equals(MAIN.resolve("optim/AdamWSettings.java"));
  }

  private static List<Path> files(Path folder, int depth) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
