/**
 * Vectors of words: fastText's and word2vec's files, and Zener's own form of them, which is mapped
 * into memory.
 */
package dev.zener.vectors;
