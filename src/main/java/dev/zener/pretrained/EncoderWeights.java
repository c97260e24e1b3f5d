package dev.zener.pretrained;

import dev.zener.delta.Delta;
import dev.zener.model.Architecture;
import dev.zener.model.EncoderNames;
import dev.zener.model.HeadParameters;
import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import dev.zener.weights.TensorInfo;
import dev.zener.weights.TensorSource;
import dev.zener.weights.WeightFile;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An open weight file, read by Zener's parameter names ({@code bert.encoder.layer.0...}, {@code
 * classifier.weight}). Its encoder may have any prefix; the {@link NameTable} of the file's format
 * translates the names.
 */
final class EncoderWeights implements AutoCloseable {
  private final Architecture architecture;
  private final WeightFile file;
  private final String place;
  private final NameTable table;

  /** The prefix of {@code embeddings} and {@code encoder} in the file, including the separator. */
  private final String prefix;

  /** The prefix of {@code classifier} in the file: the encoder's prefix without its last part. */
  private final String outer;

  /** The delta that is added to the file's tensors, if there is one. */
  private final Optional<DeltaOfBase> delta;

  private EncoderWeights(
      Architecture architecture,
      WeightFile file,
      String place,
      NameTable table,
      String prefix,
      Optional<DeltaOfBase> delta) {
    this.architecture = architecture;
    this.file = file;
    this.place = place;
    this.table = table;
    this.prefix = prefix;
    this.delta = delta;
    int last = prefix.lastIndexOf(table.separator(), prefix.length() - 2);
    this.outer = prefix.substring(0, last + 1);
  }

