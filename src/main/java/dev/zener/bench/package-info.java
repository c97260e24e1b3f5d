/**
 * Benchmarks of a student's training step and of tagging, at full size on real sentences. They
 * report the time by kind of work and compare the speed with the machine's limit for matrix
 * products.
 */
package dev.zener.bench;
