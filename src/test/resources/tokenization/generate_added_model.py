"""Writes added-model.jsonl of this folder with transformers 5.18.0 and tokenizers 0.23.2: texts tokenised by the
tokenizer of cases/14-added-token-normalized, whose tokenizer.json has a token of add_tokens (normalized: true).
The first line is the case's in.txt. Offsets are in code points; `words` are the word numbers.

Run from the repository root:  python src/test/resources/tokenization/generate_added_model.py
Needs: python 3.11, transformers==5.18.0 tokenizers==0.23.2
"""

import json
from pathlib import Path

import tokenizers
import transformers

assert transformers.__version__ == "5.18.0", transformers.__version__
assert tokenizers.__version__ == "0.23.2", tokenizers.__version__
RESOURCES = Path("src/test/resources")
CASE = RESOURCES / "cases/14-added-token-normalized"
TEXTS = [(CASE / "in.txt").read_text(encoding="utf-8").strip(),
         "COVID-19", "covid-19", "COVID-19.", "xCOVID-19x", "COVID-19COVID-19", "COVID -19", "(COVID-19)",
         "[MASK] COVID-19 [SEP]", "COVID\u200e-19", "\u4e2dCOVID-19\u6587", "", "Zagreb\tCOVID-19\nAna"]

tokenizer = transformers.AutoTokenizer.from_pretrained(CASE / "m")
with open(RESOURCES / "tokenization/added-model.jsonl", "w", encoding="utf-8") as file:
    for text in TEXTS:
        encoding = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
        line = {"text": text, "ids": encoding["input_ids"], "offsets": encoding["offset_mapping"],
                "words": encoding.word_ids()}
        file.write(json.dumps(line, ensure_ascii=True, separators=(",", ":")) + "\n")
