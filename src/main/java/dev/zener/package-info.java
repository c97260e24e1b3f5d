/**
 * The library's main API: {@link dev.zener.Tagger} tags text with a model, {@link
 * dev.zener.Encoder} computes hidden states, and {@link dev.zener.TrainingRun} trains the methods
 * of a configuration. Nothing here prints, ends the process, or needs setup.
 */
package dev.zener;
