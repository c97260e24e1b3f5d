/**
 * How a run is described, carried out and recorded: settings from YAML, the loop and its listeners,
 * checkpoints, and the run directory with everything that a reader needs to repeat the run.
 */
package dev.zener.train;
