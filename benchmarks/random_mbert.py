"""Makes a checkpoint of bert-base-multilingual-cased's size with random weights.

  python random_mbert.py OUT_DIR --vocab data/encoder/vocab.txt [--format bin|safetensors] [--labels O,B-PER,...]

The checkpoint has 178 million float32 weights from a normal distribution (LayerNorm weights have mean 1) and the
files of the published one: config.json, vocab.txt, tokenizer_config.json and pytorch_model.bin or
model.safetensors, with a pooler and the masked-language and next-sentence heads. With --labels it is a tagger,
which has a classifier instead of those heads. --old-names writes LayerNorm.gamma and LayerNorm.beta. Use it to
measure speed and memory, which do not depend on the values of the weights; its output is meaningless.
Needs torch, and safetensors for --format safetensors.
"""

import argparse
import json
import shutil
from pathlib import Path

import torch

CONFIG = {
    "attention_probs_dropout_prob": 0.1,
    "directionality": "bidi",
    "hidden_act": "gelu",
    "hidden_dropout_prob": 0.1,
    "hidden_size": 768,
    "initializer_range": 0.02,
    "intermediate_size": 3072,
    "layer_norm_eps": 1e-12,
    "max_position_embeddings": 512,
    "model_type": "bert",
    "num_attention_heads": 12,
    "num_hidden_layers": 12,
    "pad_token_id": 0,
    "pooler_fc_size": 768,
    "pooler_num_attention_heads": 12,
    "pooler_num_fc_layers": 3,
    "pooler_size_per_head": 128,
    "pooler_type": "first_token_transform",
    "type_vocab_size": 2,
}
TOKENIZER = {
    "tokenizer_class": "BertTokenizer",
    "do_lower_case": False,
    "tokenize_chinese_chars": True,
    "strip_accents": None,
    "unk_token": "[UNK]",
    "sep_token": "[SEP]",
    "pad_token": "[PAD]",
    "cls_token": "[CLS]",
    "mask_token": "[MASK]",
    "model_max_length": 512,
}


def linear(name, out, width):
    yield f"{name}.weight", (out, width)
    yield f"{name}.bias", (out,)


def norm(name, width):
    yield f"{name}.LayerNorm.weight", (width,)
    yield f"{name}.LayerNorm.bias", (width,)


def encoder(config):
    hidden, wide = config["hidden_size"], config["intermediate_size"]
    yield "bert.embeddings.word_embeddings.weight", (config["vocab_size"], hidden)
    yield "bert.embeddings.position_embeddings.weight", (config["max_position_embeddings"], hidden)
    yield "bert.embeddings.token_type_embeddings.weight", (config["type_vocab_size"], hidden)
    yield from norm("bert.embeddings", hidden)
    for i in range(config["num_hidden_layers"]):
        layer = f"bert.encoder.layer.{i}"
        for part in ("query", "key", "value"):
            yield from linear(f"{layer}.attention.self.{part}", hidden, hidden)
        yield from linear(f"{layer}.attention.output.dense", hidden, hidden)
        yield from norm(f"{layer}.attention.output", hidden)
        yield from linear(f"{layer}.intermediate.dense", wide, hidden)
        yield from linear(f"{layer}.output.dense", hidden, wide)
        yield from norm(f"{layer}.output", hidden)


def pretraining_heads(config):
    """The masked-language decoder's weight is the word embedding, so it is not listed."""
    hidden = config["hidden_size"]
    yield from linear("bert.pooler.dense", hidden, hidden)
    yield "cls.predictions.bias", (config["vocab_size"],)
    yield from linear("cls.predictions.transform.dense", hidden, hidden)
    yield from norm("cls.predictions.transform", hidden)
    yield from linear("cls.seq_relationship", 2, hidden)


def shapes(config, labels):
    yield from encoder(config)
    if labels:
        yield from linear("classifier", len(labels), config["hidden_size"])
    else:
        yield from pretraining_heads(config)


def fill(name, shape, std, generator):
    weights = torch.empty(shape).normal_(0, std, generator=generator)
    return weights + 1 if name.endswith("LayerNorm.weight") else weights


def old_name(name):
    return name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta")


def weights(config, labels, seed, old_names):
    generator = torch.Generator().manual_seed(seed)
    rename = old_name if old_names else str
    return {
        rename(name): fill(name, shape, config["initializer_range"], generator)
        for name, shape in shapes(config, labels)
    }


def describe(vocabulary, labels):
    with open(vocabulary, "rb") as lines:
        config = dict(CONFIG, vocab_size=sum(1 for _ in lines))
    config["architectures"] = ["BertForTokenClassification" if labels else "BertForMaskedLM"]
    if labels:
        # without it, transformers 5 warns, because it takes a tokenizer of over 100,000 pieces for a faulty Mistral one
        config["transformers_version"] = "5.18.0"
        config["id2label"] = {str(i): label for i, label in enumerate(labels)}
        config["label2id"] = {label: i for i, label in enumerate(labels)}
    return config


def save(directory, state, format):
    if format == "safetensors":
        from safetensors.torch import save_file

        save_file(state, directory / "model.safetensors", metadata={"format": "pt"})
        return
    if "cls.predictions.bias" in state:
        state["cls.predictions.decoder.weight"] = state["bert.embeddings.word_embeddings.weight"]
    torch.save(state, directory / "pytorch_model.bin")


def write_json(path, value):
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path, metavar="OUT_DIR")
    parser.add_argument("--vocab", type=Path, required=True)
    parser.add_argument("--format", choices=["bin", "safetensors"], default="bin")
    parser.add_argument("--labels", type=lambda text: text.split(","), default=[], help="comma-separated; makes a tagger")
    parser.add_argument("--old-names", action="store_true", help="write LayerNorm.gamma and LayerNorm.beta")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    if options.directory.exists():
        parser.error(f"{options.directory} exists already")
    options.directory.mkdir(parents=True)
    config = describe(options.vocab, options.labels)
    write_json(options.directory / "config.json", config)
    write_json(options.directory / "tokenizer_config.json", TOKENIZER)
    shutil.copyfile(options.vocab, options.directory / "vocab.txt")
    state = weights(config, options.labels, options.seed, options.old_names)
    total = sum(tensor.numel() for tensor in state.values())
    save(options.directory, state, options.format)
    print(f"{options.directory}: {len(state)} tensors, {total / 1e6:.1f} million weights")


if __name__ == "__main__":
    main()
