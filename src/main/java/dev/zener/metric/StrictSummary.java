package dev.zener.metric;

import java.util.Locale;
import java.util.Map;

/** A strict evaluation for JSON output: {@code {"scheme":"iob2","micro":{...},"types":{...}}}. */
public record StrictSummary(String scheme, Figures micro, Map<String, Figures> types) {

  public static StrictSummary of(StrictEvaluation evaluation) {
    return new StrictSummary(
        evaluation.scheme().name().toLowerCase(Locale.ROOT),
        Figures.of(evaluation.micro()),
        Figures.ofEach(evaluation.types()));
  }
}
