package dev.zener.op.onednn.recurrent;

import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import dev.zener.op.Linear;
import dev.zener.op.Lstm;
import dev.zener.op.SentenceOffsets;
import dev.zener.op.backend.Kernel;
import dev.zener.op.onednn.linear.LinearOneDnn;
import dev.zener.op.onednn.primitive.Scratch;
import dev.zener.op.onednn.primitive.Scratch.Use;
import dev.zener.op.onednn.recurrent.StepRows.Columns;
import java.util.List;

/**
 * {@link Lstm}: x wxᵀ + b of all rows is one product, and a step multiplies only the rows of the
 * sequences that have not ended (packed sequences, as in cuDNN). Groups of sequences of both
 * directions run in parallel.
 *
 * <p>oneDNN's own LSTM primitive takes sequences of equal length only. It was measured on such
 * sequences through PyTorch (AVX2, one thread, forward and backward, 2000 sequences of 6 rows to 25
 * cells, and 30 of 22 rows to 100 and to 200 cells): it needs up to a quarter less time for the
 * same number of rows. Padding costs more than that: sentences of 3 to 60 words, 22 on average,
 * would have almost three times as many rows.
 */
public final class LstmOneDnn implements Kernel {
  private final LinearOneDnn[] projections = {
    new LinearOneDnn(new Linear(false)), new LinearOneDnn(new Linear(false))
  };
  private final Scratch[] turned = {new Scratch(), new Scratch()}; // whᵀ
  private final ThreadRows threads = new ThreadRows();

  @Override
  public long growth(Tensor[] in, Tensor[] out) {
    long bytes = 0;
    for (int d = 0; d < 2; d++) {
      bytes += projections[d].growth(layer(in, d), out);
    }
    return bytes;
  }

  /** The inputs of Linear for a direction. */
  private static Tensor[] layer(Tensor[] in, int direction) {
    return new Tensor[] {in[0], in[2 + 3 * direction], in[4 + 3 * direction]};
  }

  @Override
  public void run(Tensor[] in, Tensor[] out) {
    int n = in[0].dim(0);
    int size = in[3].dim(1);
    int[] offsets = SentenceOffsets.check(in[1].toInts(), Lstm.count(in));
    int[] chosen = Lstm.rows(in) == null ? null : Lstm.rows(in).toInts();
    List<SequenceGroup> groups = SequenceGroup.of(offsets, size);
    clear(out[1]); // of empty sequences, the other rows are written below
    if (groups.isEmpty()) {
      return;
    }
    Tensor[] z = {
      Scratch.shared(Use.FORWARD_GATES).floats(n, 4 * size),
      Scratch.shared(Use.BACKWARD_GATES).floats(n, 4 * size)
    };
    RecurrentProduct[] products = new RecurrentProduct[2];
    for (int d = 0; d < 2; d++) {
      projections[d].run(layer(in, d), new Tensor[] {z[d]});
      products[d] = RecurrentProduct.ofStates(in[3 + 3 * d], turned[d]);
    }
    threads.prepare(size);
    Workers.each(
        groups.size(),
        2,
        (thread, g) -> {
          SequenceGroup group = groups.get(g);
          int d = group.direction();
          new Run(group, threads.of(thread), products[d], z[d], chosen, out, size).steps();
        });
  }

  static void clear(Tensor t) {
    if (t != null) {
      t.floats().put(0, new float[t.size()]);
    }
  }

  @Override
  public void close() {
    for (int d = 0; d < 2; d++) {
      projections[d].close();
      turned[d].close();
    }
    threads.close();
  }

  /** The steps of a group. */
  private static final class Run {
    private final SequenceGroup group;
    private final StepRows rows;
    private final RecurrentProduct product;
    private final int size;
    private final Columns z;
    private final int[] chosen;
    private final Columns y;
    private final Columns last;
    private final Columns gates;
    private final Columns cells;

