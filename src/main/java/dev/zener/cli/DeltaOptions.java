package dev.zener.cli;

import dev.zener.delta.Rank;
import dev.zener.pretrained.DeltaConversion;
import dev.zener.pretrained.ModelSource;
import dev.zener.tokenizer.Casing;
import dev.zener.weights.DType;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options for writing a model as its difference from a base. */
final class DeltaOptions {
  private static final int RANK = 32;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--delta",
      required = true,
      paramLabel = "BASE",
      description =
          "Write a delta to this model, from which the source was trained: heads, biases and norms,"
              + " and for each matrix the best low-rank approximation of its change.")
  private String base;

  @ArgGroup private Kept kept = new Kept();

  private static final class Kept {
    @Option(
        names = "--rank",
        paramLabel = "R",
        description = "Rank of these approximations; by default " + RANK + ".")
    private Integer rank;

    @Option(
        names = "--energy",
        paramLabel = "PART",
        description =
            "Instead of one rank for all matrices: for each, the lowest rank that keeps this share"
                + " (above 0, up to 1) of the sum of squares of its change.")
    private Double energy;
  }

  /** The casing that was given holds for the base, too: a tagger has the casing of its base. */
  DeltaConversion.Result run(
      ModelSource model, Optional<Casing> casing, Path target, DType factors) {
    ModelSource from = ModelSource.of(base);
    ModelSource cased = casing.isPresent() ? from.withCasing(casing.get()) : from;
    return DeltaConversion.run(model, cased, target, rank(), factors);
  }

  private Rank rank() {
    try {
      if (kept.energy != null) {
        return Rank.energy(kept.energy);
      }
      return Rank.of(kept.rank == null ? RANK : kept.rank);
    } catch (IllegalArgumentException e) {
      throw ZenerCommand.usage(command.commandLine(), e.getMessage());
    }
  }
}
