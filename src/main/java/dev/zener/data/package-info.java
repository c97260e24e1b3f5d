/**
 * Corpora in and out, long sentences cut into windows, windows packed into batches: strings, plain
 * arrays and collections.
 *
 * <p>Files: CoNLL columns, JSON lines, plain text. Lines end at LF alone. Text that a method may
 * not see the labels of is read by {@link dev.zener.data.UnlabelledReader}, whose sentences have
 * none. Arrays inside records are shared, not copied: they go to the device as they are.
 */
package dev.zener.data;
