package dev.zener.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.data.CharSpan;
import dev.zener.data.Offsets;
import dev.zener.data.WordSplitter;
import dev.zener.delta.Delta;
import dev.zener.delta.Rank;
import dev.zener.device.ElementType;
import dev.zener.format.ItemWriter;
import dev.zener.format.LabelledReader;
import dev.zener.format.OutputFormat;
import dev.zener.format.ReadOptions;
import dev.zener.format.ScoredFile;
import dev.zener.format.TaggedItem;
import dev.zener.format.TextSource;
import dev.zener.format.UnlabelledReader;
import dev.zener.format.WriteOptions;
import dev.zener.pretrained.DeltaConversion;
import dev.zener.pretrained.ModelDirectory;
import dev.zener.pretrained.ModelSource;
import dev.zener.problem.InputException;
import dev.zener.run.TrainConfigFile;
import dev.zener.testing.Zip;
import dev.zener.tokenizer.PieceTokenizer;
import dev.zener.tokenizer.TokenizerFiles;
import dev.zener.weights.BundleBuilder;
import dev.zener.weights.DType;
import dev.zener.weights.TensorSource;
import dev.zener.weights.WeightFile;
import dev.zener.weights.WeightFuzzer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** All readers of files that come from other people. */
final class Targets {
  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final Path WEIGHTS = RESOURCES.resolve("weights");
  private static final Path TINY = RESOURCES.resolve("golden/hf-tiny");
  private static final Path SAMPLES = RESOURCES.resolve("fuzz");
  private static final String TEXT = "Ana Ivanović živi u Beogradu. 東京 Été [MASK] \uD83D\uDE00";

  /** The number of characters of a corpus that suffice for a seed. */
  private static final int HEAD = 3000;

  private Targets() {}

  /**
   * Returns all targets.
   *
   * @param folder each target reads its files in a separate folder below this one
   */
  static List<Target> in(Path folder) throws IOException {
    List<Target> targets = new ArrayList<>(ofModels(folder));
    targets.addAll(ofTexts());
    targets.addAll(ofJson());
    targets.addAll(brat(folder));
    targets.addAll(VectorTargets.in(folder, Targets::measured));
    return targets;
  }

  private static List<Target> ofModels(Path folder) throws IOException {
    return List.of(
        weights("safetensors", Targets::measured, "golden.safetensors"),
        weights(
            "torch-zip", UnaryOperator.identity(), "zip.bin", "zip-protocol4.bin", "module.bin"),
        weights(
            "torch-legacy",
            UnaryOperator.identity(),
            "legacy.bin",
            "legacy-protocol4.bin",
            "module-legacy.bin"),
        index(folder),
        checkpoint(folder),
        archive(),
        delta(folder),
        config(folder),
        vocabulary(),
        tokenizerJson(),
        tokenizerConfig(folder));
  }

  private static List<Target> ofTexts() throws IOException {
    return List.of(conll(), conllu(), csv(), jsonl(), yaml());
  }

  /** The JSON of other programs. */
  private static List<Target> ofJson() throws IOException {
    return List.of(
        json("doccano", "doccano.jsonl"),
        json("doccano-relations", "doccano-relations.jsonl"),
        json("prodigy", "prodigy.jsonl"),
        json("huggingface", "huggingface.jsonl"),
        json("gliner", "gliner.jsonl"),
        json("label-studio", "label-studio.json"),
        json("label-studio-min", "label-studio-min.json"),
        json("spacy", "spacy.jsonl", "spacy.json"),
        json("spacy-training", "spacy-training.json"));
  }

  private static Target weights(String name, UnaryOperator<byte[]> mend, String... files)
      throws IOException {
    return new Target(
        name, name + ".weights", seeds(WEIGHTS, files), mend, List.of(Targets::readWeights));
  }

  private static void readWeights(Path file) {
    try (WeightFile weights = WeightFile.open(file)) {
      weights.names().forEach(name -> WeightFuzzer.readAll(weights, name));
    }
  }

  /** Corrects the length of the header after the edits in every second file. */
  private static byte[] measured(byte[] file) {
    int end = new String(file, StandardCharsets.ISO_8859_1).lastIndexOf("}}") + 2;
    if (end > Long.BYTES && file[end - 1] % 2 == file.length % 2) {
      ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(0, end - Long.BYTES);
    }
    return file;
  }

  private static Target index(Path folder) throws IOException {
    Path shards = WEIGHTS.resolve("sharded-safetensors");
    copy(shards, folder.resolve("index"));
    return target("index", "index.json", seeds(shards, "model.safetensors.index.json"))
        .reading(Targets::readWeights);
  }

