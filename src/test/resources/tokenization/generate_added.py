"""Writes added.jsonl of this folder with HuggingFace tokenizers 0.23.2: texts with added tokens, as add_tokens
writes them (normalized: true), tokenised cased and with lower case. The vocabulary is that of
bert-base-multilingual-cased, then the added tokens. Offsets are in code points; `words` are the word numbers.

Run from the repository root:  python src/test/resources/tokenization/generate_added.py
Needs: python 3.11, tokenizers==0.23.2
"""

import json
import random

import tokenizers
from tokenizers import AddedToken, BertWordPieceTokenizer

assert tokenizers.__version__ == "0.23.2", tokenizers.__version__
HERE = "src/test/resources/tokenization/"
VOCAB = "data/encoder/vocab.txt"
ADDED = ["COVID-19", "Zürich-West", "café crème", "b.v.", "COVID-19x", "Straße 1", "ΣΑΣ"]
CASINGS = {"cased": dict(lowercase=False, strip_accents=False), "uncased": dict(lowercase=True)}


def with_added(how):
    tokenizer = BertWordPieceTokenizer(VOCAB, **how)
    tokenizer.add_tokens([AddedToken(token, normalized=True) for token in ADDED])
    return tokenizer


def texts():
    yield from ["COVID-19 in Wien", "covid-19", "xCOVID-19", "COVID‑19", "COVÍD-19", "(COVID-19)", "COVID-19,COVID-19",
                "COVID-19xx", "COVID -19", "die COVID-19-Krise", "Zurich-West", "zürich-west", "Zu\u0308rich-West",
                "Café  crème", "CAFÉ CRÈME", "café\u00a0crème", "caf\u00ade crème", "B.V.", "b.v", "STRASSE 1", "straße 1",
                "σας", "ΣΑΣ.", "[MASK]COVID-19[SEP]", "COVID\u200e-19", "中COVID-19文"]
    rng = random.Random(14)
    parts = [*ADDED, *[t.lower() for t in ADDED], *[t.upper() for t in ADDED], " ", " ", ".", "-", "x", "é", "\u0301", "\u00ad",
             "中", "\t", "[CLS]", "19", "co", "vid"]
    for _ in range(300):
        yield "".join(rng.choice(parts) for _ in range(rng.randint(1, 8)))


with open(HERE + "added.jsonl", "w", encoding="utf-8") as file:
    for name, how in CASINGS.items():
        tokenizer = with_added(how)
        for text in texts():
            encoding = tokenizer.encode(text, add_special_tokens=False)
            line = {"casing": name, "text": text, "ids": encoding.ids, "offsets": encoding.offsets,
                    "words": encoding.word_ids}
            file.write(json.dumps(line, ensure_ascii=True, separators=(",", ":")) + "\n")
