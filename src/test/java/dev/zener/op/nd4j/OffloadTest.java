package dev.zener.op.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zener.op.Mmd;
import dev.zener.op.Op;
import dev.zener.op.backend.Backend;
import dev.zener.testing.Close;
import dev.zener.testing.Devices;
import dev.zener.testing.OpRun;
import dev.zener.testing.Operand;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Tests ops on arrays of ND4J's CPU backend that run on a card. */
class OffloadTest {
  private final Random random = new Random(23);
  private final List<String> onCard = new ArrayList<>();
  private ArrayExecution execution;

  @BeforeEach
  void open() {
    Backend cuda = Devices.choose("cuda", "float32");
    Backend watched =
        (Backend)
            Proxy.newProxyInstance(
                Backend.class.getClassLoader(),
                new Class<?>[] {Backend.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("kernel")) {
                    onCard.add(((Op) arguments[0]).opName());
                  }
                  return method.invoke(cuda, arguments);
                });
    execution = new ArrayExecution(new HostArrays(Optional.of(new Offload(watched, 1))));
  }

  private static INDArray array(Operand o, DataType type) {
    return Nd4j.create(o.values(), o.shape(), type);
  }

  @Test
  void aLargeMmdAndItsGradientRunOnTheCard() {
    Operand x = Operand.normal(random, 230, 64);
    Operand y = Operand.normal(random, 190, 64);
    Operand slope = Operand.scalar(0.5);
    INDArray[] in = {array(x, DataType.FLOAT), array(y, DataType.FLOAT), Nd4j.scalar(0.5f)};
    INDArray[] value = execution.exec(new Mmd(in[0], in[1]));
    INDArray[] gradient = execution.exec(new Mmd.Backward(in));
    assertThat(onCard).containsExactly("zener_mmd", "zener_mmd_backward");
    double[][] truth = OpRun.reference(new Mmd.Backward(), x, y, slope);
    Close.check("mmd", value[0].data().asDouble(), OpRun.reference(new Mmd(), x, y)[0], 1e-5, 0);
    Close.check("dx", gradient[0].data().asDouble(), truth[0], 1e-4, 0);
    Close.check("dy", gradient[1].data().asDouble(), truth[1], 1e-4, 0);
  }

  @Test
  void whatTheCardIsNotFasterForStaysOnTheHost() {
    Operand x = Operand.normal(random, 9, 4);
    INDArray[] small = execution.exec(new Mmd(array(x, DataType.FLOAT), array(x, DataType.FLOAT)));
    assertThat(small[0].getDouble()).as("of equal samples").isCloseTo(0, within(1e-6));
    Operand wide = Operand.normal(random, 250, 64);
    execution.exec(new Mmd(array(wide, DataType.DOUBLE), array(wide, DataType.DOUBLE)));
    assertThat(onCard).as("few rows, and doubles").isEmpty();
  }

  @Test
  void itPaysWhereTheArithmeticOutweighsTheCopies() {
    // 64 rows of 768: 6.3 Mflop are 63 us on one core, less than the start of a kernel
    assertThat(Offload.pays(2.0 * 64 * 64 * 768, 64 * 768 * 4, 1)).isFalse();
    // 2,048 rows: 6.4 Gflop are 64 ms on one core; on the card, 1.3 ms to copy 6.3 MB and 3.2 ms to
    // compute
    assertThat(Offload.pays(2.0 * 2048 * 2048 * 768, 2048 * 768 * 4, 1)).isTrue();
    assertThat(Offload.pays(2.0 * 2048 * 2048 * 768, 2048 * 768 * 4, 64)).isFalse();
    // a sum of 100 million numbers: almost all of the time is copies
    assertThat(Offload.pays(1e8, 8e8, 1)).isFalse();
  }
}
