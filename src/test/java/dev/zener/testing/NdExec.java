package dev.zener.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.ElementTypes;
import dev.zener.op.Op;
import dev.zener.op.backend.Backends;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Compares {@code Nd4j.exec} of an op, on arrays of every memory layout, with the reference kernel.
 */
public final class NdExec {
  private static final Map<String, BiFunction<Operand, DataType, INDArray>> LAYOUTS =
      new LinkedHashMap<>();

  static {
    LAYOUTS.put("dense", NdExec::dense);
    LAYOUTS.put("column-major", (o, t) -> dense(o, t).dup('f'));
    LAYOUTS.put("transposed view", NdExec::transposed);
    LAYOUTS.put("view of a larger array", NdExec::view);
    LAYOUTS.put("every other element", NdExec::strided);
  }

  private NdExec() {}

  /**
   * Fails unless the op gives the same outputs as the reference kernel.
   *
   * @param make makes the op for given inputs
   */
  public static void check(Function<INDArray[], Op> make, Operand... in) {
    double[][] truth = OpRun.reference(make.apply(new INDArray[0]), in);
    double[][] rounded = truth(make, in);
    LAYOUTS.forEach(
        (layout, array) -> {
          check(layout, exec(make, array, DataType.DOUBLE, in), truth, 1e-15);
          check(layout, exec(make, array, DataType.FLOAT, in), rounded, 1e-4);
        });
  }

  private static double[][] truth(Function<INDArray[], Op> make, Operand... in) {
    Op op = make.apply(new INDArray[0]);
    return OpRun.run(op, Backends.choose("reference"), ElementType.FLOAT32, in);
  }

  private static INDArray[] exec(
      Function<INDArray[], Op> make,
      BiFunction<Operand, DataType, INDArray> layout,
      DataType type,
      Operand[] in) {
    INDArray[] arrays = Arrays.stream(in).map(o -> layout.apply(o, type)).toArray(INDArray[]::new);
    return Nd4j.exec(make.apply(arrays));
  }

  private static void check(String layout, INDArray[] actual, double[][] truth, double share) {
    assertThat(actual).as(layout).hasSize(truth.length);
    for (int i = 0; i < truth.length; i++) {
      double[] values = truth[i].length == 0 ? truth[i] : actual[i].dup('c').data().asDouble();
      assertThat(actual[i].length()).isEqualTo(truth[i].length);
      Close.check(layout + " " + actual[i].dataType(), values, truth[i], share, 1e-6 * share);
    }
  }

  /** An operand as a row-major array. Floating-point operands get the given type. */
  static INDArray dense(Operand o, DataType type) {
    ElementType own = o.type(type == DataType.FLOAT ? ElementType.FLOAT32 : ElementType.FLOAT64);
    try (Block block = Block.allocate(Tensor.elements(o.shape()) * own.bytes())) {
      Tensor t = block.tensor(0, own, o.shape());
      o.fill().accept(t);
      INDArray array = Nd4j.create(ElementTypes.nd4j(own), o.shape());
      for (int i = 0; i < t.size(); i++) {
        switch (own) {
          case FLOAT32, FLOAT64 -> array.data().put(i, t.get(i));
          case INT32 -> array.data().put(i, t.ints().get(i));
          case INT64 -> array.data().put(i, t.longs().get(i));
        }
      }
      return array;
    }
  }

  /**
   * The last two axes are swapped in memory, so an array of rank 3 is neither row-major nor
   * column-major.
   */
  private static INDArray transposed(Operand o, DataType type) {
    INDArray dense = dense(o, type);
    int rank = o.shape().length;
    if (rank < 2) {
      return dense;
    }
    int[] swapped = IntStream.range(0, rank).toArray();
    swapped[rank - 1] = rank - 2;
    swapped[rank - 2] = rank - 1;
    return dense.permute(swapped).dup('c').permute(swapped);
  }

  private static INDArray view(Operand o, DataType type) {
    return inside(o, type, 2, d -> NDArrayIndex.interval(1, 1 + d));
  }

  private static INDArray strided(Operand o, DataType type) {
    return inside(o, type, 2, d -> NDArrayIndex.interval(1, 2, 1 + 2 * d));
  }

  private static INDArray inside(
      Operand o, DataType type, int factor, Function<Long, INDArrayIndex> index) {
    INDArray dense = dense(o, type);
    if (o.shape().length == 0 || dense.length() == 0) {
      return dense;
    }
    long[] larger = Arrays.stream(o.shape()).map(d -> factor * d + 2).toArray();
    INDArrayIndex[] indices =
        Arrays.stream(o.shape()).boxed().map(index).toArray(INDArrayIndex[]::new);
    INDArray view = Nd4j.valueArrayOf(larger, 7, dense.dataType()).get(indices);
    assertThat(view.shape()).isEqualTo(o.shape());
    return view.assign(dense);
  }
}
