package dev.zener.run;

import dev.zener.method.Method;
import dev.zener.train.TrainEvent;

/**
 * A model's score on a test set.
 *
 * @param method the row of the result table
 * @param testSet the name of the test set: the language, unless the configuration names the set
 * @param f1 the F1 score as a fraction
 */
public record RunResult(Method method, TrainEvent.Job job, String testSet, double f1) {}
