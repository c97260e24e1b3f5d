package dev.zener.problem;

import java.util.Arrays;
import java.util.Optional;

/**
 * A setting that messages name, so that a message fits a host, a configuration and a command. A
 * message has the setting's key between backquotes, with or without a value: {@code `repair:
 * true`}. The command line replaces both by the option of the command that is running: {@code
 * --repair}.
 */
public enum Setting {
  BASE("base"),
  /** The number of sentences or pieces that are computed together. */
  BATCH("batch"),
  CASING("casing"),
  CHARSET("charset"),
  COLUMNS("columns"),
  DECODING("decoding"),
  ENCODER_ONLY("encoderOnly"),
  /** The folder of a configuration's corpora. */
  FOLDER("folder"),
  FORMAT("format"),
  /** The labels of a model's head. */
  LABELS("labels"),
  LOCATIONS("locations"),
  MAX_MEMORY("maxMemory"),
  MAX_PIECES("maxPieces"),
  OFFSETS("offsets"),
  /** The directory of a run. */
  OUTPUT("output"),
  /** A setting of a configuration that replaces the one in the file. */
  OVERRIDE("override"),
  PRETRAINED("encoder.pretrained"),
  REPAIR("repair"),
  /** The directory of the run that is continued. */
  RESUME("resume"),
  SCHEME("scheme"),
  SCRATCH("encoder.scratch"),
  SEPARATOR("separator"),
  SURFACE("surface"),
  /** The names of the tags that a file gives as numbers. */
  TAG_NAMES("format.labels");

  private final String key;

  Setting(String key) {
    this.key = key;
  }

  /** The setting of a key; empty for other words. */
  public static Optional<Setting> ofKey(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
  }

  public String key() {
    return key;
  }

  /**
   * This setting and a value, for messages.
   *
   * @param value as in a configuration; empty if the setting is to be removed
   */
  public String with(String value) {
    return "`" + (key + ": " + value).strip() + "`";
  }

  /** This setting, for messages. */
  @Override
  public String toString() {
    return "`" + key + "`";
  }
}
