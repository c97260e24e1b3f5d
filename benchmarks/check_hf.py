"""Opens a tagger's directory with transformers and fails on any warning.

  python check_hf.py MODEL_DIR [--encoded F.safetensors] < sentences.txt

Loads MODEL_DIR by AutoModelForTokenClassification and AutoTokenizer: a missing, unexpected, mismatched or
newly initialised weight, or any warning, is a failure. Prints a JSON line for each line of standard input:
tokens, ids, logits and labels. With --encoded, line i is also compared with `i.input_ids` (equal),
`i.hidden.m` for every m, and `i.logits` (each within 1e-5 of the tensor's largest entry), as
`zener encode MODEL_DIR --output F.safetensors` writes them.
The exit code is 0 if there was no failure, else 1. Needs torch, transformers, safetensors.
"""

import argparse
import json
import logging
import sys
import warnings

import torch
from safetensors.torch import load_file
from transformers import AutoModelForTokenClassification, AutoTokenizer
from transformers.utils import logging as transformers_logging

TOLERANCE = 1e-5


class Complaints(logging.Handler):
    """Collects the messages of transformers at level WARNING or above."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.messages = []

    def emit(self, record):
        self.messages.append(record.getMessage())


def fail(message):
    raise SystemExit(f"check_hf: {message}")


def load(directory):
    complaints = Complaints()
    transformers_logging.add_handler(complaints)
    transformers_logging.disable_progress_bar()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tokenizer = AutoTokenizer.from_pretrained(directory)
        model, info = AutoModelForTokenClassification.from_pretrained(
            directory, output_loading_info=True, dtype=torch.float32
        )
    wrong = {kind: sorted(map(str, names)) for kind, names in info.items() if names}
    if wrong:
        fail(f"{directory}: {json.dumps(wrong)}")
    if complaints.messages:
        fail(f"{directory}: transformers warned: {complaints.messages}")
    return tokenizer, model.eval()


def run(model, ids):
    with torch.inference_mode():
        output = model(ids, output_hidden_states=True)
    return [state[0] for state in output.hidden_states], output.logits[0]


def distance(name, found, wanted):
    """The largest difference divided by the largest wanted entry; fails if it exceeds the tolerance."""
    if found.shape != wanted.shape:
        fail(f"{name}: shape {list(found.shape)}, transformers has {list(wanted.shape)}")
    relative = ((found.float() - wanted).abs().max() / wanted.abs().max()).item()
    if not relative <= TOLERANCE:
        fail(f"{name}: differs by {relative:.2e} of its largest entry; allowed: {TOLERANCE:.0e}")
    return relative


def compare(index, encoded, ids, hidden, logits):
    wanted = {f"{index}.hidden.{m}": state for m, state in enumerate(hidden)}
    wanted[f"{index}.logits"] = logits
    found_names = {name for name in encoded if name.startswith(f"{index}.")}
    if found_names != {*wanted, f"{index}.input_ids"}:
        fail(f"line {index}: tensors {sorted(found_names)}, expected {sorted(wanted)} and {index}.input_ids")
    found_ids = encoded[f"{index}.input_ids"].flatten().tolist()
    if found_ids != ids:
        fail(f"{index}.input_ids: {found_ids}, transformers has {ids}")
    return max(distance(name, encoded[name], tensor) for name, tensor in wanted.items())


def lines(stream):
    """The lines of a stream. Only LF ends a line; a CR before it is removed."""
    text = stream.buffer.read().decode("utf-8")
    parts = text.split("\n")
    return [line.removesuffix("\r") for line in (parts[:-1] if parts[-1] == "" else parts)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", metavar="MODEL_DIR")
    parser.add_argument("--encoded", metavar="F.safetensors", help="the output of `zener encode` for the same lines")
    options = parser.parse_args()
    tokenizer, model = load(options.directory)
    encoded = load_file(options.encoded) if options.encoded else None
    sys.stdout.reconfigure(encoding="utf-8")
    texts = lines(sys.stdin)
    for index, text in enumerate(texts):
        ids = tokenizer(text, return_tensors="pt").input_ids
        hidden, logits = run(model, ids)
        record = {
            "tokens": tokenizer.convert_ids_to_tokens(ids[0].tolist()),
            "ids": ids[0].tolist(),
            "labels": [model.config.id2label[i] for i in logits.argmax(-1).tolist()],
            "logits": logits.tolist(),
        }
        if encoded is not None:
            record["distance"] = compare(index, encoded, record["ids"], hidden, logits)
        print(json.dumps(record, ensure_ascii=False))
    if encoded is not None:
        extra = {name for name in encoded if int(name.split(".")[0]) >= len(texts)}
        if extra:
            fail(f"tensors for lines that are not in the input: {sorted(extra)}")


if __name__ == "__main__":
    main()
