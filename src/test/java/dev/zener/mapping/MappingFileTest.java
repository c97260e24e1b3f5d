package dev.zener.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.problem.InputException;
import dev.zener.weights.DType;
import dev.zener.weights.SafetensorsWriter;
import dev.zener.weights.TensorInfo;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MappingFileTest {
  @TempDir Path folder;

  private Path write(double[] matrix, float[] sourceMean, float[] targetMean) {
    Path file = folder.resolve("mapping.safetensors");
    List<TensorInfo> infos =
        List.of(
            new TensorInfo("mapping", DType.F64, new long[] {2, 2}),
            new TensorInfo("source_mean", DType.F32, new long[] {2}),
            new TensorInfo("target_mean", DType.F32, new long[] {2}));
    try (SafetensorsWriter writer = SafetensorsWriter.open(file, Map.of(), infos)) {
      writer.write("mapping", DoubleBuffer.wrap(matrix));
      writer.write("source_mean", FloatBuffer.wrap(sourceMean));
      writer.write("target_mean", FloatBuffer.wrap(targetMean));
    }
    return file;
  }

  @Test
  void finiteElementsAreRead() {
    double[] matrix = {0, 1, -1e18, 0};
    Path file = write(matrix, new float[] {0.5f, 0}, new float[2]);
    assertThat(MappingFile.read(file).matrix()).isEqualTo(matrix);
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1.5e18, 1e300})
  void anElementThatIsNotFiniteIsRefused(double element) {
    Path file = write(new double[] {1, 0, element, 1}, new float[2], new float[2]);
    assertThatThrownBy(() -> MappingFile.read(file))
        .isInstanceOf(InputException.class)
        .hasMessage(
            file
                + ": element 2 of 'mapping' is "
                + element
                + "; allowed: finite numbers of at most 1.0E18 in magnitude; learn the mapping"
                + " again with zener map");
  }

  @Test
  void aMeanThatIsNotFiniteIsRefused() {
    double[] matrix = {1, 0, 0, 1};
    float[] bad = {0, Float.NaN};
    assertThatThrownBy(() -> MappingFile.read(write(matrix, bad, new float[2])))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("element 1 of 'source_mean' is NaN; allowed: finite numbers");
    assertThatThrownBy(() -> MappingFile.read(write(matrix, new float[2], bad)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("element 1 of 'target_mean' is NaN; allowed: finite numbers");
  }
}
