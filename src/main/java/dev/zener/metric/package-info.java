/**
 * Scores of tags: exact-match precision, recall and F1 as defined by conlleval, accuracy and
 * confusion of words, spread over seeds, and significance of a difference.
 */
package dev.zener.metric;
