package dev.zener.train;

/**
 * A model's score on a test set.
 *
 * @param testSet the name of the test set: the language, unless the configuration names the set
 * @param f1 the F1 score as a fraction
 * @param selection the score by which the checkpoint was selected; if the last checkpoint is always
 *     used, its F1 on the source's development set
 */
public record RunResult(
    MethodName method, TrainEvent.Job job, String testSet, double f1, double selection) {}
