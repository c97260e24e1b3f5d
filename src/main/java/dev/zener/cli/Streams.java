package dev.zener.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * What a command reads and writes.
 *
 * @param out results
 * @param err everything else
 * @param terminal whether {@code err} shows on a terminal
 */
record Streams(InputStream in, OutputStream out, PrintStream err, boolean terminal) {}
