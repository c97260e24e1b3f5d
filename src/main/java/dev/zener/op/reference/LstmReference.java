package dev.zener.op.reference;

import dev.zener.device.Tensor;
import dev.zener.op.Lstm;
import dev.zener.op.SentenceOffsets;
import java.util.Arrays;

/** {@link Lstm} in plain loops. */
final class LstmReference {
  private static final int DIRECTIONS = 2;

  private LstmReference() {}

  static void forward(Tensor[] in, Tensor[] out) {
    int n = Lstm.count(in);
    int size = in[3].dim(1);
    int[] offsets = SentenceOffsets.check(in[1].toInts(), n);
    double[] y = new double[n * 2 * size];
    double[] last = new double[(offsets.length - 1) * 2 * size];
    double[] gates = new double[n * 8 * size];
    double[] cells = new double[n * 2 * size];
    for (int direction = 0; direction < DIRECTIONS; direction++) {
      int first = 2 + 3 * direction;
      double[] z = chosen(projected(in[0], in[first], in[first + 2]), Lstm.rows(in), 4 * size);
      double[] wh = in[first + 1].toDoubles();
      Steps steps = new Steps(offsets, direction, size);
      for (int s = 0; s < steps.sequences(); s++) {
        for (int t = 0; t < steps.length(s); t++) {
          steps.row(s, t);
          for (int j = 0; j < size; j++) {
            double i = sigmoid(z[steps.z(0, j)] + recurrent(wh, j, y, steps));
            double f = sigmoid(z[steps.z(1, j)] + recurrent(wh, size + j, y, steps));
            double g = Math.tanh(z[steps.z(2, j)] + recurrent(wh, 2 * size + j, y, steps));
            double o = sigmoid(z[steps.z(3, j)] + recurrent(wh, 3 * size + j, y, steps));
            double before = steps.hasBefore() ? cells[steps.before(j)] : 0;
            double c = f * before + i * g;
            gates[steps.gate(0, j)] = i;
            gates[steps.gate(1, j)] = f;
            gates[steps.gate(2, j)] = g;
            gates[steps.gate(3, j)] = o;
            cells[steps.at(j)] = c;
            y[steps.at(j)] = o * Math.tanh(c);
          }
          for (int j = 0; j < size; j++) {
            last[(s * 2 + direction) * size + j] = y[steps.at(j)]; // the last step stays
          }
        }
      }
    }
    double[][] values = {y, last, gates, cells};
    for (int i = 0; i < out.length; i++) {
      store(out[i], values[i]);
    }
  }

  /** x wxᵀ + b, [N,4H]. */
  private static double[] projected(Tensor x, Tensor wx, Tensor b) {
    double[] bias = b.toDoubles();
    double[] z =
        Matrix.timesTransposed(x.toDoubles(), wx.toDoubles(), x.dim(0), x.dim(1), bias.length);
    for (int e = 0; e < z.length; e++) {
      z[e] += bias[e % bias.length];
    }
    return z;
  }

  /** The rows of z, of some width, that the sequences have. */
  private static double[] chosen(double[] z, Tensor rows, int width) {
    if (rows == null) {
      return z;
    }
    double[] chosen = new double[rows.size() * width];
    for (int n = 0; n < rows.size(); n++) {
      System.arraycopy(z, rows.toInts()[n] * width, chosen, n * width, width);
    }
    return chosen;
  }

