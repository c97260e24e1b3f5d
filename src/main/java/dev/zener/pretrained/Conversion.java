package dev.zener.pretrained;

import dev.zener.model.EncoderShape;
import dev.zener.model.ParameterNames;
import dev.zener.weights.DType;
import dev.zener.weights.TensorInfo;
import dev.zener.weights.TensorSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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
   * What a conversion did.
   *
   * @param target the directory written
   * @param dtype of its weights
   * @param tagger whether it has a head that tags
   * @param remark why it has none; empty if it has one
   * @param report what became of every tensor of the source
   */
  public record Result(Path target, DType dtype, boolean tagger, String remark, LoadReport report) {
    /** A few lines for people. */
    public List<String> lines() {
      List<String> lines = new ArrayList<>(report.lines());
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
   * @param dtype F32, F16 or BF16; empty: as the source, where it is one of these, else F32
   * @throws dev.zener.label.InputException if the source cannot be read as a BERT model, or the
   *     target is there and not empty
   * @throws IllegalArgumentException if the type is another
   */
  public static Result run(ModelSource source, Path target, Optional<DType> dtype) {
    return run(source, target, dtype, model -> Map.of());
  }

  /**
   * The same.
   *
   * @param info what is to be said of the model in the target besides what the source says
   */
  static Result run(
      ModelSource source,
      Path target,
      Optional<DType> dtype,
      Function<ModelDirectory, Map<String, String>> info) {
    FreshDirectory.requireFree(target);
    ModelDirectory model = ModelDirectory.open(source);
    try (OpenWeights weights = OpenWeights.open(model.files())) {
      OpenWeights.Choice choice = weights.choose(shapes(model, weights));
      List<TensorSource> tensors = List.copyOf(choice.tensors().values());
      DType written = dtype.orElseGet(() -> written(tensors.get(0).info()));
      Map<String, String> said = new LinkedHashMap<>(model.info());
      said.putAll(info.apply(model));
      new ModelContent(
              model.encoder(), model.head().labels(), model.tokenizer(), written, tensors, said)
          .write(target);
      return new Result(
          target,
          written,
          model.isTagger(),
          model.head().absence(),
          choice.report().withRemarks(model.remarks()));
    }
  }

  private static Map<String, long[]> shapes(ModelDirectory model, OpenWeights weights) {
    return model.isTagger()
        ? ParameterNames.of(model.shape())
        : withPooler(model.encoder(), weights.bert());
  }

  private static Map<String, long[]> withPooler(EncoderShape encoder, BertWeights weights) {
    Map<String, long[]> shapes = new LinkedHashMap<>(ParameterNames.encoder(encoder));
    String weight = "bert.pooler.dense.weight";
    if (weights.find(weight).isPresent()) {
      shapes.put(weight, new long[] {encoder.hidden(), encoder.hidden()});
      shapes.put("bert.pooler.dense.bias", new long[] {encoder.hidden()});
    }
    return shapes;
  }

  private static DType written(TensorInfo wordEmbeddings) {
    DType dtype = wordEmbeddings.dtype();
    return ModelContent.TYPES.contains(dtype) ? dtype : DType.F32;
  }
}
