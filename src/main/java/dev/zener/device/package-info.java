/**
 * Memory that a device owns for a whole run (weights, gradients, moments, activations), the tensors
 * that stand in it, the threads that work on it and the native libraries behind it.
 */
package dev.zener.device;
