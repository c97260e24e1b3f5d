package dev.zener.pretrained;

import dev.zener.delta.Delta;
import dev.zener.label.InputException;
import dev.zener.weights.TensorInfo;
import dev.zener.weights.TensorSource;
import dev.zener.weights.WeightFile;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An open weight file seen through our parameter names ({@code bert.encoder.layer.0...}, {@code
 * classifier.weight}): under whatever prefix its encoder stands, and by the {@link NameTable} of
 * whoever wrote it.
 */
final class BertWeights implements AutoCloseable {
  private static final String BERT = "bert.";

  private final WeightFile file;
  private final String place;
  private final NameTable table;

  /** What stands before {@code embeddings} and {@code encoder}, with its separator. */
  private final String prefix;

  /** What stands before {@code classifier}: the prefix without its last part. */
  private final String outer;

  /** What is added to the file's tensors. */
  private final Optional<DeltaOfBase> delta;

  private BertWeights(
      WeightFile file, String place, NameTable table, String prefix, Optional<DeltaOfBase> delta) {
    this.file = file;
    this.place = place;
    this.table = table;
    this.prefix = prefix;
    this.delta = delta;
    int last = prefix.lastIndexOf(table.separator(), prefix.length() - 2);
    this.outer = prefix.substring(0, last + 1);
  }

  /**
   * @throws InputException if there is no such file, or it has no BERT encoder, or several
   */
  static BertWeights open(ModelFiles files) {
    if (files.base().isPresent()) {
      return delta(files);
    }
    WeightFile file = WeightFile.open(files.folder(), files.weights());
    try {
      return of(file, files.place());
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  private static BertWeights delta(ModelFiles files) {
    BertWeights base = open(files.base().get());
    try {
      Delta delta = Delta.open(files.folder());
      return new BertWeights(
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

  private static BertWeights of(WeightFile file, String place) {
    for (NameTable table : NameTable.values()) {
      List<String> prefixes =
          prefixes(file, table).stream()
              .filter(prefix -> file.names().contains(prefix + table.norm()))
              .toList();
      if (!prefixes.isEmpty()) {
        return new BertWeights(file, place, table, only(prefixes, table, place), Optional.empty());
      }
    }
    // some encoder without a norm: what is missing is told when it is asked for
    for (NameTable table : NameTable.values()) {
      List<String> prefixes = prefixes(file, table);
      if (!prefixes.isEmpty()) {
        return new BertWeights(file, place, table, only(prefixes, table, place), Optional.empty());
      }
    }
    throw new InputException(
        "%s: has no tensor '%s' or '%s', under whatever prefix, among its %d; weights of a BERT"
                .formatted(
                    place,
                    NameTable.HUGGING_FACE.words(),
                    NameTable.TENSORFLOW.words(),
                    file.names().size())
            + " encoder are wanted");
  }

  private static List<String> prefixes(WeightFile file, NameTable table) {
    String words = table.words();
    return file.names().stream()
        .filter(name -> name.equals(words) || name.endsWith(table.separator() + words))
        .map(name -> name.substring(0, name.length() - words.length()))
        .toList();
  }

  private static String only(List<String> prefixes, NameTable table, String place) {
    String usual = "bert" + table.separator();
    if (prefixes.size() > 1 && !prefixes.contains(usual)) {
      throw new InputException(
          "%s: has several encoders, under the prefixes %s; keep one, or name it '%s'"
              .formatted(place, LoadReport.plain(prefixes.toString()), usual));
    }
    return prefixes.size() == 1 ? prefixes.get(0) : usual;
  }

  WeightFile file() {
    return file;
  }

  @Override
  public void close() {
    file.close();
    delta.ifPresent(d -> d.delta().close());
  }

  /** Where the file is, for people. */
  String place() {
    return place;
  }

  /** What stands before the encoder's names in the file. */
  String prefix() {
    return prefix;
  }

  /** Whether the prefix is one that BERT's weights have, bare or in a wrapper of PyTorch's. */
  boolean mayBeBert() {
    String last = prefix.substring(outer.length());
    return last.isEmpty()
        || List.of("bert", "module").contains(last.substring(0, last.length() - 1));
  }

  /** What is added to the file's tensors, if this is a delta. */
  Optional<DeltaOfBase> delta() {
    return delta;
  }

  /** What the file calls one of our parameters, if it has it. */
  Optional<String> find(String ours) {
    return isWhole(ours)
        ? Optional.of(ours)
        : Optional.of(theirs(ours).name()).filter(file.names()::contains);
  }

  private boolean isWhole(String ours) {
    return delta.isPresent() && delta.get().delta().whole(ours);
  }

  /** The shape of one of our parameters, if the file has it. */
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
    boolean within = ours.startsWith(BERT);
    NameTable.Theirs bare = table.theirs(within ? ours.substring(BERT.length()) : ours);
    return new NameTable.Theirs((within ? prefix : outer) + bare.name(), bare.transposed());
  }

  /**
   * One of our parameters, under the file's name.
   *
   * @throws InputException if it is missing, of another shape, or not floating-point
   */
  TensorSource require(String ours, long[] shape) {
    return delta.isPresent()
        ? delta.get().tensor(ours, shape, () -> stored(ours, shape))
        : stored(ours, shape);
  }

  /** One of our parameters as the file has it, under the file's name, without a delta. */
  TensorSource stored(String ours, long[] shape) {
    NameTable.Theirs theirs = theirs(ours);
    if (!file.names().contains(theirs.name())) {
      throw new InputException(
          "%s: has no tensor '%s' of shape %s, which the model's sizes ask for; weights and config.json"
                  .formatted(place, theirs.name(), Arrays.toString(shape))
              + " must be of the same model, and complete");
    }
    TensorInfo info = file.info(theirs.name());
    TensorShape.check(place, info, theirs.transposed() ? reversed(shape) : shape);
    TensorSource stored = TensorSource.of(file, theirs.name());
    return theirs.transposed() ? stored.transposed() : stored;
  }

  private static long[] reversed(long[] matrix) {
    return new long[] {matrix[1], matrix[0]};
  }

  /**
   * Whether a tensor is the word embeddings again, as a masked-language head's decoder is: same
   * shape, and same first and last 1,024 numbers. TensorFlow stores none; and in a compressed
   * archive it would cost a pass over the file to see.
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
