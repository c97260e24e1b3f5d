/**
 * The command line: the only place with a terminal and an exit code. Results go to standard output,
 * all else to standard error; both are UTF-8 whatever the locale.
 */
package dev.zener.cli;
