/**
 * What {@code train} does: the configuration, the folder of a run, its text and encoder, and the
 * loop over methods, languages and seeds.
 */
package dev.zener.run;
