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
 * @param kept the layers of the run's encoder that the models keep
 * @param tagger the shape of these layers with their heads
 */
record ModelShape(KeptLayers kept, TaggerShape tagger) {
  /** The shape of a method's student, or of its model if the method is trained on labels. */
  static ModelShape of(TrainConfig config, Base base, LabelSet labels, MethodName method) {
    KeptLayers kept =
        method.distils()
            ? config.student(method).layers(base.layers(), method.key())
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
   * Maps each layer of the student with a head to the teacher's layer whose soft labels it learns:
   * the layer that it was taken from, or for the student's last layer the teacher's last.
   */
  Map<Integer, Integer> taughtBy() {
    Map<Integer, Integer> teachers = new LinkedHashMap<>();
    tagger.auxiliary().forEach(layer -> teachers.put(layer, kept.original(layer)));
    teachers.put(kept.count(), kept.of());
    return teachers;
  }
}
