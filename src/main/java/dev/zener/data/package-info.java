/**
 * Sentences with and without labels; measures how corpora write words, cuts long sentences into
 * windows, and packs windows into batches. The data are strings, plain arrays and collections.
 * Arrays in records are shared, not copied.
 */
package dev.zener.data;
