/**
 * oneDNN's engine and the primitives that several kernels share: matrix products, reorders, element
 * functions, normalisation, and memory for intermediate results.
 */
package dev.zener.op.onednn.primitive;
