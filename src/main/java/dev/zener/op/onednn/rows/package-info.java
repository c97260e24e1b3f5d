/**
 * Kernels that walk over rows or over flat memory: embedding, normalisation, dropout, gather and
 * scatter, sums, the distance between two sets of rows, and the optimiser's step.
 */
package dev.zener.op.onednn.rows;
