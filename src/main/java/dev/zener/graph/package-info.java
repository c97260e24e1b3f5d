/**
 * Compiles a SameDiff graph and its gradient to a list of steps over one arena, and runs it. The
 * order of ops and their kernels are determined once. Buffers are placed by lifetime once per
 * shape, and on a device all steps are recorded once per shape.
 */
package dev.zener.graph;
