package dev.zener.pretrained;

import dev.zener.data.WordRule;
import dev.zener.weights.DType;
import dev.zener.weights.TensorInfo;
import dev.zener.weights.TensorSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Converts any model that {@link ModelDirectory#open} reads to the directory layout that Zener
 * writes. Tensors are copied in pieces, so that little memory is needed.
 *
 * <p>A tagger stays a tagger, with its auxiliary heads. Any other model becomes an encoder without
 * a head, such as HuggingFace's BertModel, including the pooler if the source has one.
 */
public final class Conversion {
  private Conversion() {}

  /**
   * Settings of a conversion.
   *
   * @param dtype F32, F16 or BF16; empty: the type of the source if it is one of these, otherwise
   *     F32
   * @param layers how many of the encoder's first layers are kept; a tagger must have a head on the
   *     last of them; empty: all
   * @param pieces texts whose pieces are kept, in addition to special tokens and pieces of one
   *     character; empty: all pieces are kept
   * @param encoderOnly whether only the encoder is kept, without any head
   * @param words the rule for splitting text into words; empty: that of the source, if it has one
   */
  public record Settings(
      Optional<DType> dtype,
      OptionalInt layers,
      Optional<PieceTexts> pieces,
      boolean encoderOnly,
      Optional<WordRule> words) {
    /** Keeps the type, all layers, all pieces, all heads and the rule for words. */
    public static final Settings DEFAULTS =
        new Settings(
            Optional.empty(), OptionalInt.empty(), Optional.empty(), false, Optional.empty());

    public Settings withDtype(DType value) {
      return new Settings(Optional.of(value), layers, pieces, encoderOnly, words);
    }

    public Settings withLayers(int value) {
      return new Settings(dtype, OptionalInt.of(value), pieces, encoderOnly, words);
    }

    public Settings withPieces(PieceTexts value) {
      return new Settings(dtype, layers, Optional.of(value), encoderOnly, words);
    }

    public Settings withEncoderOnly() {
      return new Settings(dtype, layers, pieces, true, words);
    }

    public Settings withWords(WordRule value) {
      return new Settings(dtype, layers, pieces, encoderOnly, Optional.of(value));
    }
  }

  /**
   * The result of a conversion.
   *
   * @param target the directory written
   * @param dtype the type of its weights
   * @param tagger whether it has a tagging head
   * @param remark why it has no tagging head; empty if it has one
   * @param left a line for each kind of part that was reduced (layers, pieces), saying what was
   *     kept; empty if everything was kept
   * @param report how each tensor of the source was used
   */
  public record Result(
      Path target,
      DType dtype,
      boolean tagger,
      String remark,
      List<String> left,
      LoadReport report) {
    /** A summary in a few lines of text. */
    public List<String> lines() {
      List<String> lines = new ArrayList<>(report.lines());
      lines.addAll(left);
      lines.add(
          "wrote %s in %s: %s"
              .formatted(
                  target,
                  dtype,
                  tagger ? "a tagger" : "an encoder without a head, since " + remark));
      return lines;
    }
  }

  /**
   * Converts a model.
   *
   * @param source the model to convert
   * @param target the directory to write, which must be missing or empty
   * @throws dev.zener.problem.InputException if the source cannot be read, if it is a tagger
   *     without a head on the last layer kept or with layers that are not computed, or if the
   *     target exists and is not empty
   * @throws IllegalArgumentException if the settings name a type that is not supported
   */
  public static Result run(ModelSource source, Path target, Settings settings) {
    return run(source, target, settings, model -> Map.of());
  }

  /**
   * Converts a model and adds info strings.
   *
   * @param info info strings for the target in addition to those of the source
   */
  static Result run(
      ModelSource source,
      Path target,
      Settings settings,
      Function<ModelDirectory, Map<String, String>> info) {
    FreshDirectory.requireFree(target);
    ModelDirectory model =
        settings.encoderOnly() ? ModelDirectory.openEncoder(source) : ModelDirectory.open(source);
    if (model.head().uncomputed()) {
      throw model.head().error(model.toString());
    }
    LayerCut cut = LayerCut.of(model, settings.layers());
    Optional<FewerPieces> fewer =
        settings.pieces().map(texts -> FewerPieces.of(model.tokenizer(), texts));
    try (OpenWeights weights = OpenWeights.open(model.files())) {
      OpenWeights.Choice choice = weights.choose(cut.wanted(weights.encoder()));
      List<TensorSource> tensors =
          cut.tensors(choice.tensors()).stream()
              .map(tensor -> fewer.map(f -> f.of(tensor, model.encoder())).orElse(tensor))
              .toList();
      Set<String> names = cut.inner();
      Map<Boolean, List<TensorSource>> inner =
          tensors.stream()
              .collect(Collectors.partitioningBy(tensor -> names.contains(tensor.info().name())));
      // what is added to a base is float32, whatever the base's type
      DType own = model.files().isDelta() ? DType.F32 : written(tensors.get(0).info());
      DType written = settings.dtype().orElse(own);
      Map<String, String> said =
          new LinkedHashMap<>(settings.encoderOnly() ? Map.of() : cut.info());
      settings.words().map(StoredWordRule::info).ifPresent(said::putAll);
      said.putAll(info.apply(model));
      new ModelContent(
              fewer.map(f -> f.shape(cut.encoder())).orElse(cut.encoder()),
              model.head().labels(),
              fewer.map(FewerPieces::tokenizer).orElse(model.tokenizer()),
              written,
              inner.get(false),
              inner.get(true),
              said)
          .write(target, () -> weights.verifyBase(model.encoder()));
      return new Result(
          target,
          written,
          model.isTagger(),
          model.head().why(),
          Stream.of(cut.line(), fewer.map(FewerPieces::line)).flatMap(Optional::stream).toList(),
          choice.report().withRemarks(model.remarks()));
    }
  }

  private static DType written(TensorInfo wordEmbeddings) {
    DType dtype = wordEmbeddings.dtype();
    return ModelContent.TYPES.contains(dtype) ? dtype : DType.F32;
  }
}
