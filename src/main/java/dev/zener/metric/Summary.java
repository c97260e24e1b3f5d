package dev.zener.metric;

import java.util.LinkedHashMap;
import java.util.Map;

/** An evaluation for JSON output: {@code {"micro":{...},"types":{"LOC":{...}}}}. */
public record Summary(Figures micro, Map<String, Figures> types) {

  public static Summary of(Evaluation evaluation) {
    Map<String, Figures> types = new LinkedHashMap<>();
    evaluation.types().forEach((type, counts) -> types.put(type, Figures.of(counts)));
    return new Summary(Figures.of(evaluation.micro()), types);
  }
}
