package dev.zener.cli;

import dev.zener.vectors.OpenVectors;
import dev.zener.vectors.VectorFile;
import dev.zener.vectors.VectorHash;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The command {@code convert-vectors}, which writes vectors of words in another form. */
@Command(
    name = "convert-vectors",
    description = {
      "Write vectors of words in another form.",
      "Text of fastText, word2vec and GloVe and word2vec's binary form are read, also packed by"
          + " gzip, and what this program writes. Standard error says how the file was read, and the"
          + " SHA-256 of words and vectors, which does not depend on the form."
    },
    footer = {
      "  zener convert-vectors cc.de.300.vec.gz de.safetensors --limit 200000",
      "  zener convert-vectors news.bin news.vec"
    })
final class ConvertVectorsCommand implements Callable<Integer> {
  @ParentCommand private ZenerCommand zener;

  @Parameters(index = "0", paramLabel = "IN", description = "Vectors to read.")
  private Path in;

  @Parameters(
      index = "1",
      paramLabel = "OUT",
      description =
          "File to write: .vec or .txt is text, also packed as .vec.gz or .txt.gz; .safetensors is a"
              + " file that is mapped into memory.")
  private Path out;

  @Mixin private LimitOption limit;

  @Override
  public Integer call() throws IOException {
    VectorFile.requireEnding(out);
    new OutputFile(out, "OUT").check(List.of(new Input(in)));
    OpenVectors opened = VectorFile.open(in, limit.limit());
    zener.note(opened.report().toString());
    VectorFile.write(opened.vectors(), out);
    zener.note(out + ": SHA-256 of words and vectors " + VectorHash.of(opened.vectors()));
    return 0;
  }
}