  private static double recurrent(double[] wh, int column, double[] y, Steps steps) {
    double sum = 0;
    for (int k = 0; steps.hasBefore() && k < steps.size; k++) {
      sum += y[steps.before(k)] * wh[column * steps.size + k];
    }
    return sum;
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  static void backward(Lstm.Backward op, Tensor[] in, Tensor[] out) {
    int n = in[0].dim(0);
    int inputs = in[0].dim(1);
    int size = in[3].dim(1);
    int[] offsets = SentenceOffsets.check(in[1].toInts(), n);
    double[] x = in[0].toDoubles();
    double[] dx = new double[x.length];
    for (int direction = 0; direction < DIRECTIONS; direction++) {
      Steps steps = new Steps(offsets, direction, size);
      double[] before = new double[n * size];
      double[] dz = gradients(op, in, steps, before);
      double[] more = Matrix.times(dz, in[2 + 2 * direction].toDoubles(), n, 4 * size, inputs);
      for (int e = 0; e < dx.length; e++) {
        dx[e] += more[e];
      }
      store(out[1 + 3 * direction], Matrix.transposedTimes(dz, x, 4 * size, n, inputs));
      store(out[2 + 3 * direction], Matrix.transposedTimes(dz, before, 4 * size, n, size));
      double[] db = new double[4 * size];
      for (int e = 0; e < dz.length; e++) {
        db[e % db.length] += dz[e];
      }
      store(out[3 + 3 * direction], db);
    }
    store(out[0], dx);
  }

  /** dz [N,4H] of a direction; also writes h' [N,H]. */
  private static double[] gradients(Lstm.Backward op, Tensor[] in, Steps steps, double[] before) {
    int size = steps.size;
    double[] wh = in[3 + 2 * steps.direction].toDoubles();
    double[] y = in[6].toDoubles();
    double[] gates = in[7].toDoubles();
    double[] cells = in[8].toDoubles();
    double[] dz = new double[4 * before.length];
    double[] dh = new double[size];
    double[] dc = new double[size];
    for (int s = 0; s < steps.sequences(); s++) {
      Arrays.fill(dh, 0);
      Arrays.fill(dc, 0);
      for (int t = steps.length(s) - 1; t >= 0; t--) {
        steps.row(s, t);
        for (int j = 0; j < size; j++) {
          dh[j] += op.dy(in) == null ? 0 : op.dy(in).get(steps.at(j));
          if (t == steps.length(s) - 1 && op.dlast(in) != null) {
            dh[j] += op.dlast(in).get((s * 2 + steps.direction) * size + j);
          }
          double i = gates[steps.gate(0, j)];
          double f = gates[steps.gate(1, j)];
          double g = gates[steps.gate(2, j)];
          double o = gates[steps.gate(3, j)];
          double tanh = Math.tanh(cells[steps.at(j)]);
          double earlier = steps.hasBefore() ? cells[steps.before(j)] : 0;
          dc[j] += dh[j] * o * (1 - tanh * tanh);
          dz[steps.z(0, j)] = dc[j] * g * i * (1 - i);
          dz[steps.z(1, j)] = dc[j] * earlier * f * (1 - f);
          dz[steps.z(2, j)] = dc[j] * i * (1 - g * g);
          dz[steps.z(3, j)] = dh[j] * tanh * o * (1 - o);
          dc[j] *= f;
          before[steps.row * size + j] = steps.hasBefore() ? y[steps.before(j)] : 0;
        }
        for (int j = 0; j < size; j++) {
          dh[j] = 0;
          for (int k = 0; k < 4 * size; k++) {
            dh[j] += dz[steps.z(0, k)] * wh[k * size + j];
          }
        }
      }
    }
    return dz;
  }

  private static void store(Tensor target, double[] values) {
    if (target != null) {
      target.setDoubles(values);
    }
  }

  /** The places of a row's elements for a direction, which walks over the rows of a sequence. */
  private static final class Steps {
    final int direction;
    final int size;
    private final int[] offsets;
    private int row;
    private int before;

    Steps(int[] offsets, int direction, int size) {
      this.offsets = offsets;
      this.direction = direction;
      this.size = size;
    }

    int sequences() {
      return offsets.length - 1;
    }

    int length(int s) {
      return offsets[s + 1] - offsets[s];
    }

    /** Goes to the row of a step. */
    void row(int s, int t) {
      row = direction == 0 ? offsets[s] + t : offsets[s + 1] - 1 - t;
      before = t == 0 ? -1 : direction == 0 ? row - 1 : row + 1;
    }

    boolean hasBefore() {
      return before >= 0;
    }

    /** The place in [N,2H]. */
    int at(int j) {
      return (row * 2 + direction) * size + j;
    }

    /** The place in [N,2H] of the step before. */
    int before(int j) {
      return (before * 2 + direction) * size + j;
    }

    /** The place in [N,4H] of this direction. */
    int z(int gate, int j) {
      return (row * 4 + gate) * size + j;
    }

    /** The place in [N,8H]. */
    int gate(int gate, int j) {
      return (row * 8 + direction * 4 + gate) * size + j;
    }
  }
}
