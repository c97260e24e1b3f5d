/**
 * Deltas: a model as its difference from a base model, of which each changed matrix is kept as a
 * product of two narrow ones.
 */
package dev.zener.delta;
