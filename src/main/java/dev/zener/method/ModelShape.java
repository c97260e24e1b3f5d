package dev.zener.method;

import dev.zener.label.LabelSet;
import dev.zener.model.KeptLayers;
import dev.zener.model.TaggerShape;
import dev.zener.train.StartEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The layers and heads of a model.
 *
 * @param kept the layers of the run's encoder that the model keeps
 * @param tagger the shape of these layers with their heads
 */
public record ModelShape(KeptLayers kept, TaggerShape tagger) {
  /**
   * The shape of a model.
   *
   * @param heads the layers of the run's encoder that have an auxiliary head; a head is dropped
   *     with its layer
   */
  static ModelShape of(
      StartEncoder encoder, LabelSet labels, KeptLayers kept, List<Integer> heads) {
    List<Integer> auxiliary =
        IntStream.range(1, kept.count())
            .filter(layer -> heads.contains(kept.original(layer)))
            .boxed()
            .toList();
    return new ModelShape(kept, encoder.shape(labels, kept, auxiliary));
  }

  /**
   * Maps each layer of a student with a head to the teacher's layer whose soft labels it learns:
   * the layer that it was taken from, or for the student's last layer the teacher's last.
   */
  Map<Integer, Integer> taughtBy() {
    Map<Integer, Integer> teachers = new LinkedHashMap<>();
    tagger.auxiliary().forEach(layer -> teachers.put(layer, kept.original(layer)));
    teachers.put(kept.count(), kept.of());
    return teachers;
  }
}
