/**
 * Tags of words, the schemes of tags, and the entities that tags encode.
 *
 * <p>This package does not depend on any other package of Zener. Zener uses IOB2 internally; the
 * other schemes are converted when files are read.
 */
package dev.zener.label;
