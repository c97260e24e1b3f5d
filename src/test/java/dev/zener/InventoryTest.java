package dev.zener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.device.ElementType;
import dev.zener.op.Op;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Backends;
import dev.zener.op.reference.ReferenceBackend;
import dev.zener.testing.Devices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every op has one name, which all files of the op have in their names. A core op extends Op and
 * has fast kernels; a glue op extends GlueOp and needs only a reference kernel.
 */
class InventoryTest {
  private static final List<String> CORE =
      List.of(
          "AdamW",
          "Attention",
          "Concat",
          "Crf",
          "CrossEntropy",
          "Dropout",
          "Embedding",
          "GlobalNorm",
          "LayerNorm",
          "Linear",
          "Lstm",
          "Mmd",
          "Rows",
          "SoftMse",
          "WeightedSum");

  /** The glue ops of the product. A method that needs one adds it here. */
  private static final List<String> GLUE = List.of();

  /** Core ops over few numbers, for which the reference kernel is fast enough on a CPU. */
  private static final Set<String> SHORT = Set.of("Crf", "CrossEntropy", "SoftMse", "WeightedSum");

  /**
   * Core ops whose tests have hand-worked values: Dropout draws other bits than PyTorch, and
   * GlobalNorm is compared with it in OptimizerTest.
   */
  private static final Set<String> NO_GOLDEN = Set.of("Dropout", "GlobalNorm");

  private static final Path MAIN = Path.of("src/main/java/dev/zener");
  private static final Path OPS = MAIN.resolve("op");
  private static final Path NATIVE = Path.of("native/src");

  /** Folders of kernels, with the ending of a kernel's class name after the name of the op. */
  private static final Map<String, String> KERNELS =
      Map.of("reference", "Reference.java", "onednn", "OneDnn.java", "cuda", "Cuda.java");

  /** The names of the ops of a tier: the classes of the op package that extend its class. */
  private static TreeSet<String> words(String tier) {
    TreeSet<String> words = new TreeSet<>();
    for (Path file : files(OPS, 1)) {
      String word = file.getFileName().toString().replace(".java", "");
      if (read(file).contains("final class " + word + " extends " + tier + " ")) {
        words.add(word);
      }
    }
    return words;
  }

  private static TreeSet<String> words() {
    TreeSet<String> words = words("Op");
    words.addAll(words("GlueOp"));
    return words;
  }

  @Test
  void everyOpIsOfOneTier() {
    assertThat(words("Op")).as("core ops").containsExactlyElementsOf(CORE);
    assertThat(words("GlueOp")).as("glue ops").containsExactlyElementsOf(GLUE);
  }

  @Test
  void theCommandInfoListsEveryOp() {
    Set<String> listed =
        ReferenceBackend.ops().stream().map(InventoryTest::word).collect(Collectors.toSet());
    assertThat(listed).isEqualTo(words());
  }

  @Test
  void everyOpHasItsFiles() {
    List<Path> missing = new ArrayList<>();
    for (String word : words()) {
      List<Path> wanted = new ArrayList<>();
      wanted.add(OPS.resolve("reference").resolve(word + "Reference.java"));
      wanted.add(test(word));
      if (CORE.contains(word)) {
        wanted.add(OPS.resolve("cuda").resolve(word + "Cuda.java"));
        wanted.add(NATIVE.resolve(word.toLowerCase(Locale.ROOT) + ".cu"));
        wanted.add(
            Path.of("benchmarks/src/main/java/dev/zener/benchmarks", word + "Benchmark.java"));
      }
      if (CORE.contains(word) && !SHORT.contains(word)) {
        wanted.add(shelved("onednn", word + "OneDnn.java"));
      }
      wanted.stream().filter(file -> !Files.exists(file)).forEach(missing::add);
    }
    assertThat(missing).as("files that an op lacks").isEmpty();
  }

  /** The file of this name below a folder of kernels, or where it would be without a shelf. */
  private static Path shelved(String folder, String name) {
    return files(OPS.resolve(folder), 2).stream()
        .filter(file -> file.endsWith(name))
        .findFirst()
        .orElse(OPS.resolve(folder).resolve(name));
  }

  private static Path test(String word) {
    return Path.of("src/test/java/dev/zener/op", word + "Test.java");
  }

  @Test
  void everyCoreOpIsComparedWithPyTorch() {
    for (String word : CORE) {
      boolean golden = read(test(word)).contains("Golden");
      assertThat(golden).as(word).isEqualTo(!NO_GOLDEN.contains(word));
    }
  }

  /** No core op is copied from a card to the host. */
  @Test
  void everyCoreOpHasItsKernels() {
    Backend cuda = Devices.choose("cuda", "float32");
    Backend cpu = Backends.choose("onednn");
    for (Class<? extends Op> op : ReferenceBackend.ops()) {
      boolean core = CORE.contains(word(op));
      assertThat(cuda.origin(op, ElementType.FLOAT32).equals("cuda")).as("%s", op).isEqualTo(core);
      assertThat(cpu.origin(op, ElementType.FLOAT32).equals("onednn"))
          .as("%s", op)
          .isEqualTo(core && !SHORT.contains(word(op)));
    }
  }

  private static String word(Class<?> op) {
    return (op.getDeclaringClass() == null ? op : op.getDeclaringClass()).getSimpleName();
  }

  @Test
  void everyKernelBelongsToAnOp() {
    TreeSet<String> words = words();
    List<Path> strays = new ArrayList<>();
    KERNELS.forEach(
        (folder, ending) -> {
          for (Path file : files(OPS.resolve(folder), 2)) {
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
            .anyMatch(k -> file.equals(shelved(k.getKey(), word + k.getValue())))
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
