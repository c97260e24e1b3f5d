/**
 * Times the product's own paths, a student's step and a tagging pass, at full size on real
 * sentences, and accounts for where the time went and how far from the machine's limit it is.
 */
package dev.zener.bench;
