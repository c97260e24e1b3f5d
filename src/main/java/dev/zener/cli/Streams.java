package dev.zener.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * The streams that a command reads and writes.
 *
 * @param in standard input
 * @param out the stream for results
 * @param err the stream for everything else
 * @param terminal whether {@code err} is a terminal
 */
record Streams(InputStream in, OutputStream out, PrintStream err, boolean terminal) {}
