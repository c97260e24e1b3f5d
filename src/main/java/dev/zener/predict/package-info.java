/** Predicts tags of sentences: inference over packed batches, decoding, evaluation, calibration. */
package dev.zener.predict;
