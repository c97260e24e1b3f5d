/**
 * Configuration, execution and recording of runs: settings from YAML, the training loop and its
 * listeners, checkpoints, and the run directory with everything that is needed to repeat the run.
 */
package dev.zener.train;
