/**
 * Encoders of the BERT family with classifier heads on chosen layers: the SameDiff graphs, built
 * from Zener's own ops with HuggingFace's names for the parameters, and the memory of the
 * parameters.
 */
package dev.zener.model;
