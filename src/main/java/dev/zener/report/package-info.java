/** What a reader sees of a run: the result table, training curves and the model card. */
package dev.zener.report;
