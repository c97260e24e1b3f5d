package dev.zener.bench;

import dev.zener.data.Window;
import dev.zener.model.TaggerShape;
import dev.zener.train.Teaching;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A teacher with random soft labels and [CLS] vectors, which are generated once. */
final class RandomTeacher implements Teaching {
  private final int labels;
  private final int hidden;
  private final Random random;
  private float[] soft = {};
  private float[] cls = {};

  RandomTeacher(TaggerShape shape, long seed) {
    labels = shape.labels();
    hidden = shape.encoder().hidden();
    random = new Random(seed);
  }

  @Override
  public float[] soft(int layer, List<Window> windows) {
    int words = windows.stream().mapToInt(w -> w.words().length).sum();
    if (soft.length < words * labels) {
      soft = distributions(words);
    }
    return Arrays.copyOf(soft, words * labels);
  }

  private float[] distributions(int words) {
    float[] p = new float[words * labels];
    for (int w = 0; w < words; w++) {
      float sum = 0;
      for (int c = w * labels; c < (w + 1) * labels; c++) {
        p[c] = (float) Math.exp(random.nextDouble());
        sum += p[c];
      }
      for (int c = w * labels; c < (w + 1) * labels; c++) {
        p[c] /= sum;
      }
    }
    return p;
  }

  @Override
  public float[] cls(List<Window> windows) {
    int size = windows.size() * hidden;
    if (cls.length < size) {
      cls = new float[size];
      for (int i = 0; i < size; i++) {
        cls[i] = (float) random.nextGaussian();
      }
    }
    return Arrays.copyOf(cls, size);
  }
}
