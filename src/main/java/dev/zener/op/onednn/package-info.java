/**
 * The fast CPU path in float32: oneDNN where a primitive serves, threaded loops over heap copies
 * (which the JIT compiler vectorises, as it does not do for direct buffers) where none does.
 */
package dev.zener.op.onednn;
