package dev.zener.pretrained;

import dev.zener.model.EncoderShape;
import dev.zener.model.ParameterSet;
import dev.zener.model.ParameterSpec;
import dev.zener.weights.TensorSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The open weights of a model: the encoder with the last layer's head, and the auxiliary heads. */
record OpenWeights(ModelFiles files, EncoderWeights encoder, Optional<InnerHeads> heads)
    implements AutoCloseable {

  /** TensorFlow's names of training state: optimiser moments, moving averages, counters. */
  private static final Pattern TRAINING =
      Pattern.compile(
          "(^|/)(global_step|beta[12]_power|_CHECKPOINTABLE_OBJECT_GRAPH)$|^save_counter/"
              + "|/\\.OPTIMIZER_SLOT/|/(adam_[mv]|lamb_[mv]|Adam(_1)?|AdamWeightDecayOptimizer(_1)?"
              + "|LAMB(Optimizer)?(_1)?|Momentum|ExponentialMovingAverage)$");

  /**
   * Names of tensors outside the encoder that change no tag: the pooler, buffers, and the weights
   * of a loss. Heads of the pretraining are no tagger's either; the architecture names them.
   */
  private static final Pattern HARMLESS =
      Pattern.compile(
          "(^|[./])(pooler|loss\\w*|criterion)[./]"
              + "|(^|[./])(position_ids|token_type_ids|num_batches_tracked)$");

  /** The chosen tensors by the names that were asked for, in that order, and a report. */
  record Choice(Map<String, TensorSource> tensors, LoadReport report) {}

  static OpenWeights open(ModelFiles files) {
    EncoderWeights encoder = EncoderWeights.open(files, ModelConfig.architecture(files));
    try {
      return new OpenWeights(files, encoder, InnerHeads.open(files.folder()));
    } catch (RuntimeException | Error e) {
      encoder.close();
      throw e;
    }
  }

  /** The inner layers that have an auxiliary head, ascending. */
  List<Integer> headLayers() {
    return heads.map(InnerHeads::layers).orElse(List.of());
  }

  /**
   * The names of tensors beside encoder and classifier that a tagger would have to compute, such as
   * those of a CRF.
   */
  List<String> otherLayers() {
    if (encoder.delta().isPresent()) {
      return List.of();
    }
    Pattern pretraining =
        Pattern.compile(
            "(^|[./])(%s)[./]"
                .formatted(String.join("|", encoder.architecture().pretrainingHeads())));
    return encoder.file().names().stream()
        .filter(name -> !encoder.isEncoderOrClassifier(name))
        .filter(name -> !HARMLESS.matcher(name).find() && !TRAINING.matcher(name).find())
        .filter(name -> !pretraining.matcher(name).find())
        .filter(name -> !encoder.isWordEmbeddings(name))
        .toList();
  }

  /** The info strings stored with the model. */
  Map<String, String> info() {
    return heads.map(InnerHeads::info).orElse(Map.of());
  }

  /**
   * Finds parameters, checks their shapes, and reports the other tensors of the files.
   *
   * @throws dev.zener.problem.InputException if a parameter is missing or has another shape
   */
  Choice choose(ParameterSet parameters) {
    Map<String, ParameterSpec> own = new LinkedHashMap<>();
    parameters.forEach(spec -> own.put(spec.name(), spec));
    return choose(own);
  }

  /**
   * Finds parameters for a model with other parameter names, such as one with fewer layers.
   *
   * @param wanted by that model's names, the parameters of the model that these weights are of
   */
  Choice choose(Map<String, ParameterSpec> wanted) {
    Map<String, TensorSource> chosen = new LinkedHashMap<>();
    Map<String, String> renamed = new LinkedHashMap<>();
    Set<String> used = new HashSet<>();
    wanted.forEach(
        (name, spec) -> {
          String own = spec.name();
          TensorSource source =
              spec.group().isInner()
                  ? heads.orElseThrow().require(own, spec.shape())
                  : encoder.require(own, spec.shape());
          String theirs = source.info().name();
          used.add(theirs);
          if (!theirs.equals(own)) {
            renamed.put(theirs, own);
          }
          chosen.put(name, source.named(name));
        });
    return new Choice(chosen, report(used, renamed, chosen.size()));
  }

  /**
   * Checks that the base of a delta is the one that it was made from. Base tensors that have been
   * read already are not read again. Does nothing if the model is not a delta.
   *
   * @throws dev.zener.problem.InputException if it is another base
   */
  void verifyBase(EncoderShape shape) {
    encoder
        .delta()
        .ifPresent(
            delta -> {
              Map<String, TensorSource> stored = new LinkedHashMap<>();
              for (ParameterSpec spec : shape.parameters()) {
                String name = spec.name();
                stored.put(name, encoder.stored(name, spec.shape()).named(name));
              }
              delta.verify(stored);
            });
  }

  private LoadReport report(Set<String> used, Map<String, String> renamed, int loaded) {
    if (encoder.delta().isPresent()) {
      return deltaReport(encoder.delta().get(), used, loaded);
    }
    List<String> tied = new ArrayList<>();
    List<String> optimizer = new ArrayList<>();
    List<String> unused = new ArrayList<>();
    for (String name : encoder.file().names()) {
      if (used.contains(name)) {
        continue;
      }
      if (TRAINING.matcher(name).find()) {
        optimizer.add(name);
      } else {
        (encoder.isWordEmbeddings(name) ? tied : unused).add(name);
      }
    }
    for (String name : encoder.file().leftOut()) {
      (TRAINING.matcher(name).find() ? optimizer : unused).add(name);
    }
    heads.ifPresent(
        h -> h.file().names().stream().filter(n -> !used.contains(n)).forEach(unused::add));
    return new LoadReport(
        files.place(),
        files.others(),
        loaded,
        renamed,
        tied,
        optimizer,
        unused,
        List.of(),
        List.of());
  }

  /** The report of a delta. It does not list unused tensors of the base. */
  private LoadReport deltaReport(DeltaOfBase delta, Set<String> used, int loaded) {
    List<String> unused =
        delta.delta().changed().stream().filter(name -> !used.contains(name)).toList();
    return new LoadReport(
        delta.delta().place() + " on " + delta.basePlace(),
        files.others(),
        loaded,
        Map.of(),
        List.of(),
        List.of(),
        unused,
        List.of(),
        List.of());
  }

  @Override
  public void close() {
    encoder.close();
    heads.ifPresent(InnerHeads::close);
  }
}
