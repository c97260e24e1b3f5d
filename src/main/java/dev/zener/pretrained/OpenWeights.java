package dev.zener.pretrained;

import dev.zener.model.EncoderShape;
import dev.zener.model.ParameterNames;
import dev.zener.weights.TensorSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The open weights of a model directory: the encoder with its head, and the inner heads beside it.
 */
record OpenWeights(ModelFiles files, BertWeights bert, Optional<InnerHeads> heads)
    implements AutoCloseable {

  /** What a TensorFlow training keeps beside its weights: by Adam, moving averages, counters. */
  private static final Pattern TRAINING =
      Pattern.compile(
          "(^|/)(global_step|beta[12]_power|_CHECKPOINTABLE_OBJECT_GRAPH)$|^save_counter/"
              + "|/\\.OPTIMIZER_SLOT/|/(adam_[mv]|lamb_[mv]|Adam(_1)?|AdamWeightDecayOptimizer(_1)?"
              + "|LAMB(Optimizer)?(_1)?|Momentum|ExponentialMovingAverage)$");

  /** The chosen tensors by our names, in our order. */
  record Choice(Map<String, TensorSource> tensors, LoadReport report) {}

  static OpenWeights open(ModelFiles files) {
    BertWeights bert = BertWeights.open(files);
    try {
      return new OpenWeights(files, bert, InnerHeads.open(files.folder()));
    } catch (RuntimeException | Error e) {
      bert.close();
      throw e;
    }
  }

  /** The layers of the inner heads, ascending. */
  List<Integer> headLayers() {
    return heads.map(InnerHeads::layers).orElse(List.of());
  }

  /** What was said of the model when it was written. */
  Map<String, String> info() {
    return heads.map(InnerHeads::info).orElse(Map.of());
  }

  /**
   * Finds parameters, checks their shapes, and lists what the files have besides.
   *
   * @param shapes by our names
   * @throws dev.zener.label.InputException if one is missing or misshapen
   */
  Choice choose(Map<String, long[]> shapes) {
    return choose(shapes, name -> name);
  }

  /**
   * The same for a model that calls its parameters otherwise.
   *
   * @param shapes by the model's names
   * @param ours our name of each
   */
  Choice choose(Map<String, long[]> shapes, UnaryOperator<String> ours) {
    Map<String, TensorSource> chosen = new LinkedHashMap<>();
    Map<String, String> renamed = new LinkedHashMap<>();
    Set<String> used = new HashSet<>();
    shapes.forEach(
        (name, shape) -> {
          String own = ours.apply(name);
          TensorSource source =
              ModelContent.isInner(own)
                  ? heads.orElseThrow().require(own, shape)
                  : bert.require(own, shape);
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
   * Makes sure that a delta's base is the one that it was made from. What has been read of it is
   * not read again.
   *
   * @throws dev.zener.label.InputException if it is another
   */
  void verifyBase(EncoderShape encoder) {
    bert.delta()
        .ifPresent(
            delta -> {
              Map<String, TensorSource> stored = new LinkedHashMap<>();
              ParameterNames.encoder(encoder)
                  .forEach((name, shape) -> stored.put(name, bert.stored(name, shape).named(name)));
              delta.verify(stored);
            });
  }

  private LoadReport report(Set<String> used, Map<String, String> renamed, int loaded) {
    if (bert.delta().isPresent()) {
      return deltaReport(bert.delta().get(), used, loaded);
    }
    List<String> tied = new ArrayList<>();
    List<String> optimizer = new ArrayList<>();
    List<String> unused = new ArrayList<>();
    for (String name : bert.file().names()) {
      if (used.contains(name)) {
        continue;
      }
      if (TRAINING.matcher(name).find()) {
        optimizer.add(name);
      } else {
        (bert.isWordEmbeddings(name) ? tied : unused).add(name);
      }
    }
    for (String name : bert.file().leftOut()) {
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

  /** What a delta leaves of its base is not told: it was left out when the delta was made. */
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
    bert.close();
    heads.ifPresent(InnerHeads::close);
  }
}
