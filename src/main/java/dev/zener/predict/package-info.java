/** From sentences to tags: inference over packed batches, decoding, evaluation. */
package dev.zener.predict;
