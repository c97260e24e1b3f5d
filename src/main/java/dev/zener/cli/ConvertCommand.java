package dev.zener.cli;

import dev.zener.pretrained.Conversion;
import dev.zener.weights.DType;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Rewrites a model directory. */
@Command(
    name = "convert",
    description = {
      "Rewrite a BERT checkpoint as HuggingFace and this program read it.",
      "The source is safetensors, PyTorch's .bin or a TensorFlow checkpoint, in one file or several,"
          + " also in an archive; the target has safetensors. What became of every tensor is told on"
          + " standard error."
    },
    footer = {
      "  zener convert bert-base-multilingual-cased mbert-f16 --dtype f16",
      "  zener convert old/pytorch_model.bin new --dtype bf16",
      "  zener convert multi_cased_L-12_H-768_A-12.zip mbert"
    })
final class ConvertCommand implements Runnable {
  @ParentCommand private ZenerCommand zener;

  @Parameters(index = "0", paramLabel = "SOURCE", description = CasingOption.MODEL)
  private String source;

  @Parameters(index = "1", paramLabel = "TARGET", description = "Directory to make.")
  private Path target;

  @Option(
      names = "--dtype",
      paramLabel = "f32|f16|bf16",
      description = "Of the weights written; by default as in the source.")
  private DType dtype;

  @Mixin private CasingOption casing;

  @Override
  public void run() {
    Conversion.run(casing.model(source), target, Optional.ofNullable(dtype))
        .lines()
        .forEach(zener::note);
  }
}
