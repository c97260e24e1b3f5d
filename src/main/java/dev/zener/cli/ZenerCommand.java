package dev.zener.cli;

import dev.zener.Libraries;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The top-level command {@code zener}, and what its subcommands share. */
@Command(
    name = "zener",
    description = "Named-entity recognition in languages that have no labelled data.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = ZenerCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:failed; standard error says why", "2:the command line is invalid"},
    footer = {
      "  zener train configs/demo.yaml",
      "  zener tag runs/demo-20260102-030405/model news.txt",
      "  zener COMMAND --help"
    },
    subcommands = {
      TrainCommand.class,
      ConvertCommand.class,
      ConvertDataCommand.class,
      ConvertVectorsCommand.class,
      EvaluateCommand.class,
      ScoreCommand.class,
      TagCommand.class,
      TokenizeCommand.class,
      EncodeCommand.class,
      VectorsCommand.class,
      MapCommand.class,
      NeighboursCommand.class,
      InfoCommand.class,
      BenchCommand.class
    })
final class ZenerCommand implements Runnable {
  /** The output of {@code --version}. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"zener " + Libraries.zener()};
    }
  }

  private final Streams streams;
  private final Results results;

  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "After a failure, also print the stack trace.")
  private boolean debug;

  ZenerCommand(Streams streams) {
    this.streams = streams;
    this.results = new Results(streams.out());
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Missing command; one of " + String.join(", ", spec.subcommands().keySet()));
  }

  Streams streams() {
    return streams;
  }

  /** The writer of results to standard output. */
  Results results() {
    return results;
  }

  boolean debug() {
    return debug;
  }

  /** Prints a line on standard error, with the running command's words for settings. */
  void note(String line) {
    streams.err().print(names().translate(line) + "\n");
    streams.err().flush();
  }

  /** The words of the running command for settings. */
  SettingNames names() {
    ParseResult parsed = spec.commandLine().getParseResult();
    while (parsed != null && parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    return new SettingNames(parsed == null ? spec : parsed.commandSpec());
  }

  /** The exception for an invalid command line. */
  static ParameterException usage(CommandLine command, String message) {
    return new ParameterException(command, message);
  }
}
