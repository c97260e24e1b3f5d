package dev.zener.cli;

import dev.zener.data.Offsets;
import dev.zener.format.LineReader;
import dev.zener.tokenizer.Encoding;
import dev.zener.tokenizer.FoundTokenizer;
import dev.zener.tokenizer.PieceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** The command {@code tokenize}, which shows how text is split into pieces. */
@Command(
    name = "tokenize",
    description = {
      "Split text into word pieces, as HuggingFace's tokenizer does.",
      "Each line gives a line of JSON with tokens, ids and offsets ([start, end] in the line),"
          + " without the special pieces at the ends of a model's input. The model's weights are not"
          + " needed."
    },
    footer = {
      "  zener tokenize model news.txt",
      "  echo 'Zagreb je glavni grad' | zener tokenize data/encoder/vocab.txt"
    })
final class TokenizeCommand implements Callable<Integer> {
  /** The JSON object of one line of text. */
  private record Line(List<String> tokens, int[] ids, int[][] offsets) {}

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY).build();

  @ParentCommand private ZenerCommand zener;

  @Parameters(
      index = "0",
      paramLabel = "MODEL|VOCAB",
      description = "Model (see tag --help), vocab.txt or tokenizer.json.")
  private String place;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "Text files, tokenized line by line; - or none: standard input.")
  private String file = Input.STANDARD_INPUT;

  @Mixin private ModelOptions opening;
  @Mixin private OffsetsOption offsets;

  @Override
  public Integer call() throws IOException {
    Input input = Input.of(List.of(file)).get(0);
    PieceTokenizer tokenizer = tokenizer();
    Results results = zener.results();
    try (InputStream in = input.open(zener.streams(), results::flush)) {
      LineReader lines = new LineReader(in, input.name(), StandardCharsets.UTF_8);
      for (String text = lines.next(); text != null; text = lines.next()) {
        results.append(JSON.writeValueAsString(line(tokenizer, text))).append('\n');
      }
    }
    return 0;
  }

  private PieceTokenizer tokenizer() {
    FoundTokenizer found = opening.model(place).tokenizer();
    found.remarks().forEach(zener::note);
    return found.tokenizer();
  }

  private Line line(PieceTokenizer tokenizer, String text) {
    Encoding units = tokenizer.encode(text);
    Encoding counted = offsets.offsets() == Offsets.CODE_POINTS ? units.inCodePoints(text) : units;
    int[][] pairs = new int[counted.length()][];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = new int[] {counted.start(i), counted.end(i)};
    }
    return new Line(counted.tokens(), counted.ids(), pairs);
  }
}
