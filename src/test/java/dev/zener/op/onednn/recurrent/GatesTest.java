package dev.zener.op.onednn.recurrent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GatesTest {
  private static final int COUNT = 40_001;
  private static final double ALLOWED = 4e-7;

  private static float[] arguments() {
    float[] x = new float[COUNT];
    for (int i = 0; i < COUNT; i++) {
      x[i] = (i - COUNT / 2) * 1e-3f; // -20 to 20
    }
    return x;
  }

  @Test
  void tanhIsExactToAFewUnitsInTheLastPlace() {
    float[] x = arguments();
    float[] y = new float[COUNT];
    Gates.tanh(x, y, COUNT);
    for (int i = 0; i < COUNT; i++) {
      double truth = Math.tanh(x[i]);
      assertThat(Math.abs(y[i] - truth))
          .as("%s", x[i])
          .isLessThanOrEqualTo(ALLOWED * Math.abs(truth));
      assertThat(Math.abs(y[i])).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void gatesAreSigmoidsExceptTheThird() {
    float[] x = arguments();
    float[] z = new float[4 * COUNT];
    for (int gate = 0; gate < 4; gate++) {
      System.arraycopy(x, 0, z, gate * COUNT, COUNT);
    }
    new Gates(COUNT, 1).activate(z, 1);
    for (int i = 0; i < COUNT; i++) {
      double sigmoid = 1 / (1 + Math.exp(-x[i]));
      for (int gate = 0; gate < 4; gate++) {
        double truth = gate == 2 ? Math.tanh(x[i]) : sigmoid;
        float found = z[gate * COUNT + i];
        assertThat(Math.abs(found - truth)).as("%s", x[i]).isLessThanOrEqualTo(ALLOWED);
      }
    }
  }

  @Test
  void infinityIsSaturated() {
    float[] y = new float[2];
    Gates.tanh(new float[] {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}, y, 2);
    assertThat(y[0]).isBetween(0.9999998f, 1f);
    assertThat(y[1]).isBetween(-1f, -0.9999998f);
  }

  @Test
  void notANumberStays() {
    float[] y = new float[1];
    Gates.tanh(new float[] {Float.NaN}, y, 1);
    assertThat(y[0]).isNaN();
  }
}
