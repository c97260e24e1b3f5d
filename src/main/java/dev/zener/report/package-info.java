/**
 * What a reader sees: of a run the result table, training curves and the model card; of tagged text
 * a page with the entities highlighted.
 */
package dev.zener.report;
