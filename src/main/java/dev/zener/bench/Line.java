package dev.zener.bench;

import dev.zener.data.Window;

/**
 * A sentence of the benchmark.
 *
 * @param window its pieces, cut off at the maximum length
 * @param words the number of all its words, including those cut off
 */
record Line(Window window, int words) {}
