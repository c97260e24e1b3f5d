package dev.zener.train;

import dev.zener.data.ChosenRows;
import dev.zener.data.PackedBatch;
import dev.zener.data.Window;
import dev.zener.device.ElementType;
import dev.zener.graph.Inputs;
import dev.zener.model.TaggerGraph;
import dev.zener.model.TaggerInputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Fills the inputs of a distillation step: target windows, source windows after them, and the
 * teacher's outputs for both.
 *
 * @param layers maps each student layer with a head to the teacher layer whose soft labels it
 *     learns
 */
public record DistillationInputs(Teaching teacher, Map<Integer, Integer> layers) {
  public DistillationInputs {
    layers = Collections.unmodifiableMap(new TreeMap<>(layers));
  }

  /**
   * Fills the inputs for one batch.
   *
   * @param source empty if no discrepancy (MMD) is minimised
   * @return N, the total number of pieces of target and source
   */
  public int fill(List<Window> target, List<Window> source, Inputs inputs) {
    List<Window> all = new ArrayList<>(target);
    all.addAll(source);
    PackedBatch batch = PackedBatch.of(all);
    int words = batch.wordOffsets()[target.size()];
    int[] wordRows = Arrays.copyOf(batch.wordRows(), words);
    ChosenRows chosen = TaggerInputs.chosen(inputs, batch.ids(), batch.offsets(), wordRows);
    layers.forEach(
        (student, teachers) -> {
          float[] soft = teacher.soft(teachers, target);
          long c = words == 0 ? 0 : soft.length / words;
          inputs.floats(TaggerGraph.SOFT + student, ElementType.FLOAT32, soft, words, c);
        });
    if (!source.isEmpty()) {
      fillClasses(inputs, chosen.clsRows(), target.size(), source);
    }
    return batch.pieces();
  }

  private void fillClasses(Inputs inputs, int[] rows, int targets, List<Window> source) {
    float[] cls = teacher.cls(source);
    inputs.ints(TaggerGraph.TARGET_CLS_ROWS, Arrays.copyOf(rows, targets));
    inputs.ints(TaggerGraph.SOURCE_CLS_ROWS, Arrays.copyOfRange(rows, targets, rows.length));
    int n = source.size();
    inputs.floats(TaggerGraph.TEACHER_CLS, ElementType.FLOAT32, cls, n, cls.length / n);
  }
}