  /** In half of the mutants the checksums are corrected. */
  private static Target checkpoint(Path folder) throws IOException {
    Map<String, byte[]> one = BundleBuilder.sample().files("m");
    Path data = Files.createDirectories(folder.resolve("checkpoint"));
    Files.write(data.resolve("m.data-00000-of-00001"), one.get("m.data-00000-of-00001"));
    List<byte[]> seeds = new ArrayList<>(List.of(one.get("m.index")));
    seeds.addAll(seeds(WEIGHTS, "mbert.index"));
    UnaryOperator<byte[]> mend =
        file -> Arrays.hashCode(file) % 2 == 0 ? BundleBuilder.mended(file) : file;
    return new Target("checkpoint", "m.index", seeds, mend, List.of(Targets::readWeights));
  }

  /**
   * A model in an archive, and in an archive within an archive. In half of the mutants the
   * checksums are corrected.
   */
  private static Target archive() throws IOException {
    Map<String, byte[]> model = new TreeMap<>();
    for (String file : List.of("config.json", "vocab.txt", "model.safetensors")) {
      model.put("m/" + file, Files.readAllBytes(TINY.resolve(file)));
    }
    byte[] stored = Zip.of(model, false);
    List<byte[]> seeds = List.of(stored, Zip.of(model, true), Zip.of(Map.of("in", stored), true));
    UnaryOperator<byte[]> mend = file -> Arrays.hashCode(file) % 2 == 0 ? Zip.mended(file) : file;
    return new Target(
        "archive",
        "model.zip",
        seeds,
        mend,
        List.of(file -> ModelDirectory.open(file).load(ElementType.FLOAT32).close()));
  }

  /** A tagger as a delta of the tiny tagger: complete heads, and a change of rank 2. */
  private static Target delta(Path folder) throws IOException {
    ModelSource tiny = ModelSource.of(TINY);
    Path directory = folder.resolve("delta");
    DeltaConversion.Result made = DeltaConversion.run(tiny, tiny, directory, Rank.of(2), DType.F32);
    String query = "bert.encoder.layer.0.attention.self.query.weight";
    List<TensorSource> tensors = new ArrayList<>();
    try (WeightFile heads = WeightFile.open(directory.resolve(Delta.NAME))) {
      heads.names().forEach(name -> tensors.add(TensorSource.of(heads, name)));
      tensors.add(TensorSource.of(query + ".lora_B", new float[24], 12, 2));
      tensors.add(TensorSource.of(query + ".lora_A", new float[24], 2, 12));
      Delta.write(folder, made.base(), tensors);
    }
    return new Target(
        "delta",
        Delta.NAME,
        seeds(folder, Delta.NAME),
        Targets::measured,
        List.of(file -> ModelDirectory.open(file.getParent()).load(ElementType.FLOAT32).close()));
  }

  private static Target config(Path folder) throws IOException {
    copy(TINY, folder.resolve("config"));
    return target("config", "config.json", seeds(TINY, "config.json", "../hf-old/config.json"))
        .reading(file -> ModelDirectory.open(file.getParent()).info());
  }

  private static Target vocabulary() throws IOException {
    List<byte[]> seeds = seeds(TINY, "vocab.txt");
    seeds.add(head(Path.of("data/encoder/vocab.txt")));
    return target("vocabulary", "vocab.txt", seeds).reading(Targets::tokenize);
  }

  private static Target tokenizerJson() throws IOException {
    return target("tokenizer-json", "tokenizer.json", seeds(SAMPLES, "tokenizer.json"))
        .reading(Targets::tokenize);
  }

  private static Target tokenizerConfig(Path folder) throws IOException {
    copy(TINY, folder.resolve("tokenizer-config"));
    List<byte[]> seeds = seeds(SAMPLES, "tokenizer_config.json");
    seeds.addAll(seeds(TINY, "tokenizer_config.json"));
    return target("tokenizer-config", "tokenizer_config.json", seeds)
        .reading(file -> tokenize(file.resolveSibling("vocab.txt")));
  }

  private static void tokenize(Path file) {
    PieceTokenizer tokenizer = TokenizerFiles.open(file);
    tokenizer.encode(TEXT);
    tokenizer.preTokenizer().words(TEXT);
  }

  private static Target conll() throws IOException {
    List<byte[]> seeds = seeds(SAMPLES, "bioes.conll", "iob1.conll", "names.conll");
    seeds.add(head(Path.of("data/uner/hr_set.dev.tsv")));
    seeds.add(head(Path.of("data/multiconer1/ko.dev.tsv")));
    seeds.add(head(RESOURCES.resolve("metric/sjtu_adapt.gold-pred")));
    return target("conll", "file.conll", seeds)
        .reading(
            labelled(ReadOptions.DEFAULTS),
            labelled(ReadOptions.DEFAULTS.withRepair(true).withStripLanguage(true)),
            unlabelled(),
            file -> ScoredFile.read(file, (gold, predicted) -> {}));
  }

  private static Target conllu() throws IOException {
    return target("conllu", "file.conllu", seeds(SAMPLES, "words.conllu", "plus.conllup"))
        .reading(
            labelled(ReadOptions.DEFAULTS),
            labelled(ReadOptions.DEFAULTS.withRepair(true).withSurface(true)),
            unlabelled(),
            written());
  }

