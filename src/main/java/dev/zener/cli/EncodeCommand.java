package dev.zener.cli;

import dev.zener.Encoder;
import dev.zener.format.LineReader;
import dev.zener.problem.InputException;
import dev.zener.weights.DType;
import dev.zener.weights.SafetensorsWriter;
import dev.zener.weights.TensorInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The command {@code encode}, which writes hidden states. */
@Command(
    name = "encode",
    description = {
      "Write the hidden states of text to a safetensors file.",
      "Line i, counted from 0, gives the tensors i.input_ids [pieces], i.hidden.0 (embeddings) to"
          + " i.hidden.L [pieces, H], and i.logits [pieces, C] if the model has a head that tags;"
          + " pieces include the special pieces at its ends.",
      "A line with more pieces than the model has positions is an error; then nothing is written."
    },
    footer = {
      "  zener encode target/mbert news.txt --output news.safetensors",
      "  echo 'Wien liegt an der Donau' | zener encode model --output one.safetensors"
    })
final class EncodeCommand implements Callable<Integer> {
  @ParentCommand private ZenerCommand zener;

  @Parameters(index = "0", paramLabel = "MODEL", description = ModelOptions.MODEL)
  private String model;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "Text files, encoded line by line; - or none: standard input.")
  private String file = Input.STANDARD_INPUT;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "F.safetensors",
      description = "File to write; it appears under this name only when complete.")
  private Path output;

  @Mixin private ModelOptions opening;
  @Mixin private EncodingOptions encoding;

  @Override
  public Integer call() throws IOException {
    Input input = Input.of(List.of(file)).get(0);
    try (Encoder encoder = Encoder.open(opening.model(model), encoding.options())) {
      new Notes(zener).loaded(encoder.loadReport());
      List<int[]> ids = read(input, encoder);
      write(ids, encoder);
    }
    return 0;
  }

  private List<int[]> read(Input input, Encoder encoder) throws IOException {
    List<int[]> ids = new ArrayList<>();
    try (InputStream in = input.open(zener.streams(), () -> {})) {
      LineReader lines = new LineReader(in, input.name(), StandardCharsets.UTF_8);
      for (String text = lines.next(); text != null; text = lines.next()) {
        int[] line = encoder.ids(text);
        if (line.length > encoder.shape().positions()) {
          throw new InputException(
              "%s: %d pieces, including the special pieces at its ends; allowed: up to %d, the"
                      .formatted(lines.source(), line.length, encoder.shape().positions())
                  + " model's positions; split the line");
        }
        ids.add(line);
      }
    }
    return ids;
  }

  private void write(List<int[]> ids, Encoder encoder) {
    Map<String, String> metadata = Map.of("format", "pt");
    try (SafetensorsWriter writer =
        SafetensorsWriter.open(output, metadata, infos(ids, encoder.widths()))) {
      for (int i = 0; i < ids.size(); i++) {
        writer.write(i + ".input_ids", LongBuffer.wrap(longs(ids.get(i))));
      }
      encoder.encode(ids, (i, name, values) -> writer.write(i + "." + name, values));
    }
  }

  private static List<TensorInfo> infos(List<int[]> ids, Map<String, Integer> widths) {
    List<TensorInfo> infos = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      int line = i;
      int pieces = ids.get(i).length;
      infos.add(new TensorInfo(line + ".input_ids", DType.I64, new long[] {pieces}));
      widths.forEach(
          (name, width) ->
              infos.add(new TensorInfo(line + "." + name, DType.F32, new long[] {pieces, width})));
    }
    return infos;
  }

  private static long[] longs(int[] ids) {
    return IntStream.of(ids).asLongStream().toArray();
  }
}
