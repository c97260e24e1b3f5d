package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.pretrained.SmallBert;
import dev.zener.testing.Close;
import dev.zener.testing.Golden;
import dev.zener.testing.HfTiny;
import dev.zener.weights.DType;
import dev.zener.weights.WeightFile;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EncodeCommandTest {
  private static final String MODEL = HfTiny.TAGGER.toString();
  private static final String TEXT = String.join("\n", HfTiny.sentences());

  @TempDir Path folder;

  private Path output() {
    return folder.resolve("out.safetensors");
  }

  @ParameterizedTest
  @MethodSource("dev.zener.testing.Devices#all")
  void everyTensorIsThatOfTransformers(String device) {
    Ran ran = Ran.withInput(TEXT, "encode", MODEL, "--output", output() + "", "--device", device);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out() + ran.err()).isEmpty();
    try (WeightFile file = WeightFile.open(output());
        Golden expected = HfTiny.expected()) {
      assertThat(file.names()).containsExactlyInAnyOrderElementsOf(expected.names());
      assertThat(expected.names()).hasSize(3 * 5);
      for (String name : expected.names()) {
        assertThat(file.info(name).shape()).as(name).isEqualTo(expected.shape(name));
        if (name.endsWith("input_ids")) {
          assertThat(file.info(name).dtype()).isEqualTo(DType.I64);
        } else {
          check(name, file.floats(name), expected.doubles(name));
        }
      }
    }
  }

  private static void check(String name, float[] actual, double[] expected) {
    double allowed = 1e-5 * Close.largest(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs(actual[i] - expected[i])).as(name + " " + i).isLessThanOrEqualTo(allowed);
    }
  }

  @Test
  void idsAreThoseOfTransformers() {
    Ran.withInput(TEXT, "encode", MODEL, "-", "--output", output().toString());
    try (WeightFile file = WeightFile.open(output());
        Golden expected = HfTiny.expected()) {
      for (int i = 0; i < 3; i++) {
        long[] ids = new long[(int) file.info(i + ".input_ids").elements()];
        file.read(i + ".input_ids", 0, LongBuffer.wrap(ids));
        assertThat(Arrays.stream(ids).mapToInt(Math::toIntExact).toArray())
            .isEqualTo(expected.ints(i + ".input_ids"));
      }
    }
  }

  @Test
  void smallBatchesGiveTheSameNumbers() {
    Ran.withInput(TEXT, "encode", MODEL, "--output", output() + "", "--batch-pieces", "3");
    try (WeightFile file = WeightFile.open(output());
        Golden expected = HfTiny.expected()) {
      for (int i = 0; i < 3; i++) {
        check(i + "", file.floats(i + ".hidden.2"), expected.doubles(i + ".hidden.2"));
      }
    }
  }

  @Test
  void anEncoderWithoutAHeadGivesHiddenStates() {
    String encoder = HfTiny.ENCODER.toString();
    Ran ran = Ran.withInput("Ana\n\n", "encode", encoder, "--output", output().toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("unused").doesNotContain("fresh");
    try (WeightFile file = WeightFile.open(output())) {
      assertThat(file.names())
          .containsExactlyInAnyOrder(
              "0.input_ids",
              "0.hidden.0",
              "0.hidden.1",
              "0.hidden.2",
              "1.input_ids",
              "1.hidden.0",
              "1.hidden.1",
              "1.hidden.2");
      assertThat(file.info("0.hidden.2").shape()).containsExactly(3, 12);
      assertThat(file.info("1.hidden.2").shape()).as("an empty line").containsExactly(2, 12);
    }
  }

  /** The logits of a head need no names. */
  @Test
  void aHeadWithoutNamesGivesItsLogits() throws Exception {
    List<String> placeholders = List.of("LABEL_0", "LABEL_1");
    Path model = SmallBert.constant(folder.resolve("m"), placeholders, 2, 5);
    Ran ran = Ran.withInput("Ana\n", "encode", model.toString(), "--output", output() + "");
    assertThat(ran.code()).as(ran.err()).isZero();
    try (WeightFile file = WeightFile.open(output())) {
      assertThat(file.info("0.logits").shape()).containsExactly(3, 2);
      assertThat(file.floats("0.logits")).containsExactly(2, 5, 2, 5, 2, 5);
    }
  }

  @Test
  void aLineTooLongIsNamedAndNothingWritten() throws Exception {
    String words = String.join(" ", Collections.nCopies(31, "u"));
    Path text = Files.writeString(folder.resolve("a.txt"), "u\n" + words + "\n");
    Ran ran = Ran.command("encode", MODEL, text.toString(), "--output", output().toString());
    assertThat(ran.code()).isOne();
    assertThat(ran.err()).contains("a.txt:2: 33 pieces", "up to 32");
    assertThat(output()).doesNotExist();
  }

  @Test
  void nothingGivesAFileOfNothing() {
    assertThat(Ran.command("encode", MODEL, "--output", output().toString()).code()).isZero();
    try (WeightFile file = WeightFile.open(output())) {
      assertThat(file.names()).isEmpty();
    }
  }
}
