/**
 * How good the tags are: exact-match precision, recall and F1 with conlleval's semantics, accuracy
 * and confusion of words, spread over seeds, significance of a difference.
 */
package dev.zener.metric;
