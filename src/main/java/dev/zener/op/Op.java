package dev.zener.op;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
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
 * An op of ours as ND4J and SameDiff see it. Its settings live in ND4J's integer and floating
 * arguments alone, since SameDiff builds gradient graphs from copies that keep nothing else.
 */
public abstract class Op extends DynamicCustomOp {
  /**
   * ND4J's system property for the class that runs ops. Set, it counts for more than {@link
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

  /** For ND4J, which makes copies by name. */
  protected Op() {}

  @SuppressWarnings("this-escape") // only opName() is asked, which is a constant
  protected Op(SameDiff graph, SDVariable... inputs) {
    super(null, graph, inputs, false);
    register();
  }

  @SuppressWarnings("this-escape") // ND4J's own way to add arguments
  protected Op(INDArray... inputs) {
    addInputArgument(inputs);
  }

  /** ND4J copies ops by name: it has to know the class behind ours. */
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
   * Shapes of the outputs, from those of the inputs.
   *
   * @throws IllegalArgumentException if the inputs do not fit together
   */
  public abstract long[][] outputShapes(long[][] inputs);

  @Override
  public int getNumOutputs() {
    return 1;
  }

  /** The op's name in graphs, its class's: {@code Linear.Backward} is zener_linear_backward. */
  @Override
  public final String opName() {
    return NAMES.get(getClass());
  }

  /** Every output of every op has the type of its first floating-point input. */
  @Override
  public List<DataType> calculateOutputDataTypes(List<DataType> inputs) {
    DataType type =
        inputs.stream()
            .filter(DataType::isFPType)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(opName() + ": no floating input"));
    List<DataType> types = new ArrayList<>();
    for (int i = 0; i < getNumOutputs(); i++) {
      types.add(type);
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

  /**
   * Positions of the inputs that are operands of matrix products alone, which a backend may take in
   * {@link Backend#products()}.
   */
  public List<Integer> operands() {
    return List.of();
  }

  /** Positions of the outputs that may be rounded to {@link Backend#products()}, all or none. */
  public List<Integer> products() {
    return List.of();
  }

  /**
   * The op that takes one more input and adds it to output {@code i}; empty if there is none. A sum
   * that follows is then no pass of its own.
   */
  public Optional<Op> adding(int i) {
    return Optional.empty();
  }

  /**
   * That an op begins with a sum.
   *
   * @param first position of an input that it reads for nothing else
   * @param second position of what it adds to that
   * @param output position of the output that is the sum
   * @param rest the op of the sum, in place of the first input, without the second and that output
   */
  public record Sum(int first, int second, int output, Op rest) {}

  /** The sum that the op begins with; empty if there is none. Another op may make it then. */
  public Optional<Sum> sum() {
    return Optional.empty();
  }

  /**
   * The op that gives output {@code i} in {@link Backend#products()} as well, as one more output;
   * empty if there is none. A cast that follows is then no pass of its own.
   */
  public Optional<Op> rounding(int i) {
    return Optional.empty();
  }

  /**
   * The useful work of a run: floating-point operations of the matrix products that the wanted
   * outputs need, a multiplication and an addition counted as two; what is computed twice counts
   * once, and all else nothing.
   *
   * @param out null where an output is not wanted
   */
  public double flops(Tensor[] in, Tensor[] out) {
    return 0;
  }

  /** Integer setting {@code i}. */
  public final int integer(int i) {
    return getIArgument(i).intValue();
  }

  /** Floating setting {@code i}. */
  public final double number(int i) {
    return getTArgument(i);
  }

  /** The element type of the op's floating-point tensors. */
  public final ElementType elementType(List<ElementType> inputs) {
    return inputs.stream().filter(ElementType::floating).findFirst().orElseThrow();
  }

  @Override
  public CustomOpDescriptor getDescriptor() {
    return null; // ND4J's own checks know only ND4J's ops
  }

  /** Asked for by ND4J's executioner alone, when it is about to look for a native op. */
  @Override
  public long opHash() {
    OpExecutioner there = Nd4j.getExecutioner();
    String remedy =
        there instanceof NativeOpExecutioner
            ? "start Java with -D" + EXECUTIONER_PROPERTY + "=" + ZenerExecutioner.class.getName()
            : "leave out its backend, or build Zener for ND4J's CUDA backend (-Pnd4j-cuda)";
    // ND4J wraps any other exception in one that does not say what to do
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
    // nothing lives outside the arguments
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> gradients) {
    throw new UnsupportedOperationException(opName() + " has no gradient");
  }

  /** Fails unless {@code holds}, naming the op and the shapes. */
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

  /** A scalar's shape. */
  protected static long[] scalar() {
    return new long[0];
  }
}
