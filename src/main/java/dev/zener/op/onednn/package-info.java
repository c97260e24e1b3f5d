/**
 * The fast CPU path: oneDNN where a primitive serves, threaded loops over heap copies (which the
 * JIT compiler vectorises, as it does not do for direct buffers) where none does.
 *
 * <p>Tensors are float32; operands of {@link dev.zener.op.Linear}'s products may be bfloat16,
 * summed in float32. Batches have every size, and a primitive is made for one: products take few
 * fixed numbers of rows, element-wise work powers of two, and each thread keeps a bounded number.
 * All calls are single-threaded, by {@link dev.zener.device.Workers}.
 */
package dev.zener.op.onednn;
