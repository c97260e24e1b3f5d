package dev.zener.op.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Memory;
import dev.zener.device.Tensor;
import dev.zener.op.ElementTypes;
import dev.zener.op.Mmd;
import dev.zener.op.Op;
import dev.zener.op.Rows;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Kernel;
import dev.zener.op.cuda.OtherStream;
import dev.zener.testing.Close;
import dev.zener.testing.Devices;
import dev.zener.testing.OpRun;
import dev.zener.testing.Operand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Runs Zener's ops on arrays that exist twice, on the host and on the device, as those of ND4J's
 * CUDA backend do. A kernel may read only what was copied to the device, and only arrays that are
 * reported as written are copied back.
 */
class ArrayExecutionTest {
  private final Random random = new Random(17);
  private final Operand x = Operand.normal(random, 7, 5);
  private final Operand y = Operand.normal(random, 4, 5);
  private Fake fake;
  private OtherStream stream;

  @BeforeEach
  void open() {
    Devices.choose("cuda", "float32");
    stream = new OtherStream();
    fake = new Fake(stream.backend());
  }

  @AfterEach
  void close() {
    fake.close();
    stream.close();
  }

  /** A small model of how ND4J keeps the two copies of an array consistent. */
  private static final class Fake implements ArrayAccess, AutoCloseable {
    private final Backend backend;
    private final Memory memory;
    private final Map<INDArray, Block> device = new IdentityHashMap<>();
    private final Set<INDArray> synced = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<INDArray> newer = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();

    Fake(Backend backend) {
      this.backend = backend;
      this.memory = backend.memory();
    }

    private static Tensor host(INDArray a) {
      return Tensor.at(a.data().address(), ElementTypes.of(a.dataType()), a.shape());
    }

    private Tensor here(INDArray a) {
      Tensor host = host(a);
      long bytes = Math.max(1, (long) host.size() * host.type().bytes());
      Block block = device.computeIfAbsent(a, k -> memory.allocate(bytes));
      return Tensor.onDevice(block.address(), host.type(), a.shape());
    }

    @Override
    public Tensor reading(INDArray a) {
      calls.add("reading " + Arrays.toString(a.shape()));
      Tensor here = here(a);
      if (synced.add(a)) {
        memory.upload(host(a), here);
      }
      return a.dataType().isFPType() ? here : here.copyOf(host(a));
    }

    @Override
    public Tensor writing(INDArray a) {
      calls.add("writing " + Arrays.toString(a.shape()));
      return here(a);
    }

    @Override
    public Kernel kernel(Op op, ElementType type, Tensor[] in, Tensor[] out) {
      calls.add("kernel");
      return backend.kernel(op, type);
    }

    @Override
    public void written(INDArray a) {
      calls.add("written " + Arrays.toString(a.shape()));
      newer.add(a);
    }

    /** Does what ND4J does when the host reads an array. */
    double[] look(INDArray a) {
      if (newer.contains(a)) {
        memory.download(here(a), host(a));
      }
      return a.dup('c').data().asDouble();
    }

    @Override
    public void close() {
      device.values().forEach(Block::close);
    }
  }

  private static INDArray array(Operand o) {
    return Nd4j.create(o.values(), o.shape(), DataType.FLOAT);
  }

  @Test
  void aKernelSeesTheDevicesCopiesInTheOrderThatNd4jNeeds() {
    INDArray[] out = new ArrayExecution(fake).exec(new Mmd(array(x), array(y)));
    assertThat(fake.calls)
        .containsExactly("reading [7, 5]", "reading [4, 5]", "writing []", "kernel", "written []");
    Close.check("mmd", fake.look(out[0]), OpRun.reference(new Mmd(), x, y)[0], 1e-5, 0);
  }

  @Test
  void aSessionsContextAndIntegersThatTheHostLooksAtWork() throws Exception {
    Operand rows = Operand.ints(3, 0, 6, 3);
    INDArray result = Nd4j.valueArrayOf(new long[] {4, 5}, -1f);
    OpContext context = Nd4j.getExecutioner().buildContext();
    context.setInputArrays(array(x), Nd4j.createFromArray(3, 0, 6, 3));
    context.setOutputArrays(result);
    new ArrayExecution(fake).exec(new Rows(), context);
    context.close();
    assertThat(fake.look(result)).isEqualTo(OpRun.reference(new Rows(), x, rows)[0]);
  }

  @Test
  void anArrayThatIsNotDenseIsCopiedFirst() {
    INDArray larger = Nd4j.zeros(DataType.FLOAT, 9, 6);
    INDArray view = larger.get(NDArrayIndex.interval(2, 9), NDArrayIndex.interval(1, 6));
    view.assign(array(x));
    INDArray[] out = new ArrayExecution(fake).exec(new Mmd(view, array(y).dup('f')));
    Close.check("mmd", fake.look(out[0]), OpRun.reference(new Mmd(), x, y)[0], 1e-5, 0);
  }

  /**
   * Work that is put on the stream while the stream is held must not run yet. On another stream it
   * would run.
   */
  @Test
  void kernelsGoToTheStreamOfTheArrays() {
    ArrayExecution execution = new ArrayExecution(fake);
    INDArray[] in = {array(x), array(y)};
    INDArray value = Nd4j.scalar(-1f);
    Mmd op = new Mmd(in);
    op.addOutputArgument(value);
    execution.exec(op);
    double[] truth = fake.look(value);
    value.assign(-1f);
    fake.reading(value); // brings the -1 to the device too
    Runnable held = stream.hold(() -> execution.exec(op));
    assertThat(fake.look(value)).containsExactly(-1);
    held.run();
    assertThat(fake.look(value)).isEqualTo(truth);
  }
}
