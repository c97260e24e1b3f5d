package dev.zener.pretrained;

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
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Rewrites any model directory that {@link ModelDirectory#open} takes in the layout that we write,
 * a piece of a tensor at a time.
 *
 * <p>A tagger stays one, with its inner heads. Anything else becomes an encoder alone, saved as
 * HuggingFace's BertModel, with its pooler if it has one, which that class has a place for.
 */
public final class Conversion {
  private Conversion() {}

  /**
   * What is to be written.
   *
   * @param dtype F32, F16 or BF16; empty: as the source, where it is one of these, else F32
   * @param layers how many of the encoder's layers stay, the first; a tagger must have a head on
   *     the last of them. Empty: all
   * @param pieces texts of which the pieces stay, and with them the special pieces and those of one
   *     character; empty: all
   */
  public record Settings(Optional<DType> dtype, OptionalInt layers, Optional<PieceTexts> pieces) {
    /** All of the model in its own type. */
    public static final Settings DEFAULTS =
        new Settings(Optional.empty(), OptionalInt.empty(), Optional.empty());

    public Settings withDtype(DType value) {
      return new Settings(Optional.of(value), layers, pieces);
    }

    public Settings withLayers(int value) {
      return new Settings(dtype, OptionalInt.of(value), pieces);
    }

    public Settings withPieces(PieceTexts value) {
      return new Settings(dtype, layers, Optional.of(value));
    }
  }

  /**
   * What a conversion did.
   *
   * @param target the directory written
   * @param dtype of its weights
   * @param tagger whether it has a head that tags
   * @param remark why it has none; empty if it has one
   * @param left what was left of the model, a line each; none if all of it
   * @param report what became of every tensor of the source
   */
  public record Result(
      Path target,
      DType dtype,
      boolean tagger,
      String remark,
      List<String> left,
      LoadReport report) {
    /** A few lines for people. */
    public List<String> lines() {
      List<String> lines = new ArrayList<>(report.lines());
      lines.addAll(left);
      lines.add(
          "wrote %s in %s: %s"
              .formatted(
                  target, dtype, tagger ? "a tagger" : "an encoder without a head, as " + remark));
      return lines;
    }
  }

  /**
   * Converts.
   *
   * @param source where the model is
   * @param target missing or an empty directory
   * @throws dev.zener.label.InputException if the source cannot be read as a BERT model, or has no
   *     head on the layer that is to be the last, or the target is there and not empty
   * @throws IllegalArgumentException if the type is another
   */
  public static Result run(ModelSource source, Path target, Settings settings) {
    return run(source, target, settings, model -> Map.of());
  }

  /**
   * The same.
   *
   * @param info what is to be said of the model in the target besides what the source says
   */
  static Result run(
      ModelSource source,
      Path target,
      Settings settings,
      Function<ModelDirectory, Map<String, String>> info) {
    FreshDirectory.requireFree(target);
    ModelDirectory model = ModelDirectory.open(source);
    LayerCut cut = LayerCut.of(model, settings.layers());
    Optional<FewerPieces> fewer =
        settings.pieces().map(texts -> FewerPieces.of(model.tokenizer(), texts));
    try (OpenWeights weights = OpenWeights.open(model.files())) {
      OpenWeights.Choice choice = weights.choose(cut.wanted(weights.bert()));
      List<TensorSource> tensors =
          cut.tensors(choice.tensors()).stream()
              .map(tensor -> fewer.map(f -> f.of(tensor)).orElse(tensor))
              .toList();
      DType written = settings.dtype().orElseGet(() -> written(tensors.get(0).info()));
      Map<String, String> said = new LinkedHashMap<>(cut.info());
      said.putAll(info.apply(model));
      new ModelContent(
              fewer.map(f -> f.shape(cut.encoder())).orElse(cut.encoder()),
              model.head().labels(),
              fewer.map(FewerPieces::tokenizer).orElse(model.tokenizer()),
              written,
              tensors,
              said)
          .write(target, () -> weights.verifyBase(model.encoder()));
      return new Result(
          target,
          written,
          model.isTagger(),
          model.head().absence(),
          Stream.of(cut.line(), fewer.map(FewerPieces::line)).flatMap(Optional::stream).toList(),
          choice.report().withRemarks(model.remarks()));
    }
  }

  private static DType written(TensorInfo wordEmbeddings) {
    DType dtype = wordEmbeddings.dtype();
    return ModelContent.TYPES.contains(dtype) ? dtype : DType.F32;
  }
}
