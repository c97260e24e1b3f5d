/**
 * Reads and writes corpora, cuts long sentences into windows, and packs windows into batches. The
 * data are strings, plain arrays and collections.
 *
 * <p>Supported files are CoNLL columns, JSON lines and plain text. Only LF ends a line. Text whose
 * labels a training method must not see is read by {@link dev.zener.data.UnlabelledReader}, which
 * returns sentences without labels. Arrays in records are shared, not copied.
 */
package dev.zener.data;
