package dev.zener.pretrained;

import dev.zener.weights.TensorSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The open weights of a model directory: the checkpoint, and the inner heads beside it. */
record OpenWeights(WeightsLocation location, Checkpoint checkpoint, Optional<InnerHeads> heads)
    implements AutoCloseable {

  /** The chosen tensors by our names, in our order. */
  record Choice(Map<String, TensorSource> tensors, LoadReport report) {}

  static OpenWeights open(WeightsLocation location) {
    Checkpoint checkpoint = Checkpoint.open(location.file());
    try {
      return new OpenWeights(location, checkpoint, InnerHeads.open(location.directory()));
    } catch (RuntimeException | Error e) {
      checkpoint.file().close();
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
    Map<String, TensorSource> chosen = new LinkedHashMap<>();
    Map<String, String> renamed = new LinkedHashMap<>();
    Set<String> used = new HashSet<>();
    shapes.forEach(
        (ours, shape) -> {
          TensorSource source =
              ModelContent.isInner(ours)
                  ? heads.orElseThrow().require(ours, shape)
                  : checkpoint.require(ours, shape);
          String theirs = source.info().name();
          used.add(theirs);
          if (!theirs.equals(ours)) {
            renamed.put(theirs, ours);
          }
          chosen.put(ours, source.named(ours));
        });
    return new Choice(chosen, report(used, renamed, chosen.size()));
  }

  private LoadReport report(Set<String> used, Map<String, String> renamed, int loaded) {
    List<String> tied = new ArrayList<>();
    List<String> unused = new ArrayList<>();
    for (String name : checkpoint.file().names()) {
      if (!used.contains(name)) {
        (checkpoint.isWordEmbeddings(name) ? tied : unused).add(name);
      }
    }
    heads.ifPresent(
        h -> h.file().names().stream().filter(n -> !used.contains(n)).forEach(unused::add));
    List<String> unread =
        location.others().stream().map(Path::getFileName).map(Path::toString).toList();
    return new LoadReport(location.file(), unread, loaded, renamed, tied, unused, List.of());
  }

  @Override
  public void close() {
    checkpoint.file().close();
    heads.ifPresent(InnerHeads::close);
  }
}
