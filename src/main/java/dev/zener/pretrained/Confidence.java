package dev.zener.pretrained;

import dev.zener.problem.InputException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The calibration of a tagger's confidence, as stored in its model directory.
 *
 * @param temperature the divisor of the logits
 * @param before the expected calibration error of entities at temperature 1, from 0 to 1, on the
 *     data that the temperature was fitted to
 * @param after the same error at {@code temperature}
 * @param set the data that the temperature was fitted to; empty if it was not fitted
 */
public record Confidence(double temperature, double before, double after, String set) {
  /** No calibration: temperature 1. */
  public static final Confidence UNCALIBRATED = new Confidence(1, 0, 0, "");

  private static final String TEMPERATURE = "zener_temperature";
  private static final String BEFORE = "zener_calibration_error_before";
  private static final String AFTER = "zener_calibration_error";
  private static final String SET = "zener_calibrated_on";

  /** Whether the temperature was fitted to data. */
  public boolean calibrated() {
    return !set.isEmpty();
  }

  /** The entries for a model's info strings; none if not calibrated. */
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
   * Reads the calibration from a model's info strings.
   *
   * @param file the file that holds the strings, for messages
   * @throws InputException if a value is not a number or out of range
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

  /** A model's info strings without those of the calibration. */
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
