package dev.zener.run;

import java.util.Map;

/** A row of published scores: F1 in percent by language or name of the test set. */
public record PublishedScores(String title, Map<String, Double> f1) {}