  private static Target csv() throws IOException {
    return target("csv", "file.csv", seeds(SAMPLES, "table.csv", "semicolons.csv"))
        .reading(
            labelled(ReadOptions.DEFAULTS),
            labelled(ReadOptions.DEFAULTS.withRepair(true)),
            unlabelled(),
            written());
  }

  private static Target jsonl() throws IOException {
    return target("jsonl", "file.jsonl", seeds(SAMPLES, "tokens.jsonl", "entities.jsonl"))
        .reading(
            labelled(ReadOptions.DEFAULTS),
            labelled(ReadOptions.DEFAULTS.withRepair(true)),
            unlabelled(),
            written());
  }

  private static Target json(String name, String... samples) throws IOException {
    ReadOptions options = ReadOptions.DEFAULTS.withLabels(List.of("O", "B-PER", "I-PER", "B-LOC"));
    return target(name, "file.json", seeds(SAMPLES, samples))
        .reading(
            labelled(options),
            labelled(options.withRepair(true).withOffsets(Offsets.UTF16)),
            unlabelled());
  }

  /**
   * Mutants of each of the two files beside the other one as it should be. Without labels, the
   * entities are not read.
   */
  private static List<Target> brat(Path folder) throws IOException {
    Path sample = SAMPLES.resolve("brat");
    copy(sample, folder.resolve("brat"));
    copy(sample, folder.resolve("brat-text"));
    ReadOptions repair = ReadOptions.DEFAULTS.withRepair(true).withOffsets(Offsets.UTF16);
    return List.of(
        target("brat", "d.ann", seeds(sample, "d.ann"))
            .reading(labelled(ReadOptions.DEFAULTS), labelled(repair)),
        target("brat-text", "d.txt", seeds(sample, "d.txt"))
            .reading(labelled(ReadOptions.DEFAULTS), labelled(repair), unlabelled()));
  }

  private static Target.Reader labelled(ReadOptions options) {
    LabelledReader reader = new LabelledReader(options, splitter());
    return file -> reader.read(file).types();
  }

  private static Target.Reader unlabelled() {
    UnlabelledReader reader = new UnlabelledReader(ReadOptions.DEFAULTS, splitter());
    return reader::read;
  }

  /** Writes what is read in every format; one that cannot hold it refuses it. */
  private static Target.Reader written() {
    LabelledReader reader = new LabelledReader(ReadOptions.DEFAULTS.withRepair(true), splitter());
    return file -> {
      for (boolean whole : new boolean[] {false, true}) {
        List<TaggedItem> items = reader.readItems(TextSource.of(file), whole).items();
        for (OutputFormat format : OutputFormat.all()) {
          if (!whole || format.holdsText()) {
            write(items, format);
          }
        }
      }
    };
  }

  private static void write(List<TaggedItem> items, OutputFormat format) throws IOException {
    ItemWriter writer = format.writer(new StringBuilder(), WriteOptions.DEFAULTS);
    try {
      for (TaggedItem item : items) {
        writer.write(item);
      }
      writer.end();
    } catch (InputException e) {
      assertThat(e).hasMessageContaining(";");
    }
  }

  private static WordSplitter splitter() {
    PieceTokenizer tokenizer = TokenizerFiles.open(TINY);
    return text ->
        tokenizer.preTokenizer().words(text).stream()
            .map(word -> new CharSpan(word.start(), word.end()))
            .toList();
  }

  private static Target yaml() throws IOException {
    List<byte[]> seeds = seeds(SAMPLES, "aliases.yaml");
    seeds.addAll(
        seeds(Path.of("configs"), "conll.yaml", "demo.yaml", "multiconer.yaml", "wikiann.yaml"));
    return target("yaml", "file.yaml", seeds)
        .reading(file -> TrainConfigFile.yaml(TrainConfigFile.read(file, List.of())));
  }

  private record Unread(String name, String file, List<byte[]> seeds) {
    Target reading(Target.Reader... readers) {
      return new Target(name, file, seeds, UnaryOperator.identity(), Arrays.asList(readers));
    }
  }

  private static Unread target(String name, String file, List<byte[]> seeds) {
    return new Unread(name, file, seeds);
  }

  private static List<byte[]> seeds(Path folder, String... files) throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (String file : files) {
      seeds.add(Files.readAllBytes(folder.resolve(file)));
    }
    return seeds;
  }

  private static byte[] head(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      StringBuilder head = new StringBuilder();
      lines.takeWhile(line -> head.length() < HEAD).forEach(l -> head.append(l).append('\n'));
      return head.toString().getBytes(StandardCharsets.UTF_8);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      files.forEach(file -> copyFile(file, to.resolve(file.getFileName())));
    }
  }

  private static void copyFile(Path from, Path to) {
    try {
      Files.copy(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
