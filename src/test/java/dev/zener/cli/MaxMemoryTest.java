package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zener.device.ResidentMemory;
import dev.zener.label.LabelSet;
import dev.zener.model.EncoderShape;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerShape;
import dev.zener.pretrained.ModelDirectory;
import dev.zener.pretrained.ModelWriter;
import dev.zener.testing.HfTiny;
import dev.zener.testing.JavaProcess;
import dev.zener.testing.JavaProcess.Ended;
import dev.zener.weights.DType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests tagging within less memory than its usual batches need. */
@Tag("slow")
class MaxMemoryTest {
  private static final LabelSet LABELS = LabelSet.of(List.of("PER", "LOC"));

  @TempDir Path folder;
  private Path model;
  private Path text;

  /**
   * A model of 8 million weights, and 30,000 pieces that all fit into one batch without a limit.
   */
  @BeforeEach
  void write() throws Exception {
    assumeTrue(ResidentMemory.now().isPresent(), "nothing tells resident memory");
    ModelDirectory tiny = ModelDirectory.open(HfTiny.TAGGER);
    EncoderShape t = tiny.encoder();
    EncoderShape encoder =
        EncoderShape.bert(t.vocabulary(), 512, 4, 8, 1024, 512, t.types())
            .withRates(new EncoderShape.Rates(0.1, 0.1, 0.02));
    model = folder.resolve("model");
    try (Parameters p = Parameters.random(new TaggerShape(encoder, 5, List.of()), 3)) {
      ModelWriter.write(model, p, LABELS, tiny.tokenizer(), DType.F32, Map.of());
    }
    text = folder.resolve("a.txt");
    Files.writeString(text, ("Ana ide u Zagreb . ".repeat(20) + "\n").repeat(160));
  }

  private Ended run(String... command) throws Exception {
    return new JavaProcess(folder)
        .with("-Xms64m", "-Xmx64m", "-XX:+UseSerialGC")
        .run("", Host.class.getName(), command);
  }

  private Ended tag(String... more) throws Exception {
    List<String> command = new ArrayList<>(List.of("tag", model.toString(), text.toString()));
    command.addAll(List.of("--conll", "--batch-pieces", "30000"));
    command.addAll(List.of(more));
    return run(command.toArray(String[]::new));
  }

  private Ended encode(String output, String... more) throws Exception {
    List<String> command = new ArrayList<>(List.of("encode", model.toString(), text.toString()));
    command.addAll(List.of("--output", folder.resolve(output).toString()));
    command.addAll(List.of("--batch-pieces", "30000"));
    command.addAll(List.of(more));
    return run(command.toArray(String[]::new));
  }

  /** The peak in MiB, which is on the last line of standard error. */
  private static long peak(Ended ended) {
    assertThat(ended.code()).as(ended.err()).isZero();
    return peak(ended.err());
  }

  private static long peak(String err) {
    return Long.parseLong(err.substring(err.lastIndexOf(' ') + 1).strip());
  }

  @Test
  void batchesBecomeSmallerAndTheAnswersStay() throws Exception {
    Ended free = tag();
    long most = peak(free);
    long limit = most - 80; // a reduction by more than half of what the batches needed
    Ended bound = tag("--max-memory", limit + "m");
    assertThat(peak(bound)).as("of %d MiB without a limit", most).isLessThanOrEqualTo(limit);
    assertThat(bound.out()).isEqualTo(free.out());
    Ended none = tag("--max-memory", "40m");
    assertThat(none.code()).isOne();
    assertThat(none.err())
        .contains("the model needs ", "MiB already resident, but --max-memory allows 40; set");
    assertThat(peak(none.err())).as("nothing was loaded").isLessThan(most - 80 - 32);
    assertThat(Ran.command("tag", model.toString(), "--max-memory", "lots").code()).isEqualTo(2);
  }

  @Test
  void encodingToo() throws Exception {
    Ended free = encode("free.safetensors");
    long limit = peak(free) - 80;
    Ended bound = encode("bound.safetensors", "--max-memory", limit + "m");
    assertThat(peak(bound)).as("of %d MiB", peak(free)).isLessThanOrEqualTo(limit);
    assertThat(folder.resolve("bound.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("free.safetensors"));
    Ended none = encode("none.safetensors", "--max-memory", "40m");
    assertThat(none.code()).isOne();
    assertThat(none.err()).contains("--max-memory allows 40; set --max-memory to at least");
    assertThat(folder.resolve("none.safetensors")).doesNotExist();
  }

  /** Runs the program and prints its peak memory. */
  public static final class Host {
    private Host() {}

    public static void main(String[] args) {
      int code = Main.run(args, System.in, System.out, System.err);
      System.err.println("peak " + (ResidentMemory.peak().orElseThrow() >> 20));
      System.exit(code);
    }
  }
}
