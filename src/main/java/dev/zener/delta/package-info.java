/**
 * Deltas: a model stored as its difference from a base model. The change of each matrix is stored
 * as a product of two low-rank factors.
 */
package dev.zener.delta;