  /**
   * Opens the weights of a model.
   *
   * @param architecture the architecture that the model's config names
   * @throws InputException if the file is missing, or it has no such encoder or several
   */
  static EncoderWeights open(ModelFiles files, Architecture architecture) {
    if (files.base().isPresent()) {
      return delta(files, files.base().get(), architecture);
    }
    WeightFile file = WeightFile.open(files.folder(), files.weights());
    try {
      return of(architecture, file, files.place());
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  private static EncoderWeights delta(
      ModelFiles files, ModelFiles baseFiles, Architecture architecture) {
    EncoderWeights base = open(baseFiles, ModelConfig.architecture(baseFiles));
    try {
      if (base.architecture != architecture) {
        throw new InputException(
            "%s: is a delta of a %s, but its base %s is a %s; name the right one with %s"
                .formatted(
                    files.place(),
                    architecture.title(),
                    base.place,
                    base.architecture.title(),
                    Setting.BASE));
      }
      Delta delta = Delta.open(files.folder());
      return new EncoderWeights(
          architecture,
          base.file,
          base.place,
          base.table,
          base.prefix,
          Optional.of(new DeltaOfBase(delta, base.place)));
    } catch (RuntimeException | Error e) {
      base.close();
      throw e;
    }
  }

  private static EncoderWeights of(Architecture architecture, WeightFile file, String place) {
    for (NameTable table : NameTable.values()) {
      List<String> prefixes =
          prefixes(file, table).stream()
              .filter(prefix -> file.names().contains(prefix + table.norm()))
              .toList();
      if (!prefixes.isEmpty()) {
        String prefix = only(prefixes, architecture, table, place);
        return new EncoderWeights(architecture, file, place, table, prefix, Optional.empty());
      }
    }
    // an encoder without this LayerNorm: the missing tensor is reported when it is read
    for (NameTable table : NameTable.values()) {
      List<String> prefixes = prefixes(file, table);
      if (!prefixes.isEmpty()) {
        String prefix = only(prefixes, architecture, table, place);
        return new EncoderWeights(architecture, file, place, table, prefix, Optional.empty());
      }
    }
    throw new InputException(
        "%s: none of its %d tensors is named '%s' or '%s', with any prefix; give the weights of a"
                .formatted(
                    place,
                    file.names().size(),
                    NameTable.HUGGING_FACE.words(),
                    NameTable.TENSORFLOW.words())
            + " "
            + architecture.title()
            + " encoder");
  }

  private static List<String> prefixes(WeightFile file, NameTable table) {
    String words = table.words();
    return file.names().stream()
        .filter(name -> name.equals(words) || name.endsWith(table.separator() + words))
        .map(name -> name.substring(0, name.length() - words.length()))
        .toList();
  }

  private static String only(
      List<String> prefixes, Architecture architecture, NameTable table, String place) {
    String usual = architecture.names().prefix().replace('.', table.separator());
    if (prefixes.size() > 1 && !prefixes.contains(usual)) {
      throw new InputException(
          "%s: has several encoders, with the prefixes %s; keep one, or rename its prefix to '%s'"
              .formatted(place, LoadReport.plain(prefixes.toString()), usual));
    }
    return prefixes.size() == 1 ? prefixes.get(0) : usual;
  }

  /** The architecture that the file is read as. */
  Architecture architecture() {
    return architecture;
  }

  WeightFile file() {
    return file;
  }

  @Override
  public void close() {
    file.close();
    delta.ifPresent(d -> d.delta().close());
  }

  /** The file's location, for messages. */
  String place() {
    return place;
  }

  /** The prefix of the encoder's names in the file, including the separator. */
  String prefix() {
    return prefix;
  }

  /**
   * Whether the last part of the prefix is one that BERT has: none, {@code bert}, or {@code
   * module}, which PyTorch's DataParallel adds.
   */
  boolean mayBeBert() {
    String last = prefix.substring(outer.length());
    return last.isEmpty()
        || List.of("bert", "module").contains(last.substring(0, last.length() - 1));
  }

  /** The delta that is added to the file's tensors, if there is one. */
  Optional<DeltaOfBase> delta() {
    return delta;
  }

  /** The file's name of a parameter, if the file has it. */
  Optional<String> find(String ours) {
    return isWhole(ours)
        ? Optional.of(ours)
        : Optional.of(theirs(ours).name()).filter(file.names()::contains);
  }

  private boolean isWhole(String ours) {
    return delta.isPresent() && delta.get().delta().whole(ours);
  }

  /** The shape of a parameter in Zener's layout, if the file has it. */
  Optional<long[]> shape(String ours) {
    if (isWhole(ours)) {
      return Optional.of(delta.get().delta().shape(ours));
    }
    NameTable.Theirs theirs = theirs(ours);
    return find(ours).map(name -> shape(file.info(name), theirs.transposed()));
  }

  private static long[] shape(TensorInfo info, boolean transposed) {
    long[] shape = info.shape();
    return transposed && shape.length == 2 ? new long[] {shape[1], shape[0]} : shape;
  }

  private NameTable.Theirs theirs(String ours) {
    String usual = architecture.names().prefix();
    boolean within = ours.startsWith(usual);
    NameTable.Theirs bare = table.theirs(within ? ours.substring(usual.length()) : ours);
    return new NameTable.Theirs((within ? prefix : outer) + bare.name(), bare.transposed());
  }

  /**
   * A parameter, under the file's name and with the delta added if there is one.
   *
   * @throws InputException if it is missing, has another shape, or is not floating-point
   */
  TensorSource require(String ours, long[] shape) {
    return delta.isPresent()
        ? delta.get().tensor(ours, shape, () -> stored(ours, shape))
        : stored(ours, shape);
  }

  /** A parameter as stored in the file, under the file's name, without a delta. */
  TensorSource stored(String ours, long[] shape) {
    NameTable.Theirs theirs = theirs(ours);
    if (!file.names().contains(theirs.name())) {
      throw new InputException(
          "%s: tensor '%s' of shape %s is missing, which the model's sizes require; use complete weights"
                  .formatted(place, theirs.name(), Arrays.toString(shape))
              + " and the config.json of the same model");
    }
    TensorInfo info = file.info(theirs.name());
    TensorShape.check(place, info, theirs.transposed() ? reversed(shape) : shape);
    TensorSource stored = TensorSource.of(file, theirs.name());
    return theirs.transposed() ? stored.transposed() : stored;
  }

  private static long[] reversed(long[] matrix) {
    return new long[] {matrix[1], matrix[0]};
  }

  /** Whether a tensor lies in the encoder, or is of the classifier that {@link #find} finds. */
  boolean isEncoderOrClassifier(String name) {
    return Stream.of(EncoderNames.EMBEDDINGS, architecture.names().layers())
            .anyMatch(part -> name.startsWith(prefix + table.theirs(part).name()))
        || Stream.of(HeadParameters.CLASSIFIER_WEIGHT, HeadParameters.CLASSIFIER_BIAS)
            .anyMatch(ours -> theirs(ours).name().equals(name));
  }

  /**
   * Whether a tensor is a copy of the word embeddings, such as the decoder of a masked-language
   * head. It counts as a copy if shape, type and the first and last 1,024 elements are equal.
   * Always false for TensorFlow, which stores no copies, and in a compressed archive, where the
   * comparison would cost a pass over the file.
   */
  boolean isWordEmbeddings(String name) {
    String words = prefix + table.words();
    TensorInfo info = file.info(name);
    return table != NameTable.TENSORFLOW
        && file.direct()
        && !name.equals(words)
        && info.shape().length == 2
        && Arrays.equals(info.shape(), file.info(words).shape())
        && info.dtype() == file.info(words).dtype()
        && Arrays.equals(ends(name), ends(words));
  }

  private float[] ends(String name) {
    int count = (int) Math.min(1024, file.info(name).elements());
    FloatBuffer ends = FloatBuffer.allocate(2 * count);
    file.read(name, 0, ends.limit(count));
    file.read(name, file.info(name).elements() - count, ends.limit(2 * count));
    return ends.array();
  }
}
