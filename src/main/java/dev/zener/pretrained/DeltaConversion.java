package dev.zener.pretrained;

import dev.zener.delta.Delta;
import dev.zener.delta.Difference;
import dev.zener.delta.Fingerprint;
import dev.zener.delta.Rank;
import dev.zener.label.LabelSet;
import dev.zener.model.EncoderShape;
import dev.zener.model.ParameterSet;
import dev.zener.model.ParameterSpec;
import dev.zener.problem.InputException;
import dev.zener.weights.DType;
import dev.zener.weights.TensorSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a tagger as its difference from a base model: {@code config.json} with the labels, {@code
 * delta.safetensors}, and the auxiliary heads if it has any. The vocabulary is not written; it is
 * that of the base.
 */
public final class DeltaConversion {
  private DeltaConversion() {}

  /**
   * The result of a conversion.
   *
   * @param target the directory written
   * @param base the base that the delta is added to
   * @param summary how the weights were stored, as text
   */
  public record Result(Path target, Delta.Base base, String summary) {
    /** A summary in a few lines of text. */
    public List<String> lines() {
      return List.of(
          summary,
          "wrote %s: a delta of %s (SHA-256 %s)".formatted(target, base.name(), base.sha256()));
    }
  }

  /**
   * Converts a tagger to a delta.
   *
   * @param source the tagger
   * @param base the model that it was trained from
   * @param target the directory to write, which must be missing or empty
   * @param rank the rank of the matrices' differences
   * @param factors the type of the stored factors: F32, F16 or BF16
   * @throws InputException if the source is not a tagger, source and base differ in their sizes or
   *     vocabularies, a weight is not finite, or the target exists and is not empty
   */
  public static Result run(
      ModelSource source, ModelSource base, Path target, Rank rank, DType factors) {
    FreshDirectory.requireFree(target);
    ModelDirectory model = ModelDirectory.open(source);
    LabelSet labels = model.labels();
    ModelDirectory from = ModelDirectory.open(base);
    if (from.files().isDelta()) {
      throw new InputException(
          "%s: is itself a delta; make a whole model of it by convert, and take that as the base"
              .formatted(from));
    }
    requireAlike(model, from);
    try (OpenWeights weights = OpenWeights.open(model.files());
        OpenWeights stored = OpenWeights.open(from.files())) {
      Fingerprint fingerprint = new Fingerprint();
      Difference difference = new Difference(rank, factors);
      ParameterSet parameters = model.shape().parameters();
      Map<String, TensorSource> tensors = weights.choose(parameters).tensors();
      Map<String, TensorSource> originals = stored.choose(from.encoder().parameters()).tensors();
      compare(model, tensors, originals, fingerprint, difference);
      weights.verifyBase(model.encoder());
      stored.verifyBase(from.encoder());
      Delta.Base name = new Delta.Base(name(base, fingerprint), fingerprint.value());
      List<TensorSource> inner = new ArrayList<>();
      for (ParameterSpec spec : parameters) {
        if (spec.group().isInner()) {
          inner.add(tensors.get(spec.name()));
        } else if (!spec.group().isEncoder()) {
          difference.keep(tensors.get(spec.name()));
        }
      }
      write(target, model, labels, name, difference.tensors(), inner);
      return new Result(target, name, difference.summary());
    }
  }

  private static void requireAlike(ModelDirectory model, ModelDirectory base) {
    EncoderShape shape = model.encoder().withoutRates();
    if (!shape.equals(base.encoder().withoutRates())) {
      throw new InputException(
          "%s has the sizes %s, but the base %s has %s; name the base from which the model was"
                  .formatted(model, shape, base, base.encoder().withoutRates())
              + " trained");
    }
    if (!model.tokenizer().equals(base.tokenizer())) {
      throw new InputException(
          "%s differs from the base %s in vocabulary or casing; name the base from which the model was"
                  .formatted(model, base)
              + " trained");
    }
  }

  private static void compare(
      ModelDirectory model,
      Map<String, TensorSource> tensors,
      Map<String, TensorSource> originals,
      Fingerprint fingerprint,
      Difference difference) {
    originals.values().stream()
        .sorted(Comparator.comparingLong(TensorSource::place))
        .forEach(
            original -> {
              String name = original.info().name();
              try {
                difference.add(tensors.get(name), fingerprint.watched(original));
              } catch (ArithmeticException e) {
                throw new InputException(
                    "%s: tensor '%s': %s; the model is damaged"
                        .formatted(model, name, e.getMessage()),
                    e);
              }
            });
  }

  private static String name(ModelSource base, Fingerprint fingerprint) {
    return fingerprint.value().equals(Mbert.SHA256) ? Mbert.NAME : base.absolute();
  }

  private static void write(
      Path target,
      ModelDirectory model,
      LabelSet labels,
      Delta.Base base,
      List<TensorSource> tensors,
      List<TensorSource> inner) {
    FreshDirectory.write(
        target,
        directory -> {
          ConfigWriter.write(
              directory,
              model.encoder(),
              Optional.of(labels),
              model.tokenizer().padding(),
              DType.F32);
          Delta.write(directory, base, tensors);
          InnerHeads.write(directory, model.info(), inner);
        });
  }
}
