/**
 * BERT's WordPiece tokenizer. It splits text into pieces, each with its range in the original text
 * and the number of its word, with the same results as HuggingFace's {@code tokenizers}. It reads
 * and writes the tokenizer files of a model directory, and implements DL4J NLP's {@code
 * TokenizerFactory}.
 */
package dev.zener.tokenizer;
