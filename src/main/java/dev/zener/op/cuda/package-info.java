/**
 * The kernels for a CUDA device. Each calls its counterpart in {@code native/src}. All work goes to
 * one stream in the order of the calls, and the host waits only when it reads a result. Programs
 * record the work that {@code run} puts on the stream, so {@code run} must not allocate memory or
 * depend on values in tensors.
 */
package dev.zener.op.cuda;
