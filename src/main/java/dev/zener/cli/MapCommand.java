package dev.zener.cli;

import dev.zener.device.ThreadLimit;
import dev.zener.files.AtomicFile;
import dev.zener.mapping.CloudSample;
import dev.zener.mapping.LearntMapping;
import dev.zener.mapping.MappedSpace;
import dev.zener.mapping.Mapping;
import dev.zener.mapping.MappingFile;
import dev.zener.mapping.MappingSettings;
import dev.zener.mapping.NamedVectors;
import dev.zener.mapping.SpaceSearch;
import dev.zener.problem.InputException;
import dev.zener.report.PointClouds;
import dev.zener.vectors.OpenVectors;
import dev.zener.vectors.VectorFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The command {@code map}, which maps word vectors of one language into the space of another. */
@Command(
    name = "map",
    description = {
      "Map the word vectors of one language into the space of another, without a dictionary.",
      "The recipe is that of MUSE: an adversarial start, then dictionaries of mutual nearest"
          + " neighbours by CSLS with Procrustes' solution for each. The mapping with the best"
          + " criterion is written, which is the mean cosine of the most frequent source words with"
          + " their nearest target words."
    },
    footer = {
      "  zener map de.vec da.vec --output de-da.safetensors --start identical",
      "  zener map de.vec da.vec --output de-da.safetensors --hidden 512 --epoch-size 100000",
      "  zener map de.vec da.vec --output de-da.safetensors --evaluate de-da.txt --picture map.svg",
      "",
      "The file has the tensor mapping [width,width], which takes a source vector of length 1 to",
      "the target's space, and how it was learnt as metadata. Vectors are read in the forms of",
      "zener vectors."
    })
final class MapCommand implements Callable<Integer> {
  /** The number of words of each language in the picture. */
  private static final int POINTS = 400;

  @ParentCommand private ZenerCommand zener;

  @Parameters(index = "0", paramLabel = "SOURCE", description = "Vectors of the source language.")
  private Path source;

  @Parameters(index = "1", paramLabel = "TARGET", description = "Vectors of the target language.")
  private Path target;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "F.safetensors",
      description = "File of the mapping to create; it appears under this name only when complete.")
  private Path output;

  @Option(
      names = "--mapped-source",
      paramLabel = "F.vec",
      description =
          "Also create a file of the source vectors in the common space, of length 1. It has the"
              + " first --words words.")
  private Path mappedSource;

  @Option(
      names = "--mapped-target",
      paramLabel = "F.vec",
      description =
          "Also create a file of the target vectors in the common space, of length 1. It has the"
              + " first --words words.")
  private Path mappedTarget;

  @Option(
      names = "--evaluate",
      paramLabel = "DICTIONARY",
      description =
          "Print how many source words of a file of word pairs have a translation among their"
              + " nearest 1, 5 and 10 target words. The mapping does not depend on it.")
  private Path evaluate;

  @Option(
      names = "--picture",
      paramLabel = "F.svg",
      description = "Also create a picture of both languages before and after the mapping.")
  private Path picture;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the adversarial start, ${DEFAULT-VALUE} by default.")
  private long seed;

  @Mixin private MappingOptions options;
  @Mixin private ThreadsOption threads;

  @Override
  public Integer call() throws IOException {
    MappingSettings settings = options.settings();
    checkOutputs();
    NamedVectors x = open(source, settings.words());
    NamedVectors y = open(target, settings.words());
    ThreadLimit.of(threads.threads()).run(() -> learn(x, y, settings));
    return 0;
  }

  private void checkOutputs() throws IOException {
    List<Input> inputs = Input.of(List.of(source.toString(), target.toString()));
    if (evaluate != null) {
      Input.of(List.of(evaluate.toString())); // missing files are found before the work
    }
    requireFree(output, "--output", inputs);
    requireFree(mappedSource, "--mapped-source", inputs);
    requireFree(mappedTarget, "--mapped-target", inputs);
    requireFree(picture, "--picture", inputs);
    if (mappedSource != null) {
      VectorFile.requireEnding(mappedSource);
    }
    if (mappedTarget != null) {
      VectorFile.requireEnding(mappedTarget);
    }
  }

  private static void requireFree(Path file, String option, List<Input> inputs) throws IOException {
    if (file == null) {
      return;
    }
    new OutputFile(file, option).check(inputs);
    if (Files.exists(file)) {
      throw new InputException(
          file
              + ": already exists and is not overwritten; name another file, or remove this one"
              + " first");
    }
  }

  private NamedVectors open(Path file, int words) {
    OpenVectors opened = VectorFile.open(file, words);
    zener.note(opened.report().toString());
    return new NamedVectors(file.toString(), opened.vectors());
  }

  private void learn(NamedVectors x, NamedVectors y, MappingSettings settings) {
    LearntMapping learnt = Mapping.learn(x, y, settings, seed, new MappingLines(zener));
    MappedSpace space = learnt.space();
    MappingFile.write(output, learnt, new MappingFile.Origin(x, y, settings, seed));
    zener.note(String.format(Locale.ROOT, "%s: criterion %.5f", output, learnt.criterion()));
    if (mappedSource != null) {
      VectorFile.write(space.source(x.vectors()), mappedSource);
    }
    if (mappedTarget != null) {
      VectorFile.write(space.target(y.vectors()), mappedTarget);
    }
    if (picture != null) {
      draw(x, y, space);
    }
    if (evaluate != null) {
      try (SpaceSearch search =
          new SpaceSearch(space, x, y, settings.words(), settings.neighbours())) {
        new TranslationLines(zener).print(search.score(evaluate));
      }
    }
  }

  private void draw(NamedVectors x, NamedVectors y, MappedSpace space) {
    PointClouds clouds =
        new PointClouds(
            List.of(
                panel("before", x, y, CloudSample.of(x.vectors(), y.vectors(), POINTS)),
                panel(
                    "after",
                    x,
                    y,
                    CloudSample.of(space.source(x.vectors()), space.target(y.vectors()), POINTS))));
    try {
      AtomicFile.write(picture, clouds.svg());
    } catch (IOException e) {
      throw new UncheckedIOException(picture + ": cannot be written", e);
    }
  }

  private static PointClouds.Panel panel(
      String title, NamedVectors x, NamedVectors y, CloudSample sample) {
    return new PointClouds.Panel(
        title,
        List.of(
            new PointClouds.Cloud(x.name(), sample.source()),
            new PointClouds.Cloud(y.name(), sample.target())));
  }
}
