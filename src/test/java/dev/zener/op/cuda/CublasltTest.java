package dev.zener.op.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.testing.Devices;
import dev.zener.testing.JavaProcess;
import dev.zener.testing.JavaProcess.Ended;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The ways to cuBLASLt, with an emulated one. The emulated kernels are copied to a folder of their
 * own, because they would find it without a search where they were built.
 */
@Tag("slow")
class CublasltTest {
  private static final String PACKED = "org/bytedeco/cuda/linux-x86_64/";

  @TempDir Path folder;
  private Path built;
  private Path kernels;
  private Path root;

  @BeforeEach
  void copy() throws IOException {
    Devices.choose("cuda", "float32");
    built = Path.of(System.getProperty("zener.cuda.library")).getParent();
    kernels = Files.createDirectories(folder.resolve("kernels"));
    root = Files.createDirectories(folder.resolve("root"));
    for (String name : new String[] {"libzener_cuda.so", "zener_test"}) {
      Files.copy(built.resolve(name), kernels.resolve(name));
    }
  }

  /** Puts an emulated cuBLASLt, or one that cannot be initialised, into a folder. */
  private Path put(String kind, Path in, String name) throws IOException {
    Files.createDirectories(in);
    return Files.copy(built.resolve(kind).resolve("libcublasLt.so.13"), in.resolve(name));
  }

  /** What the native test program says about the library that it finds. */
  private String found(Map<String, String> environment) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(kernels.resolve("zener_test").toString(), "--find");

    builder.environment().keySet().removeIf(name -> name.matches("CUDA_.*|CONDA_.*|ZENER_.*"));
    builder.environment().keySet().remove("VIRTUAL_ENV");
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("ZENER_EMULATED_ROOT", root.toString());
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  @Test
  void withoutItTheErrorNamesTheWaysToGetIt() throws Exception {
    assertThat(found(Map.of()))
        .contains("cuBLASLt, which computes matrix products, was not found")
        .contains("CUDA toolkit (11, 12 or 13)", "pip install nvidia-cublas")
        .contains("org.bytedeco:cuda with classifier linux-x86_64-redist")
        .contains("ZENER_CUBLASLT=PATH or -Dzener.cublaslt=PATH")
        .contains(root + "/usr/local/cuda/lib64: contains no libcublasLt.so.13, .12 or .11")
        .contains("1 failures");
  }

