"""Writes further golden files of this folder with HuggingFace tokenizers 0.23.2 and
bert-base-multilingual-cased's vocabulary:

- casings.jsonl.gz: every 20th line of multiscript.tsv.gz and seeded random mixtures of unusual characters,
  tokenised with lower case (accents stripped by default), lower case that keeps accents, and accents
  stripped without lower case. Offsets in code points; `words` are the word numbers.
- code-points.txt: for every block of 256 assigned code points, a CRC-32 per casing over the pieces
  and offsets of each of them inside a text. Equal lines mean equal treatment of every code point.
- presplit.jsonl: lists of words, tokenised with is_pretokenized=True, cased.

Run from the repository root:  python src/test/resources/tokenization/generate_casings.py
Needs: python 3.11, tokenizers==0.23.2
"""

import gzip
import json
import random
import unicodedata
import zlib

import tokenizers
from tokenizers import BertWordPieceTokenizer

assert tokenizers.__version__ == "0.23.2", tokenizers.__version__
HERE = "src/test/resources/tokenization/"
VOCAB = "data/encoder/vocab.txt"
CASINGS = {
    "cased": dict(lowercase=False, strip_accents=False),
    "uncased": dict(lowercase=True),
    "lowercase": dict(lowercase=True, strip_accents=False),
    "stripped": dict(lowercase=False, strip_accents=True),
    "chinese-words": dict(lowercase=False, strip_accents=False, handle_chinese_chars=False),
}
# Planes 3 to 13 are empty, planes 15 and 16 private, so only their ends are tested.
BLOCKS = [*range(0, 0x30000, 256), *range(0xE0000, 0xE1000, 256), 0xF0000, 0xFFF00, 0x100000, 0x10FF00]
BY_NAME = {name: BertWordPieceTokenizer(VOCAB, **how) for name, how in CASINGS.items()}


def encode(name, text, **how):
    return BY_NAME[name].encode(text, add_special_tokens=False, **how)


def plain(code):
    return chr(code) if not 0xD800 <= code < 0xE000 else "?"


def awkward(seed):
    rng = random.Random(seed)
    everything = [chr(c) for c in range(0x110000) if unicodedata.category(chr(c)) not in ("Cn", "Cs", "Co")]
    marks = [c for c in everything if unicodedata.combining(c)]
    split = [c for c in everything if unicodedata.decomposition(c) and unicodedata.decomposition(c)[0] != "<"]
    cased = [c for c in everything if c.lower() != c]
    control = [c for c in everything if unicodedata.category(c) in ("Cc", "Cf", "Zs", "Zl", "Zp")]
    specials = ["[MASK]", "[CLS]", "[UNK]", "[SEP]", "[PAD]", "[mask]", "[MASK", "[[MASK]]", "[MA\u00adSK]"]
    latin = list("aeiouksnt ,.-AEÉéÜüçñİIıẞß")
    pools = [everything, marks, split, cased, control, specials, latin, latin, latin, marks]
    for _ in range(500):
        yield "".join(rng.choice(rng.choice(pools)) for _ in range(rng.randint(1, 24)))


def lines():
    escapes = {"\\\\": "\\", "\\t": "\t", "\\n": "\n", "\\r": "\r"}
    for i, line in enumerate(gzip.open(HERE + "multiscript.tsv.gz", "rt", encoding="utf-8", newline="\n")):
        if i % 20 == 0:
            text = line.split("\t")[0]
            for escape, char in escapes.items():
                assert escape not in text or escape == "\\\\", text
            yield text.replace("\\\\", "\\")
    yield from awkward(20261121)


with gzip.GzipFile(HERE + "casings.jsonl.gz", "wb", mtime=0) as f:
    for text in lines():
        for name in CASINGS:
            if name == "cased" and not text:
                continue
            e = encode(name, text)
            row = {"casing": name, "text": text, "ids": e.ids, "offsets": e.offsets, "words": e.word_ids}
            f.write((json.dumps(row, separators=(",", ":")) + "\n").encode("ascii"))

with open(HERE + "code-points.txt", "w", encoding="ascii", newline="\n") as f:
    f.write("# block " + " ".join(CASINGS) + "\n")
    for block in BLOCKS:
        row = []
        for name in CASINGS:
            crc = 0
            for code in range(block, block + 256):
                c = plain(code)
                e = encode(name, "a" + c + "b " + c + " e" + c + "\u0301")
                seen = "".join("%d:%d:%d " % (i, a, b) for i, (a, b) in zip(e.ids, e.offsets))
                crc = zlib.crc32(seen.encode(), crc)
            row.append("%08x" % crc)
        f.write("%X %s\n" % (block, " ".join(row)))

with open(HERE + "presplit.jsonl", "w", encoding="ascii", newline="\n") as f:
    rng = random.Random(7)
    texts = list(awkward(7))
    for _ in range(200):
        words = [rng.choice(["U.S.", "", "\u00ad", "New York", "x[MASK]", rng.choice(texts)]) for _ in range(rng.randint(0, 6))]
        e = encode("cased", words, is_pretokenized=True)
        row = {"list": words, "ids": e.ids, "offsets": e.offsets, "words": e.word_ids}
        f.write(json.dumps(row, separators=(",", ":")) + "\n")
