/** The exception for bad input, which every package may throw. */
package dev.zener.problem;
