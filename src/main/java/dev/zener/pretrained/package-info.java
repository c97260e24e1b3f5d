/**
 * Models in and out. In: from wherever a {@link dev.zener.pretrained.ModelSource} says, under the
 * names of HuggingFace or TensorFlow. Out: a directory in HuggingFace's layout, {@code
 * config.json}, tokenizer files, weights; and beside them {@code zener.safetensors}, which holds
 * what HuggingFace's class has no place for: the heads on inner layers, ω and where the model came
 * from.
 */
package dev.zener.pretrained;