    Run(
        SequenceGroup group,
        StepRows rows,
        RecurrentProduct product,
        Tensor z,
        int[] chosen,
        Tensor[] out,
        int size) {
      this.group = group;
      this.rows = rows;
      this.product = product;
      this.size = size;
      this.chosen = chosen;
      int d = group.direction();
      this.z = Columns.of(z, 0, 4 * size);
      y = Columns.of(out[0], d * size, size);
      last = Columns.of(out[1], d * size, size);
      gates = out.length < 3 ? null : Columns.of(out[2], d * 4 * size, 4 * size);
      cells = out.length < 3 ? null : Columns.of(out[3], d * size, size);
    }

    void steps() {
      StepRows.clear(rows.c, 0, group.active(0) * size);
      for (int t = 0; t < group.steps(); t++) {
        int n = group.active(t);
        readGates(t, n);
        if (t > 0) {
          rows.multiplyStates(product, n);
          StepRows.add(rows.z, rows.recurrent, 0, n * 4 * size);
        }
        rows.gates.activate(rows.z, n);
        rows.gates.cells(rows.z, rows.c, n);
        Gates.tanh(rows.c, rows.h, n * size);
        rows.gates.states(rows.z, rows.h, n);
        write(y, t, n, rows.h);
        write(gates, t, n, rows.z);
        write(cells, t, n, rows.c);
        for (int k = group.active(t + 1); last != null && k < n; k++) {
          last.write(group.sequence(k), rows.h, k);
        }
      }
    }

    private void readGates(int t, int n) {
      if (chosen == null) {
        z.read(group, t, 0, n, rows.z);
        return;
      }
      for (int k = 0; k < n; k++) {
        z.read(chosen[group.row(k, t)], rows.z, k);
      }
    }

    private void write(Columns columns, int t, int n, float[] values) {
      if (columns != null) {
        columns.write(group, t, n, values);
      }
    }
  }

  /** The gradients: dz of all steps, then those of x and of the weights by large products. */
  public static final class Backward implements Kernel {
    private final Lstm.Backward op;
    private final LinearOneDnn.Backward[] layers = {
      new LinearOneDnn.Backward(new Linear.Backward(false)),
      new LinearOneDnn.Backward(new Linear.Backward(false, true))
    };
    private final LinearOneDnn.Backward recurrence =
        new LinearOneDnn.Backward(new Linear.Backward(false));
    private final ThreadRows threads = new ThreadRows();

    public Backward(Lstm.Backward op) {
      this.op = op;
    }

    @Override
    public long growth(Tensor[] in, Tensor[] out) {
      long bytes = 0;
      for (int d = 0; d < 2; d++) {
        Tensor[] layer = {in[0], in[2 + 2 * d], in[6]};
        bytes += layers[d].growth(layer, out);
      }
      return bytes;
    }

    @Override
    public void run(Tensor[] in, Tensor[] out) {
      int n = in[0].dim(0);
      int size = in[3].dim(1);
      int[] offsets = SentenceOffsets.check(in[1].toInts(), n);
      List<SequenceGroup> groups = SequenceGroup.of(offsets, size);
      Tensor[] dz = {
        Scratch.shared(Use.FORWARD_GATES).floats(n, 4 * size),
        Scratch.shared(Use.BACKWARD_GATES).floats(n, 4 * size)
      };
      Tensor[] before = {
        Scratch.shared(Use.FORWARD_STATES).floats(n, size),
        Scratch.shared(Use.BACKWARD_STATES).floats(n, size)
      };
      RecurrentProduct[] products = {
        RecurrentProduct.ofGradients(in[3]), RecurrentProduct.ofGradients(in[5])
      };
      threads.prepare(size);
      Workers.each(
          groups.size(),
          2,
          (thread, g) -> {
            SequenceGroup group = groups.get(g);
            int d = group.direction();
            new BackwardRun(group, threads.of(thread), products[d], op, in, dz[d], before[d])
                .steps();
          });
      Tensor dx = out[0] == null ? null : Scratch.shared(Use.HALF).floats(in[0].shape());
      Tensor[] first = {dx, out[1], out[3]};
      layers[0].run(new Tensor[] {in[0], in[2], dz[0]}, first);
      Tensor[] second = {out[0], out[4], out[6]};
      layers[1].run(new Tensor[] {in[0], in[4], dz[1], dx}, second);
      for (int d = 0; d < 2; d++) {
        Tensor dwh = out[2 + 3 * d];
        if (dwh != null) {
          recurrence.run(
              new Tensor[] {before[d], in[3 + 2 * d], dz[d]}, new Tensor[] {null, dwh, null});
        }
      }
    }

