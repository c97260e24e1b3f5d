/**
 * Training methods: each class defines the batch of a step and the loss to minimise. The training
 * loop is in {@code dev.zener.train}.
 */
package dev.zener.method;
