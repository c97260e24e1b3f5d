package dev.zener.cli;

import dev.zener.device.ThreadLimit;
import dev.zener.mapping.MappedSpace;
import dev.zener.mapping.MappingFile;
import dev.zener.mapping.NamedVectors;
import dev.zener.mapping.Neighbour;
import dev.zener.mapping.SpaceSearch;
import dev.zener.vectors.OpenVectors;
import dev.zener.vectors.VectorFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The command {@code neighbours}, which looks up words across languages. */
@Command(
    name = "neighbours",
    description = {
      "Show the target words nearest to source words in the space of a mapping, by CSLS.",
      "Each line has the source word, a target word, their CSLS and their cosine, separated by TABs."
    },
    footer = {
      "  zener neighbours de.vec da.vec --mapping de-da.safetensors Haus Wien",
      "  zener neighbours de.vec da.vec --mapping de-da.safetensors --evaluate de-da.txt"
    })
final class NeighboursCommand implements Callable<Integer> {
  @ParentCommand private ZenerCommand zener;

  @Parameters(index = "0", paramLabel = "SOURCE", description = "Vectors of the source language.")
  private Path source;

  @Parameters(index = "1", paramLabel = "TARGET", description = "Vectors of the target language.")
  private Path target;

  @Parameters(index = "2..*", paramLabel = "WORD", description = "Source words to look up.")
  private List<String> wanted = new ArrayList<>();

  @Option(
      names = "--mapping",
      required = true,
      paramLabel = "F.safetensors",
      description = "Mapping that zener map has written for these vectors.")
  private Path mapping;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "10",
      description = "Number of target words for each source word, ${DEFAULT-VALUE} by default.")
  private int count;

  @Option(
      names = "--words",
      paramLabel = "N",
      defaultValue = "50000",
      description =
          "Most frequent words of each language that are used, ${DEFAULT-VALUE} by default. The time"
              + " grows with its square.")
  private int words;

  @Option(
      names = "--neighbours",
      paramLabel = "K",
      defaultValue = "10",
      description = "Neighbours in the mean cosines of CSLS, ${DEFAULT-VALUE} by default.")
  private int neighbours;

  @Option(
      names = "--evaluate",
      paramLabel = "DICTIONARY",
      description =
          "Also print how many source words of a file of word pairs have a translation among their"
              + " nearest 1, 5 and 10 target words.")
  private Path evaluate;

  @Mixin private ThreadsOption threads;
  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    requirePositive("--count", count);
    requirePositive("--words", words);
    requirePositive("--neighbours", neighbours);
    if (wanted.isEmpty() && evaluate == null) {
      throw ZenerCommand.usage(command.commandLine(), "WORD or --evaluate DICTIONARY is missing");
    }
    MappedSpace space = MappingFile.read(mapping);
    ThreadLimit.of(threads.threads()).run(() -> search(space));
    return 0;
  }

  private void requirePositive(String option, int value) {
    if (value < 1) {
      throw ZenerCommand.usage(
          command.commandLine(),
          "Invalid value for option '%s': %d; allowed: 1 or more".formatted(option, value));
    }
  }

  private void search(MappedSpace space) {
    try (SpaceSearch search =
        new SpaceSearch(space, open(source), open(target), words, neighbours)) {
      for (String word : wanted) {
        for (Neighbour near : search.nearest(word, count)) {
          zener
              .results()
              .append(
                  String.format(
                      Locale.ROOT,
                      "%s\t%s\t%.6f\t%.6f\n",
                      word,
                      near.word(),
                      near.csls(),
                      near.cosine()));
        }
      }
      if (evaluate != null) {
        new TranslationLines(zener).print(search.score(evaluate));
      }
    }
  }

  private NamedVectors open(Path file) {
    OpenVectors opened = VectorFile.open(file, words);
    if (opened.report().hasLosses()) {
      zener.note(opened.report().toString());
    }
    return new NamedVectors(file.toString(), opened.vectors());
  }
}
