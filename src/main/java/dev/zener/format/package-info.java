/**
 * Reads and writes files with sentences. {@link dev.zener.format.Format} lists the formats; each is
 * in a file of its own. What a file's words and tags are is decided from the whole file and said.
 *
 * <p>Only LF ends a line. Text whose labels a training method must not see is read by {@link
 * dev.zener.format.UnlabelledReader}, which returns sentences without labels.
 */
package dev.zener.format;
