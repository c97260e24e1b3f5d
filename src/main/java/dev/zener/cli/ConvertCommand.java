package dev.zener.cli;

import dev.zener.pretrained.Conversion;
import dev.zener.weights.DType;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Rewrites a model directory. */
@Command(
    name = "convert",
    description = {
      "Rewrite a BERT checkpoint as HuggingFace and this program read it.",
      "The source is safetensors or PyTorch's .bin, in one file or shards; the target has"
          + " safetensors. What became of every tensor is told on standard error."
    },
    footer = {
      "  zener convert bert-base-multilingual-cased mbert",
      "  zener convert old/pytorch_model.bin new --dtype bf16"
    })
final class ConvertCommand implements Runnable {
  @ParentCommand private ZenerCommand zener;

  @Parameters(
      index = "0",
      paramLabel = "SOURCE",
      description = "Model directory, or its weight file.")
  private Path source;

  @Parameters(index = "1", paramLabel = "TARGET", description = "Directory to make.")
  private Path target;

  @Option(
      names = "--dtype",
      paramLabel = "f32|f16|bf16",
      description = "Of the weights written; by default as in the source.")
  private DType dtype;

  @Override
  public void run() {
    Conversion.run(source, target, Optional.ofNullable(dtype)).lines().forEach(zener::note);
  }
}