    @Override
    public void close() {
      for (int d = 0; d < 2; d++) {
        layers[d].close();
      }
      recurrence.close();
      threads.close();
    }
  }

  /** The steps of a group from the last to the first. */
  private static final class BackwardRun {
    private final SequenceGroup group;
    private final StepRows rows;
    private final RecurrentProduct product;
    private final int size;
    private final Columns y;
    private final Columns gates;
    private final Columns cells;
    private final Columns dy;
    private final Columns dlast;
    private final Columns dz;
    private final Columns before;

    BackwardRun(
        SequenceGroup group,
        StepRows rows,
        RecurrentProduct product,
        Lstm.Backward op,
        Tensor[] in,
        Tensor dz,
        Tensor before) {
      this.group = group;
      this.rows = rows;
      this.product = product;
      size = in[3].dim(1);
      int d = group.direction();
      y = Columns.of(in[6], d * size, size);
      gates = Columns.of(in[7], d * 4 * size, 4 * size);
      cells = Columns.of(in[8], d * size, size);
      dy = Columns.of(op.dy(in), d * size, size);
      dlast = Columns.of(op.dlast(in), d * size, size);
      this.dz = Columns.of(dz, 0, 4 * size);
      this.before = Columns.of(before, 0, size);
    }

    void steps() {
      for (int t = group.steps() - 1; t >= 0; t--) {
        int n = group.active(t);
        gradientOfState(t, n, group.active(t + 1));
        gates.read(group, t, 0, n, rows.z);
        Gates.tanh(rows.c, rows.tanh, n * size);
        rows.gates.gradients(rows.z, rows.tanh, rows.before, rows.h, rows.dc, n);
        dz.write(group, t, n, rows.z);
        if (t > 0) {
          rows.multiplyGradients(product, n);
          y.read(group, t - 1, 0, n, rows.more);
        } else {
          StepRows.clear(rows.more, 0, n * size);
        }
        before.write(group, t, n, rows.more);
        rows.swapCells();
      }
    }

    /**
     * Adds dy and dlast to the gradient that comes from the later step, and reads the cells.
     *
     * @param n the number of sequences with a row at step t
     * @param later the number of those with a row at the later step too
     */
    private void gradientOfState(int t, int n, int later) {
      StepRows.clear(rows.h, later * size, n * size);
      StepRows.clear(rows.dc, later * size, n * size);
      for (int k = later; dlast != null && k < n; k++) {
        dlast.read(group.sequence(k), rows.h, k);
      }
      if (dy != null) {
        dy.read(group, t, 0, n, rows.more);
        StepRows.add(rows.h, rows.more, 0, n * size);
      }
      cells.read(group, t, later, n, rows.c);
      if (t > 0) {
        cells.read(group, t - 1, 0, n, rows.before);
      } else {
        StepRows.clear(rows.before, 0, n * size);
      }
    }
  }

  /** The rows of each thread, for cells of one size. */
  private static final class ThreadRows implements AutoCloseable {
    private final StepRows[] all = new StepRows[Workers.threads()];

    /** Allocates the rows of all threads. */
    void prepare(int size) {
      for (int i = 0; i < all.length; i++) {
        if (all[i] == null || !all[i].fits(size)) {
          release(i);
          all[i] = new StepRows(size);
        }
      }
    }

    StepRows of(int thread) {
      return all[thread];
    }

    private void release(int i) {
      if (all[i] != null) {
        all[i].close();
        all[i] = null;
      }
    }

    @Override
    public void close() {
      for (int i = 0; i < all.length; i++) {
        release(i);
      }
    }
  }
}
