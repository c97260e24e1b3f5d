/**
 * The ops: one class a computation, its contract (formula, shapes, argument checks, gradient), run
 * by any SameDiff graph and by {@code Nd4j.exec}; and the kernel interface that every backend
 * fills.
 *
 * <p>Letters: B sentences, N pieces of a packed batch, H hidden, A heads, D head size, F
 * feed-forward, C labels. Shapes stand in brackets. A gradient of y is named dy.
 */
package dev.zener.op;
