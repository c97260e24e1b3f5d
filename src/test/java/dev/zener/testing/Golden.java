package dev.zener.testing;

import dev.zener.weights.WeightFile;
import java.nio.DoubleBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Numbers that PyTorch computed in float64. {@code generate.py} in the same folder makes the files.
 */
public final class Golden implements AutoCloseable {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  private final WeightFile file;
  private final JsonNode facts;

  public Golden(String name) {
    file = WeightFile.open(FOLDER.resolve(name + ".safetensors"));
    facts = JsonMapper.shared().readTree(file.metadata().get("golden"));
  }

  /** The settings with which the numbers were computed. */
  public JsonNode facts() {
    return facts;
  }

  public Set<String> names() {
    return file.names();
  }

  public boolean has(String name) {
    return file.names().contains(name);
  }

  public long[] shape(String name) {
    return file.info(name).shape();
  }

  public double[] doubles(String name) {
    double[] values = new double[(int) file.info(name).elements()];
    file.read(name, 0, DoubleBuffer.wrap(values));
    return values;
  }

  public double scalar(String name) {
    return doubles(name)[0];
  }

  public int[] ints(String name) {
    long[] values = new long[(int) file.info(name).elements()];
    file.read(name, 0, LongBuffer.wrap(values));
    int[] ints = new int[values.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = Math.toIntExact(values[i]);
    }
    return ints;
  }

  @Override
  public void close() {
    file.close();
  }
}
