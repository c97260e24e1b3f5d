/**
 * One training: what a step minimises, the loop with evaluation and states to resume from, and its
 * events.
 */
package dev.zener.train;
