"""Makes model directories in HuggingFace's layout, in float32, with random weights and a made-up vocabulary.

hf-tiny/  BertForTokenClassification as transformers saves it, with expected.safetensors: sentence i (its
          text is in the metadata) has i.input_ids [N], i.hidden.m [N, H], i.logits [N, C], computed in
          float64 from the float32 weights
hf-distilbert/  the same as hf-tiny with DistilBertForTokenClassification
hf-old/   the same encoder as an old masked-language checkpoint: pytorch_model.bin with LayerNorm.gamma and
          beta, no `bert.` prefix, a position_ids buffer, a pooler, and MLM and next-sentence heads whose
          decoder shares the word embeddings; pytorch_model.legacy.bin is the same in the format before zip
          (which contains memory addresses, so its bytes, but not its tensors, differ from run to run)
"""

import json

import torch
from transformers import (
    AutoModelForTokenClassification,
    AutoTokenizer,
    BertConfig,
    BertForTokenClassification,
    DistilBertConfig,
    DistilBertForTokenClassification,
)

from store import normal, save, seeded
from taggers import fill

LABELS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC")
LABELLED = dict(
    id2label=dict(enumerate(LABELS)),
    label2id={label: i for i, label in enumerate(LABELS)},
    attn_implementation="eager",
)
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
WORDS = ["Ana", "ide", "u", "Za", "Wien", "liegt", "an", "der", "Don", "Москва", "це", "мі", "北", "京"]
PIECES = ["##greb", "##a", "##au", "##n", "##s", "##сто", "##en", "##er", "##1", "##9"]
MARKS = list(".,!?-'()1290")
LETTERS = list("abcdeghilmnorstz")
SENTENCES = ("Ana ide u Zagreb .", "Wien liegt an der Donau, Łódź", "Москва - це місто (北京)!")
OLD_CONFIG = (
    "attention_probs_dropout_prob",
    "hidden_act",
    "hidden_dropout_prob",
    "hidden_size",
    "initializer_range",
    "intermediate_size",
    "layer_norm_eps",
    "max_position_embeddings",
    "model_type",
    "num_attention_heads",
    "num_hidden_layers",
    "type_vocab_size",
    "vocab_size",
)
TOKENIZER = dict(
    tokenizer_class="BertTokenizer",
    do_lower_case=False,
    tokenize_chinese_chars=True,
    strip_accents=None,
    unk_token="[UNK]",
    sep_token="[SEP]",
    pad_token="[PAD]",
    cls_token="[CLS]",
    mask_token="[MASK]",
    model_max_length=32,
)


def vocabulary():
    pieces = SPECIAL + WORDS + PIECES + MARKS + LETTERS
    assert len(pieces) == len(set(pieces))
    return pieces


def write_tokenizer(directory):
    (directory / "vocab.txt").write_text("\n".join(vocabulary()) + "\n", encoding="utf-8", newline="\n")
    text = json.dumps(TOKENIZER, indent=2) + "\n"
    (directory / "tokenizer_config.json").write_text(text, encoding="utf-8", newline="\n")


def build():
    config = BertConfig(
        vocab_size=len(vocabulary()),
        hidden_size=12,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=20,
        max_position_embeddings=32,
        **LABELLED,
    )
    model = BertForTokenClassification(config).eval()
    fill(model, seeded(53))
    return model.float()


def build_distilbert():
    config = DistilBertConfig(
        vocab_size=len(vocabulary()),
        dim=12,
        n_layers=3,
        n_heads=2,
        hidden_dim=20,
        max_position_embeddings=32,
        **LABELLED,
    )
    model = DistilBertForTokenClassification(config).eval()
    fill(model, seeded(61))
    return model.float()


def write_tiny(directory, model):
    directory.mkdir(exist_ok=True)
    model.save_pretrained(directory)
    write_tokenizer(directory)
    tokenizer = AutoTokenizer.from_pretrained(directory)
    tensors, exact = {}, AutoModelForTokenClassification.from_pretrained(directory).double().eval()
    for i, text in enumerate(SENTENCES):
        ids = tokenizer(text, return_tensors="pt").input_ids
        with torch.no_grad():
            output = exact(ids, output_hidden_states=True)
        tensors[f"{i}.input_ids"] = ids[0]
        tensors.update({f"{i}.hidden.{m}": state[0] for m, state in enumerate(output.hidden_states)})
        tensors[f"{i}.logits"] = output.logits[0]
    save(directory / "expected.safetensors", tensors, sentences=SENTENCES)


def old_state(model):
    """The encoder under the names of 2018, with all the other tensors of such a checkpoint."""
    g, hidden = seeded(59), model.config.hidden_size
    random = lambda *shape: normal(g, *shape, std=0.3).float()
    state = {"embeddings.position_ids": torch.arange(model.config.max_position_embeddings)[None]}
    for name, tensor in model.bert.state_dict().items():
        old = name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta")
        state[old] = tensor
    state["pooler.dense.weight"], state["pooler.dense.bias"] = random(hidden, hidden), random(hidden)
    state["cls.predictions.bias"] = random(model.config.vocab_size)
    state["cls.predictions.transform.dense.weight"] = random(hidden, hidden)
    state["cls.predictions.transform.dense.bias"] = random(hidden)
    state["cls.predictions.transform.LayerNorm.gamma"] = random(hidden)
    state["cls.predictions.transform.LayerNorm.beta"] = random(hidden)
    state["cls.predictions.decoder.weight"] = state["embeddings.word_embeddings.weight"]
    state["cls.seq_relationship.weight"], state["cls.seq_relationship.bias"] = random(2, hidden), random(2)
    return state


def write_old(directory, model):
    directory.mkdir(exist_ok=True)
    write_tokenizer(directory)
    config = {key: getattr(model.config, key) for key in OLD_CONFIG}
    config["architectures"] = ["BertForMaskedLM"]
    text = json.dumps(config, indent=2, sort_keys=True) + "\n"
    (directory / "config.json").write_text(text, encoding="utf-8", newline="\n")
    state = old_state(model)
    torch.save(state, directory / "pytorch_model.bin")
    torch.save(state, directory / "pytorch_model.legacy.bin", _use_new_zipfile_serialization=False)


def write(folder):
    model = build()
    write_tiny(folder / "hf-tiny", model)
    write_old(folder / "hf-old", model)
    write_tiny(folder / "hf-distilbert", build_distilbert())
