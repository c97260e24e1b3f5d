package dev.zener.benchmarks;

import dev.zener.bench.Bench;
import dev.zener.bench.BenchSettings;
import dev.zener.op.backend.Backends;
import dev.zener.op.cuda.CudaBackend;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Writes the calls of kernels of one step of {@code bench} on a card to a file, which the native
 * program zener_replay repeats. The weights are random.
 *
 * <p>This file needs only the JDK and the library, so that it can be started from its source.
 * Settings are {@code name=value}; see {@link #DEFAULTS}.
 */
public final class StepDump {
  /**
   * The settings. {@code kind} is student or tag; {@code values} is whether the step is computed
   * and the file also contains its weights, inputs and results, which suits small models only.
   */
  private static final Map<String, String> DEFAULTS =
      settings(
          "file=target/step.trace",
          "kind=student",
          "values=false",
          "precision=float32",
          "batch=32",
          "layers=12",
          "hidden=768",
          "heads=12",
          "feed-forward=3072");

  private final Map<String, String> settings = new LinkedHashMap<>(DEFAULTS);

  private StepDump(String[] arguments) {
    settings(arguments)
        .forEach(
            (name, value) -> {
              if (settings.replace(name, value) == null) {
                throw new IllegalArgumentException("setting '" + name + "'; allowed: " + DEFAULTS);
              }
            });
  }

  private static Map<String, String> settings(String... pairs) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String pair : pairs) {
      String[] parts = pair.split("=", 2);
      settings.put(parts[0], parts.length == 2 ? parts[1] : "");
    }
    return settings;
  }

  /** Writes the file and prints its name. */
  public static void main(String[] arguments) {
    System.out.println(new StepDump(arguments).dump());
  }

  private Path dump() {
    BenchSettings bench = bench();
    Backends.choose(bench.device(), bench.precision()); // says why if there is no card
    Path file = Path.of(settings.get("file"));
    CudaBackend.trace(file, Boolean.parseBoolean(settings.get("values")), () -> Bench.step(bench));
    return file;
  }

  private BenchSettings bench() {
    return new BenchSettings(
        BenchSettings.Kind.valueOf(settings.get("kind").toUpperCase(Locale.ROOT)),
        "cuda",
        settings.get("precision"),
        1,
        0,
        number("batch"),
        Path.of("data/uner/en_ewt.train.tsv"),
        Path.of("data/uner/de_pud.test.tsv"),
        Path.of("data/encoder/vocab.txt"),
        Optional.empty(),
        new BenchSettings.Shape(
            number("layers"), number("hidden"), number("heads"), number("feed-forward")),
        128,
        OptionalInt.empty());
  }

  private int number(String name) {
    return Integer.parseInt(settings.get(name));
  }
}
