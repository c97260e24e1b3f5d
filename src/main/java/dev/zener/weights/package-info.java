/**
 * Weight files: safetensors in and out, PyTorch {@code .bin} and TensorFlow checkpoints in; a name,
 * an element type, a shape and numbers, and nothing about what they are the weights of.
 *
 * <p>Opening parses a file's directory of tensors; elements are copied from the file to the
 * caller's buffer, since what is looked at through a mapping counts as the process's own memory. A
 * file in a compressed archive is a stream: its tensors are best read in the order in which they
 * lie. Only tensors whose elements do not lie side by side are gathered from the mapping, and
 * count. Java 17 gives a mapping back only when the garbage collector has found it unreachable:
 * after {@link dev.zener.weights.WeightFile#close} the file stays mapped for a while (Windows will
 * not delete it in that time). A file must not be cut short while it is open: a read then fails,
 * through the mapping as an {@code InternalError} of the JVM.
 *
 * <p>What is in a file is never trusted: a malformed one ends in a {@link
 * dev.zener.label.InputException}, without running anything it names and without allocating what it
 * merely claims.
 */
package dev.zener.weights;
