package dev.zener.train;

/**
 * The settings that all trainings of a run share.
 *
 * @param maxPieces the maximum number of pieces in a window
 * @param evaluateEvery the number of steps between two evaluations on the development sets
 * @param checkpointEvery the number of steps between two states to resume from
 */
public record TrainingSettings(
    int maxPieces,
    Frozen frozen,
    Optimiser optimiser,
    int evaluateEvery,
    int checkpointEvery,
    ScoringSettings evaluation) {}
