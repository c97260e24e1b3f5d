package dev.zener.metric;

import java.util.Map;

/** An evaluation for JSON output: {@code {"micro":{...},"types":{"LOC":{...}}}}. */
public record Summary(Figures micro, Map<String, Figures> types) {

  public static Summary of(Evaluation evaluation) {
    return new Summary(Figures.of(evaluation.micro()), Figures.ofEach(evaluation.types()));
  }
}
