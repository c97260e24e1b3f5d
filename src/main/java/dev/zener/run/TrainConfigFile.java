package dev.zener.run;

import dev.zener.config.ConfigFile;
import dev.zener.method.MethodForm;
import dev.zener.method.SharedSettings;
import java.nio.file.Path;
import java.util.List;

/** Reads and writes the settings of {@code train}. */
public final class TrainConfigFile {
  private static final ConfigFile FILE =
      new ConfigFile(new CorpusFilesForm(), new SchemeForm(), new MethodForm());

  private TrainConfigFile() {}

  /**
   * Reads a configuration.
   *
   * @param sets overrides {@code key.path=value}, applied in order; an empty value removes a
   *     setting
   * @throws dev.zener.problem.InputException if the file cannot be read or a setting is invalid
   */
  public static TrainConfig read(Path yaml, List<String> sets) {
    return FILE.bind(
        SharedSettings.distribute(ConfigFile.nodes(yaml, sets), FILE), TrainConfig.class);
  }

  /**
   * Writes all settings, including defaults. Each method has all of its settings, so none is at the
   * top level. {@link #read} reads it back as the same configuration.
   */
  public static String yaml(TrainConfig settings) {
    return FILE.yaml(settings);
  }
}
