package dev.zener.train;

import dev.zener.label.LabelSet;
import dev.zener.model.KeptLayers;
import dev.zener.model.TaggerShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The layers and heads of a method's models.
 *
 * @param kept the layers of the run's encoder
 * @param tagger these layers with their heads
 */
record ModelShape(KeptLayers kept, TaggerShape tagger) {
  /** Of a model that learns from labels, or of a student where the method has one. */
  static ModelShape of(TrainConfig config, Base base, LabelSet labels, MethodName method) {
    KeptLayers kept =
        method.distils()
            ? config.student(method).layers(base.layers())
            : KeptLayers.all(base.layers());
    List<Integer> heads =
        Jobs.hasAuxiliary(method) ? config.auxiliary().layers(base.layers()) : List.of();
    List<Integer> auxiliary =
        IntStream.range(1, kept.count())
            .filter(layer -> heads.contains(kept.original(layer)))
            .boxed()
            .toList();
    return new ModelShape(kept, base.shape(labels, kept, auxiliary));
  }

  /**
   * Which of the teacher's layers gives the soft labels that a student's layer learns: the one that
   * it was, and for the last, which tags, the teacher's last.
   */
  Map<Integer, Integer> taughtBy() {
    Map<Integer, Integer> teachers = new LinkedHashMap<>();
    tagger.auxiliary().forEach(layer -> teachers.put(layer, kept.original(layer)));
    teachers.put(kept.count(), kept.of());
    return teachers;
  }
}
