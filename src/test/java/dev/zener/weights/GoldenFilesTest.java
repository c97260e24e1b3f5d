package dev.zener.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every file contains the tensors that generate.py describes. */
class GoldenFilesTest {
  @SuppressWarnings("unused")
  static final List<String> FILES = Golden.SAME;

  private static final float[] BASE = base(0);
  private static final double INF = Double.POSITIVE_INFINITY;

  private static float[] base(float shift) {
    float[] values = new float[12];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / 8f - 0.5f + shift;
    }
    return values;
  }

  @ParameterizedTest
  @FieldSource("FILES")
  void namesTypesAndShapes(String file) {
    try (WeightFile weights = WeightFile.open(Golden.path(file))) {
      assertThat(weights.names().stream().map(name -> name + " " + weights.info(name)))
          .containsExactlyInAnyOrder(
              "f64 F64[14]",
              "f32 F32[3, 4]",
              "f16 F16[14]",
              "bf16 BF16[14]",
              "special32 F32[14]",
              "i64 I64[4]",
              "i32 I32[3]",
              "i16 I16[2]",
              "i8 I8[2]",
              "u8 U8[3]",
              "bool BOOL[3]",
              "tied F32[3, 4]",
              "transposed F32[4, 3]",
              "slice F32[2, 2]",
              "expanded F32[2, 2]",
              "three F64[4, 2, 3]",
              "parameter F32[3, 4]",
              "scalar F32[]",
              "empty F32[0, 3]",
              "größe.重み F32[1]");
    }
  }

  @Test
  void namesKeepTheOrderOfTheFile() {
    try (WeightFile weights = WeightFile.open(Golden.path("legacy.bin"))) {
      assertThat(weights.names()).startsWith("f64", "f32", "f16").endsWith("empty", "größe.重み");
    }
  }

  @ParameterizedTest
  @FieldSource("FILES")
  void floatingPoint(String file) {
    try (WeightFile weights = WeightFile.open(Golden.path(file))) {
      double[] special = {
        0.0,
        -0.0,
        1.0,
        -1.5,
        1.0 / 3,
        65504,
        0x1p-24,
        -3 * 0x1p-24,
        0x1p-14,
        1e30,
        1e-40,
        INF,
        -INF,
        Double.NaN
      };
      assertThat(doubles(weights, "f64")).containsExactly(special);
      assertThat(doubles(weights, "special32")).containsExactly(narrowed(special));
      assertThat(doubles(weights, "f16"))
          .containsExactly(
              0.0,
              -0.0,
              1,
              -1.5,
              0x1.554p-2,
              65504,
              0x1p-24,
              -3 * 0x1p-24,
              0x1p-14,
              INF,
              0.0,
              INF,
              -INF,
              Double.NaN);
      assertThat(doubles(weights, "bf16"))
          .containsExactly(
              0.0,
              -0.0,
              1,
              -1.5,
              0x1.56p-2,
              65536,
              0x1p-24,
              -0x1.8p-23,
              0x1p-14,
              0x1.94p99,
              0x1p-133,
              INF,
              -INF,
              Double.NaN);
      assertThat(weights.floats("f64")[4]).isEqualTo(1f / 3);
    }
  }

  private static double[] narrowed(double[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> (float) values[i]).toArray();
  }

  @ParameterizedTest
  @FieldSource("FILES")
  void halvesReadTheSameAsFloats(String file) {
    try (WeightFile weights = WeightFile.open(Golden.path(file))) {
      for (String name : new String[] {"f16", "bf16", "special32"}) {
        float[] floats = weights.floats(name);
        double[] widened = IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).toArray();
        assertThat(widened).containsExactly(doubles(weights, name));
      }
    }
  }

  @ParameterizedTest
  @FieldSource("FILES")
  void integers(String file) {
    try (WeightFile weights = WeightFile.open(Golden.path(file))) {
      assertThat(longs(weights, "i64")).containsExactly(Long.MIN_VALUE, -1, 0, Long.MAX_VALUE);
      assertThat(longs(weights, "i32")).containsExactly(Integer.MIN_VALUE, 7, Integer.MAX_VALUE);
      assertThat(longs(weights, "i16")).containsExactly(Short.MIN_VALUE, Short.MAX_VALUE);
      assertThat(longs(weights, "i8")).containsExactly(-128, 127);
      assertThat(longs(weights, "u8")).containsExactly(0, 200, 255);
      assertThat(longs(weights, "bool")).containsExactly(1, 0, 1);
    }
  }

  @ParameterizedTest
  @FieldSource("FILES")
  void sharedAndStridedTensorsReadInRowMajorOrder(String file) {
    try (WeightFile weights = WeightFile.open(Golden.path(file))) {
      assertThat(weights.floats("f32")).containsExactly(BASE);
      assertThat(weights.floats("tied")).containsExactly(BASE);
      assertThat(weights.floats("parameter")).containsExactly(base(100));
      assertThat(weights.floats("scalar")).containsExactly(2.5f);
      assertThat(weights.floats("empty")).isEmpty();
      assertThat(weights.floats("größe.重み")).containsExactly(1f);
      assertThat(weights.floats("slice")).containsExactly(BASE[5], BASE[6], BASE[9], BASE[10]);
      assertThat(weights.floats("expanded")).containsExactly(BASE[0], BASE[1], BASE[0], BASE[1]);
      float[] transposed = weights.floats("transposed");
      double[] three = doubles(weights, "three");
      for (int i = 0; i < 12; i++) {
        assertThat(transposed[i]).isEqualTo(BASE[i % 3 * 4 + i / 3]);
      }
      for (int i = 0; i < 24; i++) {
        assertThat(three[i]).isEqualTo(i % 6 * 4 + i / 6);
      }
    }
  }

  @ParameterizedTest
  @FieldSource("FILES")
  void readsFromAnyElementIntoAnyKindOfBuffer(String file) {
    try (WeightFile weights = WeightFile.open(Golden.path(file))) {
      for (String name : new String[] {"f32", "transposed", "f16"}) {
        float[] whole = weights.floats(name);
        FloatBuffer direct =
            ByteBuffer.allocateDirect(64).order(ByteOrder.nativeOrder()).asFloatBuffer();
        direct.position(1).limit(6);
        weights.read(name, 4, direct);
        assertThat(direct.remaining()).isZero();
        assertThat(direct.limit(16).get(0)).isZero();
        assertThat(direct.get(6)).isZero();
        for (int i = 0; i < 5; i++) {
          assertThat(direct.get(1 + i)).isEqualTo(whole[4 + i]);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"module.bin", "module-legacy.bin"})
  void aModulesStateDictionaryCarriesAttributesAndTiedWeights(String file) {
    try (WeightFile weights = WeightFile.open(Golden.path(file))) {
      assertThat(weights.names()).containsExactly("0.weight", "1.weight", "1.bias", "2.weight");
      assertThat(weights.floats("0.weight")).containsExactly(0, 1, 2, 3, 4, 5);
      assertThat(weights.floats("2.weight")).containsExactly(0, 1, 2, 3, 4, 5);
      assertThat(weights.floats("1.weight")).containsExactly(1, 1);
      assertThat(weights.floats("1.bias")).containsExactly(0, 0);
    }
  }

  @Test
  void onlySafetensorsCarriesMetadata() {
    assertThat(Golden.parse(Golden.bytes("golden.safetensors")).metadata())
        .containsExactly(Map.entry("format", "pt"));
    assertThat(Golden.parse(Golden.bytes("zip.bin")).metadata()).isEmpty();
  }

  private static double[] doubles(WeightFile weights, String name) {
    double[] values = new double[(int) weights.info(name).elements()];
    weights.read(name, 0, DoubleBuffer.wrap(values));
    return values;
  }

  private static long[] longs(WeightFile weights, String name) {
    long[] values = new long[(int) weights.info(name).elements()];
    weights.read(name, 0, LongBuffer.wrap(values));
    return values;
  }
}
