package dev.zener.cli;

import dev.zener.Tagger;
import dev.zener.TaggerOptions;
import dev.zener.data.Sentence;
import dev.zener.format.UnlabelledReader;
import dev.zener.predict.EntityConfidence;
import dev.zener.predict.Thresholds;
import dev.zener.report.EntityPage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The command {@code tag}, which tags text. */
@Command(
    name = "tag",
    description = {
      "Tag the entities in files or standard input.",
      "Each sentence gives a line of JSON: the text and its entities with type, start, end and"
          + " confidence (see --confidence); input that is already split into words also gives \"tokens\" and \"tags\". An empty line is an empty"
          + " text.",
      "The page of --html shows the same entities in their sentences; it is a single file without"
          + " scripts that loads nothing from elsewhere."
    },
    footer = {
      "  echo 'Ana lebt in Wien.' | zener tag",
      "  zener tag news.txt > news.jsonl",
      "  zener tag model news.txt > news.jsonl",
      "  zener tag model de.test.tsv --conll",
      "  zener tag model news.txt --html news.html > news.jsonl",
      "",
      "Without --format, files named .jsonl .ndjson .json are JSON lines; .conll .tsv .iob .iob1",
      ".iob2 .bio .bioes .col are columns; all others and standard input are text."
    })
final class TagCommand implements Callable<Integer> {
  /** The number of sentences tagged together: enough to fill batches, few enough for streaming. */
  private static final int CHUNK = 256;

  /** The number of words above which a chunk is tagged, so that long sentences do not wait. */
  private static final int CHUNK_WORDS = 1 << 14;

  /** The form of the output; the options exclude each other. */
  private static final class Form {
    @Option(names = "--json", description = "Write JSON lines, the default.")
    private boolean json;

    @Option(
        names = "--conll",
        description =
            "Write a word, a TAB and its tag per line, and an empty line after each sentence.")
    private boolean conll;
  }

  @ParentCommand private ZenerCommand zener;

  @Parameters(
      paramLabel = ModelAndFiles.LABEL,
      arity = "0..*",
      description = {
        "MODEL: " + ModelOptions.MODEL + " By default the tagger that comes with this program.",
        "FILE: text to tag; - or none: standard input."
      })
  private List<String> arguments = new ArrayList<>();

  @ArgGroup private Form form = new Form();
  @Mixin private FileOptions files;
  @Mixin private ModelOptions opening;
  @Mixin private OffsetsOption offsets;
  @Mixin private TaggingOptions tagging;
  @Mixin private PageOption page;
  @Mixin private ThresholdOption threshold;

  @Option(
      names = "--confidence",
      paramLabel = "least|mean|product",
      defaultValue = "least",
      description =
          "How the confidence of an entity follows from the probabilities of its words' tags: the"
              + " lowest one (least, the default), their mean, or their product.")
  private EntityConfidence confidence;

  @Option(
      names = "--probabilities",
      description =
          "Also write the probabilities of all tags of each word, with its \"tokens\" and \"tags\".")
  private boolean probabilities;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws IOException {
    ModelAndFiles named = ModelAndFiles.of(arguments, opening);
    List<Input> inputs = Input.of(named.files());
    if (page.wanted()) {
      page.check(inputs);
    }
    if (probabilities && form.conll) {
      throw ZenerCommand.usage(
          command.commandLine(),
          "--probabilities cannot be combined with --conll, which has a single tag per word; leave"
              + " out --conll to get JSON lines");
    }
    Thresholds thresholds = threshold.thresholds();
    TaggerOptions options =
        tagging.options().withConfidence(confidence).withProbabilities(probabilities);
    try (Tagger tagger = Tagger.open(named.model(), options)) {
      thresholds.requireKnown(tagger.labels());
      ConfidenceFilter filter = new ConfidenceFilter(thresholds);
      Notes notes = new Notes(zener);
      notes.loaded(tagger.loadReport());
      if (page.wanted()) {
        page.write(inputs, shown -> tag(inputs, tagger, filter, Optional.of(shown)));
      } else {
        tag(inputs, tagger, filter, Optional.empty());
      }
      notes.leftOut(filter);
      notes.windows(tagger.windowReport());
    }
    return 0;
  }

  private void tag(
      List<Input> inputs, Tagger tagger, ConfidenceFilter filter, Optional<EntityPage> shown)
      throws IOException {
    TagWriter writer =
        new TagWriter(zener.results(), form.conll, offsets.offsets(), probabilities, shown);
    for (Input input : inputs) {
      tag(input, tagger, filter, writer);
    }
  }

  private void tag(Input input, Tagger tagger, ConfidenceFilter filter, TagWriter writer)
      throws IOException {
    UnlabelledReader reader =
        new UnlabelledReader(files.textOptions(input, zener), tagger.splitter());
    List<Sentence> chunk = new ArrayList<>(CHUNK);
    int[] words = {0};
    Runnable tagChunk =
        () -> {
          writer.write(chunk, filter.apply(tagger.tagSentences(chunk)));
          chunk.clear();
          words[0] = 0;
        };
    try (InputStream in = input.open(zener.streams(), tagChunk)) {
      reader.read(
          in,
          input.name(),
          sentence -> {
            chunk.add(sentence);
            words[0] += sentence.size();
            if (chunk.size() == CHUNK || words[0] > CHUNK_WORDS) {
              tagChunk.run();
            }
          });
    }
    tagChunk.run();
  }
}
