/**
 * Plain loops with double accumulation over float or double data: the oracle of every other kernel,
 * and the fallback on a machine with nothing else.
 */
package dev.zener.op.reference;
