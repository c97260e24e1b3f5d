/**
 * BERT with a classifier head on chosen layers, as SameDiff graphs of own ops whose variables carry
 * HuggingFace's names; the parameters behind them; and the compiled programs that tag and train.
 */
package dev.zener.model;
