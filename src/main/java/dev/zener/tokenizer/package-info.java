/**
 * Tokenizers, which split text into pieces, each with its range in the original text and the number
 * of its word. Other packages use {@link dev.zener.tokenizer.PieceTokenizer} and {@link
 * dev.zener.tokenizer.PreTokenizer}. The only kind so far is BERT's WordPiece tokenizer, with the
 * same results as HuggingFace's {@code tokenizers}. The package reads and writes the tokenizer
 * files of a model directory, and implements DL4J NLP's {@code TokenizerFactory}.
 */
package dev.zener.tokenizer;
