/**
 * Reads and writes models. Models are read from a {@link dev.zener.pretrained.ModelSource}, with
 * the parameter names of HuggingFace or TensorFlow. They are written as a directory in
 * HuggingFace's layout: {@code config.json}, tokenizer files and weights, plus {@code
 * zener.safetensors} for what HuggingFace's class cannot hold: the auxiliary heads on inner layers,
 * ω, and info strings on the model's origin.
 */
package dev.zener.pretrained;
