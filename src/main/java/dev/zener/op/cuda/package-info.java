/**
 * Kernels on a CUDA device: each calls its twin in {@code native/src}. All work is put on one
 * stream in the order of the calls; the host waits only where it reads a result. Programs record
 * what {@code run} puts there, so that allocates nothing and looks at no number.
 */
package dev.zener.op.cuda;
