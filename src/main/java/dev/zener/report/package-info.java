/**
 * Output for readers: the result table, training curves and model card of a run, and an HTML page
 * of tagged text with the entities highlighted.
 */
package dev.zener.report;
