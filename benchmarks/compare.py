"""Compares `zener bench` with a PyTorch program (the peer) that times the same work. They run alternately.

  python benchmarks/compare.py PEER.py [--runs 5] [--work NAME]... [--python PYTHON] [--java JAVA]
      [--jar target/zener.jar] [--vocab data/encoder/vocab.txt] [--source S.tsv] [--target T.tsv]

For each kind of work, both programs run `--runs` times, alternately. The medians of pieces per second and of peak
resident memory are printed, and the ratio of Zener's median to the peer's. The peer is called as

  PEER.py --vocab V --source S --target T --style STYLE --steps N --batch B

and its last line of output must be JSON with `pieces_per_s`, `peak_gib` and `threads`, like that of Zener. Run this
in the repository root, with no other program running on the machine.

| work | peer's style | zener bench |
|---|---|---|
| student-bf16 | tuned | student --precision bfloat16 |
| student-released | released, 3 steps | student --precision bfloat16, 3 steps |
| tag-bf16 | tag-bf16 | tag --precision bfloat16 |
| tag-f32 | tag | tag --precision float32 |
| tag-one | tag, batch 1, 50 steps | tag --precision float32, batch 1, 50 steps |

This program needs no packages; the peer was measured with torch 2.13.0, transformers 5.18.0, tokenizers 0.23.2.
"""

import argparse
import json
import statistics
import subprocess
import sys
from typing import NamedTuple

VERSIONS = "import torch, transformers, tokenizers as t; print(torch.__version__, transformers.__version__, t.__version__)"


class Work(NamedTuple):
    style: str
    bench: str
    precision: str
    steps: int = 30
    batch: int = 32


WORKS = {
    "student-bf16": Work("tuned", "student", "bfloat16"),
    "student-released": Work("released", "student", "bfloat16", steps=3),
    "tag-bf16": Work("tag-bf16", "tag", "bfloat16"),
    "tag-f32": Work("tag", "tag", "float32"),
    "tag-one": Work("tag", "tag", "float32", steps=50, batch=1),
}


def output(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise SystemExit(f"compare: {' '.join(command)}\nended with exit code {done.returncode}:\n{done.stderr}")
    return done.stdout.strip()


def last_line(command):
    return json.loads(output(command).splitlines()[-1])


def texts(o):
    return ["--vocab", o.vocab, "--source", o.source, "--target", o.target]


def peer(o, work, steps):
    size = ["--steps", str(steps), "--batch", str(work.batch)]
    return last_line([o.python, o.peer, *texts(o), "--style", work.style, *size])


def zener(o, work, steps):
    size = ["--steps", str(steps), "--batch", str(work.batch)]
    return last_line([o.java, "-jar", o.jar, "bench", work.bench, *texts(o), "--precision", work.precision, *size])


def compare(o, name):
    work = WORKS[name]
    steps = o.steps or work.steps
    ours, theirs = [], []
    for run in range(o.runs):
        theirs.append(peer(o, work, steps))
        ours.append(zener(o, work, steps))
        found = f"{theirs[-1]['pieces_per_s']} and {ours[-1]['pieces_per_s']} pieces/s"
        print(f"{name}, run {run + 1} of {o.runs}: peer and Zener {found}", file=sys.stderr)
    if ours[0]["threads"] != theirs[0]["threads"]:
        print(f"{name}: {ours[0]['threads']} threads against {theirs[0]['threads']}", file=sys.stderr)
    return ours, theirs


def median(results, key):
    return statistics.median(r[key] for r in results)


def row(name, ours, theirs):
    cells = [name]
    for key, digits in (("pieces_per_s", 1), ("peak_gib", 2)):
        a, b = median(ours, key), median(theirs, key)
        cells += [f"{b:.{digits}f}", f"{a:.{digits}f}", f"{a / b:.2f} x"]
    ratios = sorted(a["pieces_per_s"] / b["pieces_per_s"] for a, b in zip(ours, theirs))
    cells.append(f"{ratios[0]:.2f} to {ratios[-1]:.2f} x")
    cells.append(f"{100 * median(ours, 'share'):.0f} %")
    return "| " + " | ".join(cells) + " |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("peer", metavar="PEER.py")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--work", action="append", choices=WORKS, help="one kind of work, may be repeated; default: all")
    parser.add_argument("--steps", type=int, help="the number of steps of each run, instead of the usual one")
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--java", default="java")
    parser.add_argument("--jar", default="target/zener.jar")
    parser.add_argument("--vocab", default="data/encoder/vocab.txt")
    parser.add_argument("--source", default="data/uner/en_ewt.train.tsv")
    parser.add_argument("--target", default="data/uner/de_pud.test.tsv")
    o = parser.parse_args()
    torch, transformers, tokenizers = output([o.python, "-c", VERSIONS]).split()
    print(f"torch {torch}, transformers {transformers}, tokenizers {tokenizers}; medians of {o.runs} runs in turn\n")
    print(output([o.java, "-jar", o.jar, "info"]) + "\n")
    print("| work | peer pieces/s | Zener pieces/s | ratio | peer GiB | Zener GiB | ratio | ratios of pairs | of the ceiling |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name in o.work or WORKS:
        print(row(name, *compare(o, name)), flush=True)


if __name__ == "__main__":
    main()
