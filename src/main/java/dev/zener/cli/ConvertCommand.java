package dev.zener.cli;

import dev.zener.data.TokenizerWords;
import dev.zener.format.TextSource;
import dev.zener.format.UnlabelledReader;
import dev.zener.pretrained.Conversion;
import dev.zener.pretrained.ModelSource;
import dev.zener.tokenizer.PieceTokenizer;
import dev.zener.weights.DType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The command {@code convert}, which converts a model. */
@Command(
    name = "convert",
    description = {
      "Convert a BERT or DistilBERT to the format that HuggingFace and this program read.",
      "The source is safetensors, PyTorch's .bin or a TensorFlow checkpoint, in one or several files,"
          + " also in an archive; the target is safetensors. A summary of all tensors is printed to"
          + " standard error."
    },
    footer = {
      "  zener convert bert-base-multilingual-cased mbert-f16 --dtype f16",
      "  zener convert old/pytorch_model.bin new --dtype bf16",
      "  zener convert crf-tagger encoder --encoder-only",
      "  zener convert multi_cased_L-12_H-768_A-12.zip mbert",
      "  zener convert runs/demo/model small --delta target/mbert --rank 32 --dtype f16",
      "  zener convert runs/demo/model small --layers 8 --pieces-of data/uner/hr_set.train.tsv"
    })
final class ConvertCommand implements Runnable {
  @ParentCommand private ZenerCommand zener;

  @Parameters(index = "0", paramLabel = "SOURCE", description = ModelOptions.MODEL)
  private String source;

  @Parameters(index = "1", paramLabel = "TARGET", description = "Directory to create.")
  private Path target;

  @Option(
      names = "--dtype",
      paramLabel = "f32|f16|bf16",
      description =
          "Type of the weights written; by default as in the source. For a delta: type of the"
              + " factors of its matrices; by default f32.")
  private DType dtype;

  @Option(
      names = "--layers",
      paramLabel = "M",
      description =
          "Keep the encoder's first M layers; a tagger must have a head on layer M, which then tags.")
  private Integer layers;

  @Option(
      names = "--pieces-of",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Keep only word pieces that occur in these texts, single characters and special pieces.")
  private List<Path> texts;

  @Option(
      names = "--encoder-only",
      description =
          "Keep the encoder alone, without any head, also if the head has layers that are not"
              + " computed here.")
  private boolean encoderOnly;

  @Mixin private LabelNames labels;
  @Mixin private WordsOption words;

  @Mixin private FileOptions files;

  @ArgGroup(exclusive = false)
  private DeltaOptions delta;

  @Spec private CommandSpec command;

  @Mixin private ModelOptions opening;

  @Override
  public void run() {
    ModelSource model = labels.applyTo(opening.model(source));
    if (encoderOnly && labels.names().isPresent()) {
      throw ZenerCommand.usage(
          command.commandLine(),
          "--encoder-only leaves out the head that --labels names; leave out one of them");
    }
    if (delta == null) {
      Conversion.run(model, target, words.addTo(settings(), model, files, zener))
          .lines()
          .forEach(zener::note);
      return;
    }
    if (layers != null || texts != null || encoderOnly || words.wanted()) {
      throw ZenerCommand.usage(
          command.commandLine(),
          "--delta cannot be combined with --layers, --pieces-of or --encoder-only, since a delta"
              + " has the layers and pieces of its base, and a head; nor with --words-of, since it"
              + " has the source's rule; leave out one of them");
    }
    delta
        .run(model, opening.casing(), target, Optional.ofNullable(dtype).orElse(DType.F32))
        .lines()
        .forEach(zener::note);
  }

  private Conversion.Settings settings() {
    Conversion.Settings settings = Conversion.Settings.DEFAULTS;
    if (dtype != null) {
      settings = settings.withDtype(dtype);
    }
    if (layers != null) {
      settings = settings.withLayers(layers);
    }
    if (encoderOnly) {
      settings = settings.withEncoderOnly();
    }
    return texts == null ? settings : settings.withPieces(this::eachSentence);
  }

  private void eachSentence(PieceTokenizer tokenizer, Consumer<List<String>> words) {
    for (Path text : texts) {
      try {
        Input input = new Input(text);
        TextSource source = input.source(zener.streams(), () -> {});
        UnlabelledReader reader =
            new UnlabelledReader(
                files.textOptions(input, source, zener),
                TokenizerWords.of(tokenizer.preTokenizer()));
        reader.read(source, sentence -> words.accept(sentence.words()));
      } catch (IOException e) {
        throw new UncheckedIOException(text + ": cannot be read", e);
      }
    }
  }
}
