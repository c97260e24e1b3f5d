/** The optimiser: settings, learning-rate schedule, weight decay and gradient clipping. */
package dev.zener.optim;
