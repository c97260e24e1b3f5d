/**
 * The library's front door: {@link dev.zener.Tagger} opens a model directory, tags text and closes
 * it again; {@link dev.zener.Encoder} gives hidden states; {@link dev.zener.TrainingRun} trains
 * what a configuration names. Nothing here prints, exits or needs anything set up first.
 */
package dev.zener;
