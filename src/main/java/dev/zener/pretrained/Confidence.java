package dev.zener.pretrained;

import dev.zener.label.InputException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What makes a tagger's confidence mean something, as its directory keeps it.
 *
 * @param temperature that logits are divided by
 * @param before the expected calibration error of entities without it, 0 to 1, on the set that it
 *     was chosen on
 * @param after the same with it
 * @param set what it was chosen on; empty if it was not chosen
 */
public record Confidence(double temperature, double before, double after, String set) {
  /** The model's own. */
  public static final Confidence UNCALIBRATED = new Confidence(1, 0, 0, "");

  private static final String TEMPERATURE = "zener_temperature";
  private static final String BEFORE = "zener_calibration_error_before";
  private static final String AFTER = "zener_calibration_error";
  private static final String SET = "zener_calibrated_on";

  /** Whether the temperature was chosen. */
  public boolean calibrated() {
    return !set.isEmpty();
  }

  /** The same as strings for a model's info. */
  public Map<String, String> info() {
    Map<String, String> info = new LinkedHashMap<>();
    if (calibrated()) {
      info.put(TEMPERATURE, Double.toString(temperature));
      info.put(BEFORE, Double.toString(before));
      info.put(AFTER, Double.toString(after));
      info.put(SET, set);
    }
    return info;
  }

  /**
   * As a model's info has it.
   *
   * @param file that has it, for messages
   * @throws InputException if it is no number or out of range
   */
  static Confidence of(String file, Map<String, String> info) {
    return info.containsKey(TEMPERATURE)
        ? new Confidence(
            number(file, info, TEMPERATURE, 1e-3, 1e3),
            number(file, info, BEFORE, 0, 1),
            number(file, info, AFTER, 0, 1),
            Optional.ofNullable(info.get(SET)).orElse("unknown"))
        : UNCALIBRATED;
  }

  /** What a model's info says besides. */
  static Map<String, String> without(Map<String, String> info) {
    Map<String, String> rest = new LinkedHashMap<>(info);
    rest.keySet().removeAll(Set.of(TEMPERATURE, BEFORE, AFTER, SET));
    return rest;
  }

  private static double number(
      String file, Map<String, String> info, String key, double least, double most) {
    String text = info.getOrDefault(key, "0");
    try {
      double value = Double.parseDouble(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw wrong(file, key, text, least, most, e);
    }
    throw wrong(file, key, text, least, most, null);
  }

  private static InputException wrong(
      String file, String key, String text, double least, double most, Exception cause) {
    return new InputException(
        "%s: %s is '%s'; allowed: a number from %s to %s; write the model again"
            .formatted(file, key, LoadReport.plain(text), least, most),
        cause);
  }
}
