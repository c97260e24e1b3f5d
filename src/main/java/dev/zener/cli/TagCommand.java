package dev.zener.cli;

import dev.zener.Tagger;
import dev.zener.TaggerOptions;
import dev.zener.data.Sentence;
import dev.zener.data.WindowReport;
import dev.zener.files.Count;
import dev.zener.format.ItemWriter;
import dev.zener.format.TextReader;
import dev.zener.format.TextReport;
import dev.zener.format.TextSource;
import dev.zener.predict.EntityConfidence;
import dev.zener.predict.Thresholds;
import dev.zener.problem.InputException;
import dev.zener.report.EntityPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
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
          + " confidence (see --confidence); input that is already split into words also gives"
          + " \"tokens\" and \"tags\". An empty line is an empty text. Other keys of JSON that was"
          + " read come first, unchanged.",
      "The page of --html shows the same entities in their sentences; it is a single file without"
          + " scripts that loads nothing from elsewhere."
    },
    footer = {
      "  echo 'Ana lebt in Wien.' | zener tag",
      "  zener tag news.txt > news.jsonl",
      "  zener tag model news.txt > news.jsonl",
      "  zener tag model articles.txt --sentences=de",
      "  zener tag model de.test.tsv --conll",
      "  zener tag model de.conllu --conllu > tagged.conllu",
      "  zener tag model a.txt b.txt --csv > entities.csv",
      "  zener tag model news.txt --html news.html > news.jsonl",
      "",
      "Without --format, files named .conllu .conllup are CoNLL-U; .jsonl .ndjson .json are JSON;",
      ".conll .tsv .iob .iob1 .iob2 .bio .bioes .col .csv are columns; all others and standard input",
      "are text. A name may also end with .gz."
    })
final class TagCommand implements Callable<Integer> {
  /** The number of sentences tagged together: enough to fill batches, few enough for streaming. */
  private static final int CHUNK = 256;

  /** The number of words above which a chunk is tagged, so that long sentences do not wait. */
  private static final int CHUNK_WORDS = 1 << 14;

  @ParentCommand private ZenerCommand zener;

  @Parameters(
      paramLabel = ModelAndFiles.LABEL,
      arity = "0..*",
      description = {
        "MODEL: " + ModelOptions.MODEL + " By default the tagger that comes with this program.",
        "FILE: text to tag; - or none: standard input."
      })
  private List<String> arguments = new ArrayList<>();

  @Mixin private OutputOptions output;
  @Mixin private FileOptions files;
  @Mixin private ModelOptions opening;
  @Mixin private OffsetsOption offsets;
  @Mixin private TaggingOptions tagging;
  @Mixin private PageOption page;
  @Mixin private SentencesOption sentences;
  @Mixin private BratOption brat;
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
    output.check();
    page.check(inputs);
    brat.check(inputs);
    requireOtherFiles();
    if (probabilities && !output.isJson()) {
      throw ZenerCommand.usage(
          command.commandLine(),
          "--probabilities is for JSON lines; the other formats have a single tag per word");
    }
    Thresholds thresholds = threshold.thresholds();
    TaggerOptions options =
        tagging.options().withConfidence(confidence).withProbabilities(probabilities);
    try (Tagger tagger = Tagger.open(named.model(), options)) {
      thresholds.requireKnown(tagger.labels());
      ConfidenceFilter filter = new ConfidenceFilter(thresholds);
      Notes notes = new Notes(zener);
      notes.loaded(tagger.loadReport());
      page.write(
          inputs,
          shown -> brat.write(zener, annotated -> tag(inputs, tagger, filter, shown, annotated)));
      notes.leftOut(filter);
    }
    return 0;
  }

  /** Refuses a page that is one of brat's files. */
  private void requireOtherFiles() {
    for (Path file : brat.files()) {
      Optional<Path> page = this.page.file().map(p -> p.toAbsolutePath().normalize());
      if (page.equals(Optional.of(file.toAbsolutePath().normalize()))) {
        throw new InputException(file + ": is named by --html and by --brat; name two files");
      }
    }
  }

  private void tag(
      List<Input> inputs,
      Tagger tagger,
      ConfidenceFilter filter,
      Optional<EntityPage> shown,
      Optional<ItemWriter> annotated)
      throws IOException {
    ItemWriter results = output.writer(zener.results(), offsets.offsets());
    List<ItemWriter> writers = new ArrayList<>(List.of(results));
    annotated.ifPresent(writers::add);
    TagWriter writer = new TagWriter(zener.results(), writers, probabilities, shown);
    Notes notes = new Notes(zener);
    for (Input input : inputs) {
      WindowReport before = tagger.windowReport();
      notes.read(tag(input, tagger, filter, writer));
      notes.windows(input.name(), tagger.windowReport().minus(before));
    }
    results.end();
    notes.changes("(standard output)", results);
    if (writer.hidden() > 0) {
      zener.note(
          "the page leaves out "
              + Count.of(writer.hidden(), "entities that overlap with the one before"));
    }
  }

  private TextReport tag(Input input, Tagger tagger, ConfidenceFilter filter, TagWriter writer)
      throws IOException {
    List<TextReader.Text> chunk = new ArrayList<>(CHUNK);
    int[] words = {0};
    Runnable tagChunk =
        () -> {
          writer.write(chunk, filter.apply(sentences.tag(tagger, sentences(chunk))));
          chunk.clear();
          words[0] = 0;
        };
    TextSource source = input.source(zener.streams(), tagChunk);
    TextReader reader = new TextReader(files.textOptions(input, source, zener), tagger.splitter());
    TextReport report =
        reader.read(
            source,
            text -> {
              chunk.add(text);
              words[0] += text.sentence().size();
              if (chunk.size() == CHUNK || words[0] > CHUNK_WORDS) {
                tagChunk.run();
              }
            });
    tagChunk.run();
    return report;
  }

  private static List<Sentence> sentences(List<TextReader.Text> texts) {
    return texts.stream().map(TextReader.Text::sentence).toList();
  }
}
