/**
 * Work divided into stages, each with a result that is stored: a stage that was made once is never
 * made again, whether two rows of a table need it or a run is resumed. Knows nothing of taggers.
 */
package dev.zener.pipeline;
