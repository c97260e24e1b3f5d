package dev.zener.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.device.Tensor;
import dev.zener.graph.Compiler;
import dev.zener.graph.Inputs;
import dev.zener.graph.Program;
import dev.zener.op.Backends;
import dev.zener.op.Mmd;
import dev.zener.op.Op;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A program that started ND4J before it touched one of our classes, in a Java of its own. */
class HostStartsFirstTest {
  @Test
  void trainingWorksAndExecNamesTheProperty() throws Exception {
    List<String> output = host(List.of());
    assertThat(output)
        .contains("executioner org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner");
    assertThat(output).contains("loss and gradient " + step());
    assertThat(output)
        .contains(
            "exec failed: zener_mmd cannot run: ND4J started before Zener with"
                + " org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner; start Java with"
                + " -Dopexec=dev.zener.op.ZenerExecutioner");
  }

  @Test
  void withThePropertyExecWorks() throws Exception {
    List<String> output = host(List.of("-D" + Op.EXECUTIONER_PROPERTY + "=" + EXECUTIONER));
    assertThat(output).contains("executioner " + EXECUTIONER, "loss and gradient " + step());
    assertThat(output).contains("exec 0.0");
  }

  private static final String EXECUTIONER = "dev.zener.op.ZenerExecutioner";

  private static List<String> host(List<String> options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Host.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text.lines().collect(Collectors.toList());
  }

  /** One small training step without the last part, the update. */
  private static String step() {
    TaggerShape shape =
        new TaggerShape(
            new EncoderShape(11, 8, 2, 2, 12, 7, 2, 1e-12, 0.1, 0.1, 0.5), 3, List.of(1));
    try (Parameters p = Parameters.random(shape, 1);
        Inputs in = new Inputs()) {
      TaggerGraph g = TaggerGraph.supervised(p, n -> true, 0.1);
      String gradient = g.gradients().get("classifier.weight");
      in.ints(TaggerGraph.LABELS, new int[] {1, 0}).counter(TaggerGraph.COUNTER, 77);
      TaggerInputs.chosen(in, new int[] {1, 4, 9, 2, 7}, new int[] {0, 2, 5}, new int[] {1, 3});
      try (Program program =
          new Compiler(g.graph().getFunction("grad"), Backends.choose("reference"), p.tensors())
              .compile(List.of(TaggerGraph.LOSS, gradient), Map.of())) {
        Map<String, Tensor> out = program.run(in.tensors());
        return out.get(TaggerGraph.LOSS).get(0) + " " + out.get(gradient).get(5);
      }
    }
  }

  /** The other Java's program. */
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
