package dev.zener.cli;

import dev.zener.ExtractedVectors;
import dev.zener.VectorExtraction;
import dev.zener.VectorSettings;
import dev.zener.data.Sentence;
import dev.zener.files.Count;
import dev.zener.format.TextReader;
import dev.zener.format.TextSource;
import dev.zener.problem.InputException;
import dev.zener.vectors.VectorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The command {@code vectors}, which makes vectors of a language's words. */
@Command(
    name = "vectors",
    description = {
      "Make vectors of the words of one language's texts with a model.",
      "The vector of a word is the mean of its hidden states over all places where it occurs, made"
          + " narrower by the principal components of all words. The most frequent word comes first."
          + " Labels of the texts are not read."
    },
    footer = {
      "  zener vectors target/mbert da.txt --output da.vec",
      "  zener vectors target/mbert de.train.tsv --width 100 --output de.safetensors",
      "",
      "Texts are read in the formats and with the options of zener tag. The ending of the output's",
      "name chooses its form: .vec and .txt are text, also packed as .vec.gz and .txt.gz;",
      ".safetensors is a file that is mapped into memory."
    })
final class VectorsCommand implements Callable<Integer> {
  @ParentCommand private ZenerCommand zener;

  @Parameters(index = "0", paramLabel = "MODEL", description = ModelOptions.MODEL)
  private String model;

  @Parameters(
      index = "1",
      arity = "0..*",
      paramLabel = "TEXT",
      description = "Texts of one language; - or none: standard input.")
  private List<String> texts = new ArrayList<>();

  @Option(
      names = "--output",
      required = true,
      paramLabel = "F.vec",
      description = "File to write; it appears under this name only when complete.")
  private Path output;

  @Option(
      names = "--layer",
      paramLabel = "N",
      description =
          "Layer whose hidden state is read, 0 for the embeddings; by default two thirds of the"
              + " model's layers, 8 of 12.")
  private Integer layer;

  @Option(
      names = "--width",
      paramLabel = "N",
      defaultValue = "300",
      description =
          "Number of elements of a vector, 300 by default; at most the model's hidden size and the"
              + " number of words.")
  private int width;

  @Option(
      names = "--max-words",
      paramLabel = "N",
      defaultValue = "200000",
      description = "Maximum number of words, the most frequent, 200000 by default.")
  private int maxWords;

  @Option(
      names = "--min-count",
      paramLabel = "N",
      defaultValue = "1",
      description = "Least number of times that a word occurs in the texts, 1 by default.")
  private int minCount;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description =
          "Read only the first sentences of the texts, until they have N words; by default all.")
  private Long limit;

  @Mixin private FileOptions files;
  @Mixin private ModelOptions opening;
  @Mixin private EncodingOptions encoding;

  @Spec private CommandSpec command;

  /** Sentences read so far, which share the strings of equal words, and what was left out. */
  private static final class Texts {
    private final List<List<String>> sentences = new ArrayList<>();
    private final Map<String, String> shared = new HashMap<>();
    private long words;
    private long left;
  }

  @Override
  public Integer call() throws IOException {
    VectorSettings settings = settings();
    List<Input> inputs = Input.of(texts);
    VectorFile.requireEnding(output);
    new OutputFile(output, "--output").check(inputs);
    try (VectorExtraction extraction =
        VectorExtraction.open(opening.model(model), encoding.options())) {
      new Notes(zener).loaded(extraction.loadReport());
      extraction.check(settings);
      write(extraction, settings, read(inputs, extraction));
    }
    return 0;
  }

  private VectorSettings settings() {
    requirePositive("--width", width);
    requirePositive("--max-words", maxWords);
    requirePositive("--min-count", minCount);
    requirePositive("--limit", limit == null ? 1 : limit);
    VectorSettings settings =
        VectorSettings.DEFAULTS.withWidth(width).withMaxWords(maxWords).withMinCount(minCount);
    if (layer != null && layer < 0) {
      throw usage("--layer", layer, "0 and more");
    }
    return layer == null ? settings : settings.withLayer(layer);
  }

  private void requirePositive(String option, long value) {
    if (value < 1) {
      throw usage(option, value, "1 and more");
    }
  }

  private RuntimeException usage(String option, long value, String allowed) {
    return ZenerCommand.usage(
        command.commandLine(),
        "Invalid value for option '%s': %d; allowed: %s".formatted(option, value, allowed));
  }

  private List<List<String>> read(List<Input> inputs, VectorExtraction extraction)
      throws IOException {
    Texts read = new Texts();
    for (Input input : inputs) {
      TextSource source = input.source(zener.streams(), () -> {});
      TextReader reader =
          new TextReader(files.textOptions(input, source, zener), extraction.splitter());
      new Notes(zener).read(reader.read(source, text -> add(text.sentence(), read)));
    }
    if (read.left > 0) {
      zener.note(
          "the first %s read, as --limit says; %s left out"
              .formatted(
                  Count.of(read.sentences.size(), "sentences are"),
                  Count.of(read.left, "sentences")));
    }
    if (read.words == 0) {
      throw new InputException(
          "%s: no words; name texts of the language whose words get vectors"
              .formatted(String.join(" ", inputs.stream().map(Input::name).toList())));
    }
    return read.sentences;
  }

  private void add(Sentence sentence, Texts read) {
    if (limit != null && read.words >= limit) {
      read.left++;
    } else if (sentence.size() > 0) {
      read.sentences.add(
          sentence.words().stream()
              .map(w -> read.shared.computeIfAbsent(w, same -> same))
              .toList());
      read.words += sentence.size();
    }
  }

  private void write(
      VectorExtraction extraction, VectorSettings settings, List<List<String>> sentences) {
    ExtractedVectors extracted;
    try (CountedProgress progress =
        new CountedProgress(zener.streams(), "vectors", sentences.size())) {
      extracted = extraction.extract(sentences, settings, progress::done);
    }
    VectorFile.write(extracted.vectors(), output);
    new Notes(zener).windows(output.toString(), extracted.windows());
    zener.note(output + ": " + extracted.summary());
  }
}
