package dev.zener.train;

/**
 * A model's score on a test file.
 *
 * @param testSet its name: the language, unless the configuration names the test set
 * @param f1 a fraction
 * @param selection the score that chose the checkpoint; where the last one counts, its F1 on the
 *     source's development set
 */
public record RunResult(
    MethodName method, TrainEvent.Job job, String testSet, double f1, double selection) {}
