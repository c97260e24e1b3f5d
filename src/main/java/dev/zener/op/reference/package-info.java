/**
 * Reference kernels: plain loops that accumulate in double over float or double data. Other kernels
 * are tested against them, and they are the fallback on machines without a faster backend.
 */
package dev.zener.op.reference;
