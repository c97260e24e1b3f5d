package dev.zener.bench;

import dev.zener.data.Window;

/**
 * A sentence to be timed.
 *
 * @param window its pieces, cut off at the longest allowed
 * @param words all of its words, those cut off too
 */
record Line(Window window, int words) {}
