package dev.zener.cli;

import dev.zener.TrainingOptions;
import dev.zener.TrainingRun;
import dev.zener.train.TrainListener;
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

/** The command {@code train}, which runs the trainings of a configuration. */
@Command(
    name = "train",
    customSynopsis = {
      "zener train CONFIG [--set KEY=VALUE]... [--output DIR] [--device auto|reference|onednn|cuda]",
      "                   [--precision float32|tf32|bfloat16|auto] [--max-memory SIZE] [--threads N]",
      "       zener train [CONFIG [--set KEY=VALUE]...] --resume DIR [--device"
          + " auto|reference|onednn|cuda]",
      "                   [--precision float32|tf32|bfloat16|auto] [--max-memory SIZE] [--threads N]"
    },
    description = {
      "Train the models of a configuration, and print the result table.",
      "All other results are written to the run's directory: settings, environment, metrics,"
          + " chosen weights, models, predictions, model card, curves."
    },
    footer = {
      "  zener train configs/demo.yaml",
      "  zener train configs/wikiann.yaml --set seeds=[1,2,3] --set student.epochs=5",
      "  zener train --resume runs/demo-20260102-030405"
    })
final class TrainCommand implements Callable<Integer> {
  @ParentCommand private ZenerCommand zener;
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "CONFIG", description = "YAML file with the settings.")
  private Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Override a setting, such as teacher.epochs=5; may be repeated.")
  private List<String> sets = new ArrayList<>();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "The run's directory, new or empty; by default runs/NAME-TIME.")
  private Path output;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description =
          "Continue the run of that directory, with the settings stored there; if CONFIG is also"
              + " given, its settings must be the same.")
  private Path resume;

  @Mixin private DeviceOptions device;
  @Mixin private MemoryOption memory;
  @Mixin private ThreadsOption threads;

  @Override
  public Integer call() {
    check();
    try (ProgressLine progress =
            new ProgressLine(zener.streams().err(), zener.streams().terminal());
        Interruption interruption = new Interruption(zener::note)) {
      TrainingRun.Result result =
          run(List.of(progress, new EvaluationLines(progress.above()), interruption), interruption);
      zener.note(result.directory().toString());
      zener.results().append(result.table());
    }
    return 0;
  }

  private void check() {
    if (resume == null && config == null) {
      throw ZenerCommand.usage(spec.commandLine(), "CONFIG or --resume DIR is missing");
    }
    if (resume != null && output != null) {
      throw ZenerCommand.usage(
          spec.commandLine(),
          "--output cannot be combined with --resume, which names the run's directory");
    }
    if (config == null && !sets.isEmpty()) {
      throw ZenerCommand.usage(
          spec.commandLine(), "--set requires CONFIG; a resumed run uses its stored settings");
    }
    device.givenPrecision().ifPresent(p -> sets.add("precision=" + p)); // overrides earlier ones
    if (resume != null && config != null) {
      TrainingRun.requireSame(resume, config, sets);
    } else if (resume != null && !sets.isEmpty()) {
      TrainingRun.requireSame(resume, sets);
    }
  }

  private TrainingRun.Result run(List<TrainListener> listeners, Interruption interruption) {
    try {
      return run(listeners);
    } catch (RuntimeException | Error e) {
      interruption.tell();
      throw e;
    }
  }

  private TrainingRun.Result run(List<TrainListener> listeners) {
    TrainingOptions options =
        new TrainingOptions(device.device(), memory.maxMemory(), threads.threads());
    return resume == null
        ? TrainingRun.start(
            config, sets, Optional.ofNullable(output), options, listeners, zener::note)
        : TrainingRun.resume(resume, options, listeners, zener::note);
  }
}
