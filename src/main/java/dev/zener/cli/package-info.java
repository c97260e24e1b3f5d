/**
 * The command line. Results are written to standard output, everything else to standard error; both
 * are UTF-8 in every locale. Only this package uses the terminal or sets an exit code.
 */
package dev.zener.cli;
