package dev.zener.op;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.nd4j.ZenerExecutioner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.imports.converters.ImportClassMapping;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOpDescriptor;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner;
import org.nd4j.linalg.exception.ND4JIllegalStateException;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One of Zener's ops as a custom op of ND4J and SameDiff. Its settings are stored only in ND4J's
 * integer and floating-point arguments, because SameDiff builds gradient graphs from copies that
 * keep nothing else.
 *
 * <p>An op that extends this class itself is a core op, which has fast kernels; other ops extend
 * {@link GlueOp}.
 */
public abstract class Op extends DynamicCustomOp {
  /**
   * ND4J's system property for the class that runs ops. If it is set, it overrides {@link
   * ZenerBackend}.
   */
  public static final String EXECUTIONER_PROPERTY = "opexec";

  private static final ClassValue<String> NAMES =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> op) {
          Class<?> word = op.getDeclaringClass();
          String name = (word == null ? "" : word.getSimpleName()) + op.getSimpleName();
          return "zener" + name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        }
      };

  /** For ND4J, which creates copies by name. */
  protected Op() {}

  @SuppressWarnings("this-escape") // calls only opName(), which is constant
  protected Op(SameDiff graph, SDVariable... inputs) {
    super(null, graph, inputs, false);
    register();
  }

  @SuppressWarnings("this-escape") // ND4J's own way to add arguments
  protected Op(INDArray... inputs) {
    addInputArgument(inputs);
  }

  /** Registers the class with ND4J, which copies ops by name. */
  private void register() {
    Map<String, org.nd4j.autodiff.functions.DifferentialFunction> known =
        ImportClassMapping.getOpNameMapping();
    synchronized (known) {
      known.computeIfAbsent(opName(), name -> fresh());
    }
  }

  private Op fresh() {
    try {
      return getClass().getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(getClass() + " needs a public no-argument constructor", e);
    }
  }

  /**
   * The shapes of the outputs, given those of the inputs.
   *
   * @throws IllegalArgumentException if the inputs do not fit together
   */
  public abstract long[][] outputShapes(long[][] inputs);

  @Override
  public int getNumOutputs() {
    return 1;
  }

  /** The name in graphs, derived from the class: zener_linear_backward for Linear.Backward. */
  @Override
  public final String opName() {
    return NAMES.get(getClass());
  }

  /** An output has the type of the first floating-point input, unless it is an integer. */
  @Override
  public List<DataType> calculateOutputDataTypes(List<DataType> inputs) {
    DataType type =
        inputs.stream()
            .filter(DataType::isFPType)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(opName() + ": no floating input"));
    List<DataType> types = new ArrayList<>();
    for (int i = 0; i < getNumOutputs(); i++) {
      types.add(integers().contains(i) ? DataType.INT32 : type);
    }
    return types;
  }

  @Override
  public List<LongShapeDescriptor> calculateOutputShape() {
    return describe(inputArguments());
  }

  @Override
  public List<LongShapeDescriptor> calculateOutputShape(OpContext context) {
    return describe(context.getInputArrays());
  }

  private List<LongShapeDescriptor> describe(List<INDArray> inputs) {
    long[][] shapes = inputs.stream().map(INDArray::shape).toArray(long[][]::new);
    List<DataType> given = new ArrayList<>();
    inputs.forEach(i -> given.add(i.dataType()));
    List<DataType> types = calculateOutputDataTypes(given);
    List<LongShapeDescriptor> result = new ArrayList<>();
    long[][] outputs = outputShapes(shapes);
    for (int i = 0; i < outputs.length; i++) {
      result.add(LongShapeDescriptor.fromShape(outputs[i], types.get(i)));
    }
    return result;
  }

  /** The indices of the outputs that are INT32, such as labels. They have no gradient. */
  public List<Integer> integers() {
    return List.of();
  }

  /**
   * The indices of the inputs that are used only as operands of matrix products, so that a backend
   * may read them in the type {@link Backend#products()}.
   */
  public List<Integer> operands() {
    return List.of();
  }

  /** The indices of the outputs that may be rounded to {@link Backend#products()}, all or none. */
  public List<Integer> products() {
    return List.of();
  }

  /**
   * The op with an additional last input that is added to output {@code i}; empty if there is none.
   * It saves a separate pass for a sum that follows.
   */
  public Optional<Op> adding(int i) {
    return Optional.empty();
  }

  /**
   * The sum that an op starts with.
   *
   * @param first the index of an input that is used only in the sum
   * @param second the index of the input that is added to it
   * @param output the index of the output that is the sum
   * @param rest the op without the sum: the sum replaces the first input, and the second input and
   *     the sum's output are omitted
   */
  public record Sum(int first, int second, int output, Op rest) {}

  /** The sum that the op starts with, so that an earlier op can compute it; empty if none. */
  public Optional<Sum> sum() {
    return Optional.empty();
  }

  /**
   * The op with an additional last output, which is output {@code i} in the type {@link
   * Backend#products()}; empty if there is none. It saves a separate pass for a cast that follows.
   */
  public Optional<Op> rounding(int i) {
    return Optional.empty();
  }

  /**
   * The useful work of a run: the floating-point operations of the matrix products that the wanted
   * outputs need. A multiplication and an addition count as two. Recomputed values count once, and
   * other operations do not count.
   *
   * @param out the outputs; null for outputs that are not wanted
   */
  public double flops(Tensor[] in, Tensor[] out) {
    return 0;
  }

  /** The integer setting {@code i}. */
  public final int integer(int i) {
    return getIArgument(i).intValue();
  }

  /** The floating-point setting {@code i}. */
  public final double number(int i) {
    return getTArgument(i);
  }

  /** The element type of the op's floating-point tensors. */
  public final ElementType elementType(List<ElementType> inputs) {
    return inputs.stream().filter(ElementType::floating).findFirst().orElseThrow();
  }

  @Override
  public CustomOpDescriptor getDescriptor() {
    return null; // ND4J's checks support only ND4J's ops
  }

  /** Called only by ND4J's own executioner, before it looks for a native op; always fails. */
  @Override
  public long opHash() {
    OpExecutioner there = Nd4j.getExecutioner();
    String remedy =
        there instanceof NativeOpExecutioner
            ? "start Java with -D" + EXECUTIONER_PROPERTY + "=" + ZenerExecutioner.class.getName()
            : "leave out its backend, or build Zener for ND4J's CUDA backend (-Pnd4j-cuda)";
    // ND4J wraps other exceptions in one without this message
    throw new ND4JIllegalStateException(
        opName()
            + " cannot run: ND4J was started with "
            + there.getClass().getName()
            + "; "
            + remedy);
  }

  @Override
  public int opNum() {
    return 0;
  }

  @Override
  public void assertValidForExecution() {
    // outputShapes checks when shapes are known
  }

  @Override
  public Map<String, Object> propertiesForFunction() {
    return Map.of();
  }

  @Override
  public void setPropertiesForFunction(Map<String, Object> properties) {
    // all settings are in the arguments
  }

  /**
   * Adds the ops of the gradient to the graph.
   *
   * @param gradients those of the outputs; null for an output on which the loss does not depend
   * @return those of the inputs, in order; the last may be left out if they have none
   */
  @Override
  public List<SDVariable> doDiff(List<SDVariable> gradients) {
    throw new UnsupportedOperationException(opName() + " has no gradient");
  }

  /** Checks a condition; the error message names the op, the rule and the shapes. */
  protected final void check(boolean holds, String rule, long[][] inputs) {
    if (!holds) {
      throw new IllegalArgumentException(
          opName() + ": " + rule + ", given " + Arrays.deepToString(inputs));
    }
  }

  /** Whether two shapes are equal. */
  protected static boolean same(long[] a, long[] b) {
    return Arrays.equals(a, b);
  }

  /** The shape of a scalar. */
  protected static long[] scalar() {
    return new long[0];
  }
}
