/**
 * Compiles a SameDiff graph and its gradient into a list of steps over one arena, and runs it:
 * order found once, kernels bound once, buffers placed by lifetime once a shape, and on a device
 * all steps recorded once a shape.
 */
package dev.zener.graph;
