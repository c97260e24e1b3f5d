"""Writes src/main/resources/dev/zener/tokenizer/unicode.txt: the character properties by which
HuggingFace tokenizers 0.23.2 cleans, splits, strips accents and lowers case.

The library itself is asked for every code point, because it mixes tables of several Unicode versions. Only
the combining classes come from Python's unicodedata (3.11: Unicode 14). They are kept only if the library's
NFD reorders by them.

Run from the repository root:  python src/test/resources/tokenization/generate_unicode.py
Needs: python 3.11, tokenizers==0.23.2
"""

import unicodedata

import tokenizers
from tokenizers import normalizers, pre_tokenizers

assert tokenizers.__version__ == "0.23.2", tokenizers.__version__
OUT = "src/main/resources/dev/zener/tokenizer/unicode.txt"
POINTS = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]


def bert(**on):
    keys = ("clean_text", "handle_chinese_chars", "strip_accents", "lowercase")
    return normalizers.BertNormalizer(**{k: k in on for k in keys})


clean, chinese = bert(clean_text=1), bert(handle_chinese_chars=1)
strip, lower, nfd = bert(strip_accents=1), bert(lowercase=1), normalizers.NFD()
split = pre_tokenizers.BertPreTokenizer()

sets = {"dropped": [], "space": [], "punctuation": [], "chinese": [], "mark": []}
decomposed, lowered = {}, {}
for c in POINTS:
    s = chr(c)
    cleaned, d = clean.normalize_str(s), nfd.normalize_str(s)
    if cleaned == "":
        sets["dropped"].append(c)
    elif cleaned == " ":
        sets["space"].append(c)
    else:
        assert cleaned == s
        words = len(split.pre_tokenize_str("a" + s + "b"))
        assert words in (1, 3), hex(c)
        if words == 3:
            sets["punctuation"].append(c)
    if chinese.normalize_str(s) != s:
        sets["chinese"].append(c)
    if d == s and strip.normalize_str(s) == "":
        sets["mark"].append(c)
    if d != s and not 0xAC00 <= c <= 0xD7A3:  # Hangul syllables decompose by arithmetic
        decomposed[c] = d
    if lower.normalize_str(s) != s:
        lowered[c] = lower.normalize_str(s)

probes = [chr(0x334), chr(0x93C), chr(0x94D), chr(0x5B0), chr(0x327), chr(0x316), chr(0x301), chr(0x345)]
classes = {}
for c in POINTS:
    if c in decomposed or 0xAC00 <= c <= 0xD7A3:
        continue
    k = unicodedata.combining(chr(c))

    def agrees(k):
        return all(
            (nfd.normalize_str(p + chr(c)) == chr(c) + p) == (0 < k < unicodedata.combining(p)) for p in probes if p != chr(c)
        ) and all(
            (nfd.normalize_str(chr(c) + p) == p + chr(c)) == (unicodedata.combining(p) < k) for p in probes if p != chr(c)
        )

    if not agrees(k):
        print("other combining class than Python's:", hex(c), k)
        k = 0
        assert agrees(k), hex(c)
    if k:
        classes.setdefault(k, []).append(c)


def ranges(points):
    out = []
    for c in points:
        if out and out[-1][1] == c - 1:
            out[-1][1] = c
        else:
            out.append([c, c])
    return " ".join("%X" % a if a == b else "%X-%X" % (a, b) for a, b in out)


def mapping(m):
    return " ".join("%X=%s" % (c, "+".join("%X" % ord(x) for x in t)) for c, t in sorted(m.items()))


with open(OUT, "w", encoding="ascii", newline="\n") as f:
    f.write("# Character properties as HuggingFace tokenizers 0.23.2 has them; derived from the Unicode\n")
    f.write("# Character Database (SPDX: Unicode-3.0, https://www.unicode.org/license.txt).\n")
    f.write("# Written by src/test/resources/tokenization/generate_unicode.py.\n")
    for name, points in sets.items():
        f.write("%s %s\n" % (name, ranges(points)))
    for k, points in sorted(classes.items()):
        f.write("class.%d %s\n" % (k, ranges(points)))
    f.write("decomposed %s\n" % mapping(decomposed))
    f.write("lowered %s\n" % mapping(lowered))
