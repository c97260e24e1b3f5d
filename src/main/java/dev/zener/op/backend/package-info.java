/**
 * What runs the ops of a device: the interfaces of a backend and of a kernel, and the choice of the
 * backend when the program starts.
 */
package dev.zener.op.backend;
