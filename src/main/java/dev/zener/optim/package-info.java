/** The optimiser: settings, schedule, decay groups and clipping, as the tail of a step list. */
package dev.zener.optim;
