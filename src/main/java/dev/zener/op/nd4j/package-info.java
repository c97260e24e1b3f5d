/**
 * ND4J's side of the ops: the executioner that runs them on ND4J's arrays, and the backends that
 * install it.
 */
package dev.zener.op.nd4j;
