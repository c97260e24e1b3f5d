/**
 * Mapping of the word vectors of two languages into one space without a dictionary, by the recipe
 * of MUSE (Conneau et al., ICLR 2018): an adversarial start, then dictionaries of mutual nearest
 * neighbours and Procrustes' solution for them. CSLS measures what is near.
 */
package dev.zener.mapping;
