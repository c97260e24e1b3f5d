/**
 * A model directory in HuggingFace's layout, in and out: {@code config.json}, tokenizer files,
 * weights under whatever of BERT's names, the labels of the tagger head; and beside them {@code
 * zener.safetensors}, which holds what HuggingFace's class has no place for: the heads on inner
 * layers, ω and where the model came from.
 */
package dev.zener.pretrained;
