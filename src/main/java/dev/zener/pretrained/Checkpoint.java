package dev.zener.pretrained;

import dev.zener.label.InputException;
import dev.zener.weights.TensorInfo;
import dev.zener.weights.TensorSource;
import dev.zener.weights.WeightFile;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An open weight file seen through our parameter names ({@code bert.encoder.layer.0...}, {@code
 * classifier.weight}): under whatever prefix its encoder stands, and with LayerNorm's parameters
 * under their new names or those of 2018, gamma and beta.
 */
final class Checkpoint {
  private static final String BERT = "bert.";
  private static final String WORDS = "embeddings.word_embeddings.weight";

  private final WeightFile file;
  private final Path path;

  /** What stands before {@code embeddings} and {@code encoder}, with its dot. */
  private final String prefix;

  /** What stands before {@code classifier}: the prefix without its last part. */
  private final String outer;

  private Checkpoint(WeightFile file, Path path, String prefix) {
    this.file = file;
    this.path = path;
    this.prefix = prefix;
    this.outer = prefix.replaceFirst("[^.]*\\.$", "");
  }

  /**
   * @throws InputException if there is no such file, or it has no BERT encoder, or several
   */
  static Checkpoint open(Path path) {
    WeightFile file = WeightFile.open(path);
    try {
      return new Checkpoint(file, path, prefix(file, path));
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  private static String prefix(WeightFile file, Path path) {
    List<String> prefixes =
        file.names().stream()
            .filter(name -> name.equals(WORDS) || name.endsWith("." + WORDS))
            .map(name -> name.substring(0, name.length() - WORDS.length()))
            .toList();
    if (prefixes.isEmpty()) {
      throw new InputException(
          "%s: has no tensor '%s', under whatever prefix, among its %d; weights of a BERT encoder"
                  .formatted(path, WORDS, file.names().size())
              + " are wanted");
    }
    if (prefixes.size() > 1 && !prefixes.contains(BERT)) {
      throw new InputException(
          "%s: has several encoders, under the prefixes %s; keep one, or name it 'bert.'"
              .formatted(path, LoadReport.plain(prefixes.toString())));
    }
    return prefixes.size() == 1 ? prefixes.get(0) : BERT;
  }

  WeightFile file() {
    return file;
  }

  /** What the file calls one of our parameters, if it has it. */
  Optional<String> find(String ours) {
    return candidates(ours).filter(file.names()::contains).findFirst();
  }

  private Stream<String> candidates(String ours) {
    String name = ours.startsWith(BERT) ? prefix + ours.substring(BERT.length()) : outer + ours;
    String old =
        name.replace("LayerNorm.weight", "LayerNorm.gamma")
            .replace("LayerNorm.bias", "LayerNorm.beta");
    return Stream.of(name, old).distinct();
  }

  /**
   * One of our parameters, under the file's name.
   *
   * @throws InputException if it is missing, of another shape, or not floating-point
   */
  TensorSource require(String ours, long[] shape) {
    String name = find(ours).orElseThrow(() -> missing(ours, shape));
    TensorShape.check(path, file.info(name), shape);
    return TensorSource.of(file, name);
  }

  private InputException missing(String ours, long[] shape) {
    String names = String.join("' or '", candidates(ours).toList());
    return new InputException(
        "%s: has no tensor '%s' of shape %s, which config.json asks for; weights and config.json"
                .formatted(path, names, Arrays.toString(shape))
            + " must be of the same model, and complete");
  }

  /**
   * Whether a tensor is the word embeddings again, as a masked-language head's decoder is: same
   * shape, and same first and last 1,024 numbers.
   */
  boolean isWordEmbeddings(String name) {
    String words = prefix + WORDS;
    TensorInfo info = file.info(name);
    return !name.equals(words)
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
