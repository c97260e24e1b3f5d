package dev.zener.delta;

import dev.zener.files.Folder;
import dev.zener.files.Quoted;
import dev.zener.problem.InputException;
import dev.zener.weights.SafetensorsWriter;
import dev.zener.weights.TensorInfo;
import dev.zener.weights.TensorSource;
import dev.zener.weights.WeightFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * An open file {@code delta.safetensors}, which holds the difference of a model from its base. A
 * changed tensor is stored whole under its name. A changed matrix [out,in] may instead be stored as
 * factors whose product is added to the base's matrix: {@code NAME.lora_B} [out,r] times {@code
 * NAME.lora_A} [r,in], with the names of LoRA (Hu et al. 2022, <a
 * href="https://arxiv.org/abs/2106.09685">arXiv 2106.09685</a>). All other tensors are those of the
 * base. The metadata name the base and the {@link Fingerprint} of its encoder.
 */
public final class Delta implements AutoCloseable {
  /** The name of the file. */
  public static final String NAME = "delta.safetensors";

  private static final String A = ".lora_A";
  private static final String B = ".lora_B";
  private static final String BASE = "base";
  private static final String SHA256 = "base_sha256";

  private final String place;
  private final WeightFile file;
  private final Base base;
  private final Set<String> changed = new TreeSet<>();

  /**
   * The tensors of a file that can only be read from its start, as one in an archive: they are
   * needed in the order of the base's.
   */
  private final Map<String, TensorSource> inMemory = new HashMap<>();

  /**
   * The base of a delta.
   *
   * @param name the name of a known model, or the path of the base when the delta was made
   * @param sha256 the {@link Fingerprint} of its encoder, 64 hexadecimal digits
   */
  public record Base(String name, String sha256) {}

  private Delta(String place, WeightFile file) {
    this.place = place;
    this.file = file;
    this.base = new Base(said(BASE), said(SHA256));
    if (!base.sha256.matches("[0-9a-f]{64}")) {
      throw malformed("its %s is %s, not 64 hexadecimal digits".formatted(SHA256, base.sha256));
    }
    for (String name : file.names()) {
      changed.add(ours(name));
    }
    if (!file.direct()) {
      file.names().stream()
          .sorted(Comparator.comparingLong(file::place))
          .forEach(name -> inMemory.put(name, read(name)));
    }
  }

  private TensorSource read(String name) {
    return TensorSource.of(name, file.floats(name), file.info(name).shape());
  }

  /**
   * Opens the file of a folder.
   *
   * @throws InputException if it is missing or malformed
   */
  public static Delta open(Folder folder) {
    WeightFile file = WeightFile.open(folder, NAME);
    try {
      return new Delta(folder.place(NAME), file);
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /**
   * Writes the file to a directory.
   *
   * @param tensors the tensors computed by {@link Difference}
   */
  public static void write(Path directory, Base base, List<TensorSource> tensors) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "pt");
    metadata.put(BASE, base.name);
    metadata.put(SHA256, base.sha256);
    SafetensorsWriter.write(directory.resolve(NAME), metadata, tensors);
  }

  /** The names of a matrix's factors, B and A. */
  static List<String> factors(String name) {
    return List.of(name + B, name + A);
  }

  private String said(String key) {
    String value = file.metadata().get(key);
    if (value == null) {
      throw malformed("'" + key + "' is missing from its metadata");
    }
    return value;
  }

  private InputException malformed(String what) {
    return new InputException(
        "%s: %s; the file is not a delta, or damaged: make it again".formatted(place, what));
  }

  private String ours(String name) {
    for (String end : List.of(A, B)) {
      if (name.endsWith(end)) {
        String ours = name.substring(0, name.length() - end.length());
        requireFactors(ours);
        return ours;
      }
    }
    return name;
  }

  private void requireFactors(String name) {
    for (String factor : factors(name)) {
      if (!file.names().contains(factor)) {
        throw malformed("tensor " + Quoted.of(factor) + " is missing");
      }
      TensorInfo info = file.info(factor);
      if (info.shape().length != 2 || !info.dtype().floating() || info.elements() > 1 << 28) {
        throw malformed("%s is %s, not a narrow matrix".formatted(Quoted.of(factor), info));
      }
    }
    if (file.names().contains(name)) {
      throw malformed("it has " + Quoted.of(name) + " both whole and as factors");
    }
    long rank = file.info(name + A).shape()[0];
    if (rank != file.info(name + B).shape()[1] || rank == 0) {
      throw malformed("the shapes of the factors of %s do not match".formatted(Quoted.of(name)));
    }
  }

  /** The location of the file, for messages. */
  public String place() {
    return place;
  }

  /** The base that the delta was made from. */
  public Base base() {
    return base;
  }

  /** The names of all tensors that differ from the base's. */
  public Set<String> changed() {
    return Collections.unmodifiableSet(changed);
  }

  /** Whether a tensor differs from the base's. */
  public boolean changes(String name) {
    return changed.contains(name);
  }

  /** Whether a tensor is stored whole, so that the base's is not needed. */
  public boolean whole(String name) {
    return file.names().contains(name);
  }

  /** The shape of a tensor that is stored whole. */
  public long[] shape(String name) {
    return file.info(name).shape();
  }

  /** A tensor that is stored whole. */
  public TensorSource tensor(String name) {
    return file.direct() ? TensorSource.of(file, name) : inMemory.get(name);
  }

  /**
   * The base's matrix plus the product of the factors, in float32; the base's tensor itself if it
   * is unchanged.
   *
   * @param name the name of the tensor
   * @param from the base's tensor
   * @throws InputException if the product of the factors has another shape
   */
  public TensorSource added(String name, TensorSource from) {
    if (!changes(name)) {
      return from;
    }
    TensorSource b = tensor(name + B);
    TensorSource a = tensor(name + A);
    long[] shape = {b.info().shape()[0], a.info().shape()[1]};
    if (!Arrays.equals(shape, from.info().shape())) {
      throw new InputException(
          "%s: the change of '%s' has shape %s, but the base's matrix has %s; base and delta must"
                  .formatted(
                      place, name, Arrays.toString(shape), Arrays.toString(from.info().shape()))
              + " belong together");
    }
    return new LowRankSum(from, b, a);
  }

  @Override
  public void close() {
    file.close();
  }
}
