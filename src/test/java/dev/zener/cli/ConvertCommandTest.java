package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.testing.HfTiny;
import dev.zener.weights.DType;
import dev.zener.weights.WeightFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertCommandTest {
  @TempDir Path folder;

  @Test
  void aConvertedTaggerTagsAlike() {
    String target = folder.resolve("new").toString();
    Ran ran = Ran.command("convert", HfTiny.TAGGER.toString(), target);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("a tagger", "39 tensors");
    String text = "Ana ide u Zagreb .\n";
    assertThat(Ran.withInput(text, "tag", target).out())
        .isEqualTo(Ran.withInput(text, "tag", HfTiny.TAGGER.toString()).out());
  }

  @Test
  void typeAndReportFollowTheOptions() {
    Path target = folder.resolve("new");
    String source = HfTiny.ENCODER.resolve("pytorch_model.bin").toString();
    Ran ran = Ran.command("convert", source, target.toString(), "--dtype", "bf16");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("BF16", "an encoder without a head", "unused");
    try (WeightFile file = WeightFile.open(target.resolve("model.safetensors"))) {
      assertThat(file.info("bert.embeddings.word_embeddings.weight").dtype()).isEqualTo(DType.BF16);
    }
    assertThat(Ran.command("convert", source, target.toString()))
        .matches(again -> again.code() == 1 && again.err().contains("nothing is overwritten"));
  }
}
