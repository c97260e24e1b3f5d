package dev.zener.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.device.Tensor;
import dev.zener.graph.Compiler;
import dev.zener.graph.Inputs;
import dev.zener.graph.Program;
import dev.zener.op.Mmd;
import dev.zener.op.Op;
import dev.zener.op.backend.Backends;
import dev.zener.testing.JavaProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A program that starts ND4J before it uses one of our classes, in a separate JVM. */
@Tag("slow")
class HostStartsFirstTest {
  @TempDir Path folder;

  @Test
  void trainingAndExecWork() throws Exception {
    List<String> output = host();
    assertThat(output)
        .contains("executioner dev.zener.op.nd4j.ZenerExecutioner", "loss and gradient " + step())
        .contains("exec 0.0");
  }

  @Test
  void whereTheHostChoseAnExecutionerTrainingWorksAndExecSaysWhatToDo() throws Exception {
    String own = "org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner";
    List<String> output = host("-D" + Op.EXECUTIONER_PROPERTY + "=" + own);
    assertThat(output).contains("executioner " + own, "loss and gradient " + step());
    assertThat(output)
        .contains(
            "exec failed: zener_mmd cannot run: ND4J was started with "
                + own
                + "; start Java with -Dopexec=dev.zener.op.nd4j.ZenerExecutioner");
  }

  private List<String> host(String... options) throws Exception {
    JavaProcess.Ended ended = new JavaProcess(folder).with(options).run("", Host.class.getName());
    assertThat(ended.code()).as(ended.err()).isZero();
    return ended.out().lines().toList();
  }

  /** One small training step without its last part, the update. */
  private static String step() {
    TaggerShape shape =
        new TaggerShape(
            EncoderShape.bert(11, 8, 2, 2, 12, 7, 2)
                .withRates(new EncoderShape.Rates(0.1, 0.1, 0.5)),
            3,
            List.of(1));
    try (Parameters p = Parameters.random(shape, 1);
        Inputs in = new Inputs()) {
      TaggerGraph g = TaggerGraph.supervised(p, n -> true, 0.1);
      String gradient = g.gradients().get("classifier.weight");
      in.ints(TaggerGraph.LABELS, new int[] {1, 0}).counter(TaggerGraph.COUNTER, 77);
      TaggerInputs.chosen(in, new int[] {1, 4, 9, 2, 7}, new int[] {0, 2, 5}, new int[] {1, 3});
      try (Program program =
          new Compiler(g.graph(), Backends.choose("reference"), p.tensors())
              .compile(List.of(TaggerGraph.LOSS, gradient), Map.of())) {
        Map<String, Tensor> out = program.run(in.tensors());
        return out.get(TaggerGraph.LOSS).get(0) + " " + out.get(gradient).get(5);
      }
    }
  }

  /** The program that runs in the other JVM. */
  public static final class Host {
    private Host() {}

    public static void main(String[] args) {
      INDArray x = Nd4j.ones(DataType.DOUBLE, 3, 2).addi(1);
      System.out.println("executioner " + Nd4j.getExecutioner().getClass().getName());
      System.out.println("loss and gradient " + step());
      try {
        System.out.println("exec " + Nd4j.exec(new Mmd(x, x))[0].getDouble(0));
      } catch (RuntimeException e) {
        System.out.println("exec failed: " + e.getMessage());
      }
    }
  }
}
