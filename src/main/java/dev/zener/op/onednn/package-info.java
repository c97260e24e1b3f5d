/**
 * The fast kernels for CPUs. They use oneDNN primitives where possible, and otherwise
 * multi-threaded loops over copies in the Java heap, because the JIT compiler vectorises loops over
 * arrays but not over direct buffers.
 *
 * <p>Tensors are float32; operands of {@link dev.zener.op.Linear}'s products may be bfloat16, with
 * sums in float32. Batches have any size, but a primitive has a fixed shape. Therefore products use
 * a few fixed numbers of rows, element-wise work uses powers of two, and each thread caches a
 * limited number of primitives. Each oneDNN call is single-threaded; {@link
 * dev.zener.device.Workers} runs calls in parallel.
 */
package dev.zener.op.onednn;
