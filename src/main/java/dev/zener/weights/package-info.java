/**
 * Reads weight files in safetensors, PyTorch {@code .bin} and TensorFlow formats, and writes
 * safetensors. A tensor is a name, an element type, a shape and numbers; the meaning of the weights
 * is not known here.
 *
 * <p>Opening a file parses its list of tensors. Elements are copied from the file to the caller's
 * buffer and not accessed through a memory mapping, because mapped pages that have been accessed
 * count as resident memory of the process. Only tensors that are not contiguous are gathered
 * through the mapping. A file in a compressed archive is a stream, so its tensors should be read in
 * the order in which they are stored. Java 17 unmaps a file only when the mapping is
 * garbage-collected: after {@link dev.zener.weights.WeightFile#close} it stays mapped for a while,
 * and Windows does not allow it to be deleted in that time. A file must not be truncated while it
 * is open: a read then fails, through the mapping with an {@code InternalError} of the JVM.
 *
 * <p>Files are not trusted. A malformed file gives an {@link dev.zener.problem.InputException}. No
 * code that it names is executed, and no memory is allocated only because the file claims a size.
 */
package dev.zener.weights;
