package dev.zener.run;

import dev.zener.method.Method;
import dev.zener.train.TrainEvent;

/**
 * A model's score on a test set.
 *
 * @param method the row of the result table
 * @param testSet the name of the test set: the language, unless the configuration names the set
 */
public record RunResult(Method method, TrainEvent.Job job, String testSet, TestScore score) {}
