/**
 * Weight files: safetensors in and out, PyTorch {@code .bin} in; a name, an element type, a shape
 * and numbers, and nothing about what they are the weights of.
 *
 * <p>Files are memory-mapped and read where they lie: opening parses the directory of tensors
 * alone, and reading copies straight from the page cache to the caller's buffer. Java 17 gives a
 * mapping back only when the garbage collector has found it unreachable, so {@link
 * dev.zener.weights.WeightFile#close} lets go of a file but the file stays mapped for a while
 * (Windows will not delete it in that time). Mapped pages count as the file's, not as anonymous
 * memory. A file must not be cut short while it is open: the operating system then answers a read
 * with an error that the JVM raises as an {@code InternalError}.
 *
 * <p>What is in a file is never trusted: a malformed one ends in a {@link
 * dev.zener.label.InputException}, without running anything it names and without allocating what it
 * merely claims.
 */
package dev.zener.weights;
