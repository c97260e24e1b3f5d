/**
 * BERT WordPiece: text to pieces, each with the stretch of the untouched text that it stands for
 * and the number of its word, equal to HuggingFace's {@code tokenizers}. Reads and writes the
 * tokenizer part of a model directory, and serves wherever DL4J NLP takes a {@code
 * TokenizerFactory}.
 */
package dev.zener.tokenizer;
