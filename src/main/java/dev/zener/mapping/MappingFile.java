package dev.zener.mapping;

import dev.zener.config.ConfigFile;
import dev.zener.problem.InputException;
import dev.zener.vectors.VectorHash;
import dev.zener.weights.DType;
import dev.zener.weights.SafetensorsWriter;
import dev.zener.weights.TensorInfo;
import dev.zener.weights.WeightFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A mapping as a safetensors file: the tensor {@code mapping} [width,width] in F64, which maps x to
 * mapping · x, and if the languages are centred their means {@code source_mean} and {@code
 * target_mean} [width] in F32. The metadata says how the mapping was learnt.
 */
public final class MappingFile {
  private static final String MATRIX = "mapping";
  private static final String SOURCE_MEAN = "source_mean";
  private static final String TARGET_MEAN = "target_mean";

  private MappingFile() {}

  /**
   * What a mapping was learnt from.
   *
   * @param source the source vectors
   * @param target the target vectors
   */
  public record Origin(
      NamedVectors source, NamedVectors target, MappingSettings settings, long seed) {}

  /** Writes a mapping. The file appears under its name only when complete. */
  public static void write(Path file, LearntMapping learnt, Origin origin) {
    MappedSpace space = learnt.space();
    Map<String, float[]> means = new LinkedHashMap<>();
    space.ofSource().mean().ifPresent(mean -> means.put(SOURCE_MEAN, mean));
    space.ofTarget().mean().ifPresent(mean -> means.put(TARGET_MEAN, mean));
    long width = space.width();
    List<TensorInfo> infos = new ArrayList<>();
    infos.add(new TensorInfo(MATRIX, DType.F64, new long[] {width, width}));
    for (String name : means.keySet()) {
      infos.add(new TensorInfo(name, DType.F32, new long[] {width}));
    }
    createFolder(file);
    try (SafetensorsWriter writer = SafetensorsWriter.open(file, facts(learnt, origin), infos)) {
      writer.write(MATRIX, DoubleBuffer.wrap(space.matrix()));
      means.forEach((name, mean) -> writer.write(name, FloatBuffer.wrap(mean)));
    }
  }

  private static void createFolder(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": its folder cannot be created", e);
    }
  }

  private static Map<String, String> facts(LearntMapping learnt, Origin origin) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("format", "pt");
    facts.put("source", origin.source().name());
    facts.put("source_sha256", VectorHash.of(origin.source().vectors()));
    facts.put("target", origin.target().name());
    facts.put("target_sha256", VectorHash.of(origin.target().vectors()));
    facts.put("settings", new ConfigFile().yaml(origin.settings()));
    facts.put("seed", Long.toString(origin.seed()));
    facts.put("criterion", Double.toString(learnt.criterion()));
    return facts;
  }

  /**
   * Reads a mapping.
   *
   * @throws InputException if the file holds none, or one whose elements are not finite
   */
  public static MappedSpace read(Path file) {
    try (WeightFile weights = WeightFile.open(file)) {
      if (!weights.names().contains(MATRIX)) {
        throw new InputException(
            file + ": has no tensor '" + MATRIX + "'; name a file that zener map has written");
      }
      TensorInfo info = weights.info(MATRIX);
      long[] shape = info.shape();
      if (!info.dtype().floating() || shape.length != 2 || shape[0] != shape[1] || shape[0] == 0) {
        throw new InputException(
            "%s: 'mapping' is %s; allowed: a square matrix of floating-point numbers"
                .formatted(file, info));
      }
      int width = Math.toIntExact(shape[0]);
      double[] matrix = new double[Math.multiplyExact(width, width)];
      weights.read(MATRIX, 0, DoubleBuffer.wrap(matrix));
      requireUsable(file, MATRIX, matrix);
      return new MappedSpace(
          width,
          matrix,
          preparation(file, weights, SOURCE_MEAN, width),
          preparation(file, weights, TARGET_MEAN, width));
    }
  }

  private static Preparation preparation(Path file, WeightFile weights, String name, int width) {
    if (!weights.names().contains(name)) {
      return Preparation.LENGTH_ONLY;
    }
    TensorInfo info = weights.info(name);
    if (!info.dtype().floating() || info.shape().length != 1 || info.elements() != width) {
      throw new InputException(
          "%s: '%s' is %s; allowed: %d floating-point numbers, the width of the mapping"
              .formatted(file, name, info, width));
    }
    float[] mean = weights.floats(name);
    requireUsable(file, name, IntStream.range(0, width).mapToDouble(i -> mean[i]).toArray());
    return new Preparation(Optional.of(mean));
  }

  private static void requireUsable(Path file, String name, double[] elements) {
    for (int i = 0; i < elements.length; i++) {
      if (!MappedSpace.usable(elements[i])) {
        throw new InputException(
            ("%s: element %d of '%s' is %s; allowed: finite numbers of at most %s in magnitude;"
                    + " learn the mapping again with zener map")
                .formatted(file, i, name, elements[i], MappedSpace.LARGEST));
      }
    }
  }
}
