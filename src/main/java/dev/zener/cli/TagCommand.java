package dev.zener.cli;

import dev.zener.Tagger;
import dev.zener.data.Sentence;
import dev.zener.format.UnlabelledReader;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The command {@code tag}, which tags text. */
@Command(
    name = "tag",
    description = {
      "Tag the entities in files or standard input.",
      "Each sentence gives a line of JSON: the text and its entities with type, start, end and"
          + " confidence (the lowest probability of the tags chosen for its words); input that is"
          + " already split into words also gives \"tokens\" and \"tags\". An empty line is an empty"
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

  @Override
  public Integer call() throws IOException {
    ModelAndFiles named = ModelAndFiles.of(arguments, opening);
    List<Input> inputs = Input.of(named.files());
    if (page.wanted()) {
      page.check(inputs);
    }
    try (Tagger tagger = Tagger.open(named.model(), tagging.options())) {
      Notes notes = new Notes(zener);
      notes.loaded(tagger.loadReport());
      if (page.wanted()) {
        page.write(inputs, shown -> tag(inputs, tagger, Optional.of(shown)));
      } else {
        tag(inputs, tagger, Optional.empty());
      }
      notes.windows(tagger.windowReport());
    }
    return 0;
  }

  private void tag(List<Input> inputs, Tagger tagger, Optional<EntityPage> shown)
      throws IOException {
    TagWriter writer = new TagWriter(zener.results(), form.conll, offsets.offsets(), shown);
    for (Input input : inputs) {
      tag(input, tagger, writer);
    }
  }

  private void tag(Input input, Tagger tagger, TagWriter writer) throws IOException {
    UnlabelledReader reader =
        new UnlabelledReader(files.textOptions(input, zener), tagger.splitter());
    List<Sentence> chunk = new ArrayList<>(CHUNK);
    int[] words = {0};
    Runnable tagChunk =
        () -> {
          writer.write(chunk, tagger.tagSentences(chunk));
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