  @Test
  void theEnvironmentVariableNamesTheFileOrItsFolder() throws Exception {
    Path file = put("cublaslt", folder.resolve("own"), "libcublasLt.so.12");
    for (Path named : new Path[] {file, file.getParent()}) {
      assertThat(found(Map.of("ZENER_CUBLASLT", named.toString())))
          .contains("cuBLASLt 13.0.2, " + file + "\n")
          .contains(" 0 failures");
    }
    assertThat(found(Map.of("ZENER_CUBLASLT", folder.resolve("none").toString())))
        .as("it does not search elsewhere")
        .contains("none: cannot open shared object file")
        .doesNotContain("/usr/local");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "usr/local/cuda/lib64",
        "usr/local/cuda-12.8/lib64",
        "usr/lib/x86_64-linux-gnu",
        "usr/local/lib/python3.12/dist-packages/nvidia/cublas/lib",
        "usr/lib/python3/dist-packages/nvidia/cu13/lib",
        "opt/torch/lib/python3.11/site-packages/nvidia/cu13/lib",
        "opt/app/venv/lib/python3.12/site-packages/nvidia/cublas/lib",
        "opt/app/.venv/lib/python3.12/site-packages/nvidia/cu13/lib"
      })
  void itIsFoundInTheUsualPlaces(String place) throws Exception {
    Path file = put("cublaslt", root.resolve(place), "libcublasLt.so.12");
    assertThat(found(Map.of())).contains("cuBLASLt 13.0.2, " + file + "\n", " 0 failures");
  }

  @ParameterizedTest
  @CsvSource({
    "LD_LIBRARY_PATH, ''",
    "CUDA_HOME, lib64",
    "CUDA_PATH, lib64",
    "CONDA_PREFIX, lib",
    "CONDA_PREFIX, lib/python3.12/site-packages/nvidia/cublas/lib",
    "VIRTUAL_ENV, lib/python3.12/site-packages/nvidia/cu13/lib",
    "HOME, .local/lib/python3.12/site-packages/nvidia/cu13/lib"
  })
  void itIsFoundInThePlacesThatVariablesName(String variable, String place) throws Exception {
    Path base = folder.resolve("base");
    Path file = put("cublaslt", base.resolve(place), "libcublasLt.so.13");
    assertThat(found(Map.of(variable, base.toString())))
        .contains("cuBLASLt 13.0.2, " + file + "\n", " 0 failures");
  }

  @Test
  void oneThatCannotBeInitialisedIsPassedOver() throws Exception {
    Path toolkit = root.resolve("usr/local/cuda/lib64");
    put("broken", toolkit, "libcublasLt.so.13");
    assertThat(found(Map.of()))
        .contains(toolkit + "/libcublasLt.so.13 cannot be initialised: CUBLAS_STATUS_NOT_INIT")
        .contains("1 failures");
    Path older = put("cublaslt", toolkit, "libcublasLt.so.12");
    assertThat(found(Map.of())).contains("cuBLASLt 13.0.2, " + older + "\n", " 0 failures");
  }

  private JavaProcess java(Map<String, String> environment, String... more) {
    Map<String, String> all = new HashMap<>();
    all.put("ZENER_EMULATED_ROOT", root.toString());
    all.put("HOME", folder.toString());
    all.putAll(environment);
    String path = String.join(File.pathSeparator, more) + System.getProperty("java.class.path");
    return new JavaProcess(folder)
        .onClassPath(path)
        .with(
            "-Dzener.cuda.library=" + kernels.resolve("libzener_cuda.so"),
            "-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("cache"))
        .with(all);
  }

  @Test
  void onlyProductsNeedIt() throws Exception {
    Ended ended = java(Map.of()).run("", WithoutProducts.class.getName());
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out())
        .containsPattern("MMD \\d\\.\\d+\n")
        .contains("cuBLASLt, which computes matrix products, was not found. Install the CUDA");
    Path file = put("cublaslt", folder.resolve("own"), "libcublasLt.so.13");
    Ended named =
        java(Map.of("ZENER_CUBLASLT", file.toString())).run("", WithoutProducts.class.getName());
    assertThat(named.out()).as(named.err()).contains("there were products");
  }

  /** A jar like the Maven artifact's. */
  private String artifact(String kind) throws IOException {
    Path jar = folder.resolve(kind + ".jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry(PACKED + "libcublasLt.so.12"));
      Files.copy(built.resolve(kind).resolve("libcublasLt.so.13"), zip);
    }
    return jar + File.pathSeparator;
  }

  @Test
  void theMavenArtifactOnTheClassPathIsEnough() throws Exception {
    Ended ended = java(Map.of(), artifact("cublaslt")).run("", "dev.zener.cli.Main", "info");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out())
        .containsPattern(
            "matrix products by cuBLASLt 13\\.0\\.2, .*/cache/.*/linux-x86_64/libcublasLt\\.so\\.12");
  }

  @Test
  void anArtifactThatCannotBeUsedIsReportedAndTheSearchGoesOn() throws Exception {
    Path file = put("cublaslt", root.resolve("usr/local/cuda/lib64"), "libcublasLt.so.13");
    Ended ended = java(Map.of(), artifact("broken")).run("", "dev.zener.cli.Main", "info");
    assertThat(ended.out()).contains("matrix products by cuBLASLt 13.0.2, " + file);
    assertThat(ended.err())
        .contains("libcublasLt.so.12 on the class path cannot be used", "cannot be initialised");
  }
}
