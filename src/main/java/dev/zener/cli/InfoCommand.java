package dev.zener.cli;

import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Backends;
import dev.zener.pretrained.BiLstmDirectory;
import dev.zener.pretrained.ModelDirectory;
import dev.zener.pretrained.StoredTagger;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * The command {@code info}, which prints versions, machine, devices, precisions and kernels, or
 * describes a model.
 */
@Command(
    name = "info",
    description = {
      "Print versions, the machine, the devices and precisions that it has and the kernels chosen.",
      "With a model, print its architecture, labels, decoding, temperature, casing, rule for words,"
          + " base, licence and size instead. Its weights are not loaded."
    },
    footer = {
      "  zener info",
      "  zener info --device reference",
      "  zener info --precision auto",
      "  zener info runs/demo/model"
    })
final class InfoCommand implements Runnable {
  @ParentCommand private ZenerCommand zener;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "MODEL",
      description = "Model to describe: " + ModelOptions.MODEL)
  private String model;

  @Mixin private DeviceOptions device;
  @Mixin private ModelOptions opening;
  @Spec private CommandSpec command;

  @Override
  public void run() {
    check();
    if (model == null) {
      ofThisMachine();
    } else {
      ofModel();
    }
  }

  /** Refuses options that would have no effect. */
  private void check() {
    List<String> useless =
        model == null ? List.of("--casing", "--base") : List.of("--device", "--precision");
    for (String option : useless) {
      if (command.commandLine().getParseResult().hasMatchedOption(option)) {
        throw ZenerCommand.usage(
            command.commandLine(),
            model == null
                ? option + " is for a model; name one, or leave out " + option
                : option + " is for the machine, not for a model; leave out one of them");
      }
    }
  }

  private void ofModel() {
    StoredTagger stored = StoredTagger.open(opening.model(model));
    if (stored instanceof BiLstmDirectory words) {
      WordModelInfo info = new WordModelInfo(words);
      zener.results().append(info.network());
      zener.results().append('\n').append(zener.names().translate(info.labels()));
      zener.results().append('\n').append(info.words());
      return;
    }
    ModelDirectory directory = (ModelDirectory) stored;
    directory.remarks().forEach(zener::note);
    ModelInfo info = ModelInfo.of(directory);
    zener.results().append(info.architecture());
    zener.results().append('\n').append(zener.names().translate(info.labels()));
    zener.results().append('\n').append(zener.names().translate(info.tokenizer()));
    zener.results().append('\n').append(info.files());
  }

  private void ofThisMachine() {
    Backend backend = Backends.choose(device.device(), device.precision());
    zener.results().append(Info.versions());
    zener.results().append('\n').append(Info.machine());
    zener.results().append('\n').append(Info.devices());
    zener.results().append('\n').append(Info.precisions(device.device()));
    zener.results().append('\n').append(Info.kernels(device.device(), backend));
  }
}
