/**
 * Memory outside the Java heap, on the host or a device (weights, gradients, moments, activations),
 * the tensors in it, the threads that work on it, and the setup of native libraries.
 */
package dev.zener.device;
