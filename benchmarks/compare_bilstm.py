"""Compares Zener's BiLSTM-CRF with bilstm_crf_torch.py on the same text and vectors. The programs run alternately.

  python benchmarks/compare_bilstm.py --vectors hr.vec [--train T.tsv] [--test T.tsv] [--runs 5] [--work train|tag]
      [--threads 2] [--python PYTHON] [--java JAVA] [--classpath benchmarks/target/benchmarks.jar]

For training and for tagging, prints the medians of words per second of both, their ratio, the smallest and largest
ratio of a pair of runs, and the same for words per second of CPU time, which other programs on the machine disturb
less. An error ends the program if both did not read the same text, or if a loss did not fall. Run it in the repository
root, with no other program running. It needs no packages; the peer needs torch and numpy.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

PEER = pathlib.Path(__file__).with_name("bilstm_crf_torch.py")


def last_line(command, name):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise SystemExit(f"compare_bilstm: {name} ended with exit code {done.returncode}:\n{done.stderr}{done.stdout}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def peer(o, work):
    size = ["--steps", str(o.steps)] if work == "train" else ["--rounds", str(o.rounds)]
    text = o.train if work == "train" else o.test
    command = [o.python, str(PEER), work, "--text", text, "--vectors", o.vectors, "--threads", str(o.threads), *size]
    return last_line(command + o.peer, "the peer")


def zener(o, work):
    text = o.train if work == "train" else o.test
    size = f"steps={o.steps}" if work == "train" else f"rounds={o.rounds}"
    main = [o.java, "-cp", o.classpath, "dev.zener.benchmarks.RecurrentRun"]
    return last_line([*main, work, f"text={text}", f"vectors={o.vectors}", f"threads={o.threads}", size], "Zener")


def check(o, work, ours, theirs):
    if work == "tag" and ours["words"] != theirs["words"]:
        raise SystemExit(f"compare_bilstm: {ours['words']} words against {theirs['words']}")
    if work == "train":
        if abs(ours["words"] / theirs["words"] - 1) > 0.2:
            raise SystemExit(f"compare_bilstm: {ours['words']} words of {o.steps} steps against {theirs['words']}")
        for result in (ours, theirs):
            if not result["last_loss"] < 0.5 * result["first_loss"]:
                raise SystemExit(f"compare_bilstm: the loss did not fall: {result}")


def compare(o, work):
    ours, theirs = [], []
    for run in range(o.runs):
        theirs.append(peer(o, work))
        ours.append(zener(o, work))
        check(o, work, ours[-1], theirs[-1])
        found = f"{theirs[-1]['words_per_s']} and {ours[-1]['words_per_s']} words/s"
        cpu = f"{theirs[-1]['words_per_cpu_s']} and {ours[-1]['words_per_cpu_s']} words/s of CPU"
        load = f"load {os.getloadavg()[0]:.1f}"
        print(f"{work}, run {run + 1} of {o.runs}: peer and Zener {found}, {cpu}, {load}", file=sys.stderr, flush=True)
    return ours, theirs


def row(work, ours, theirs):
    cells = [work]
    for key in ("words_per_s", "words_per_cpu_s"):
        a, b = (statistics.median(r[key] for r in results) for results in (ours, theirs))
        ratios = sorted(x[key] / y[key] for x, y in zip(ours, theirs))
        middle = statistics.median(ratios)
        cells += [f"{b:,.0f}", f"{a:,.0f}", f"{middle:.2f} x ({ratios[0]:.2f} to {ratios[-1]:.2f})"]
    return "| " + " | ".join(cells) + " |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vectors", required=True, help="vectors of words, in the text form of word2vec")
    parser.add_argument("--train", default="data/uner/hr_set.train.tsv", help="the text to train on")
    parser.add_argument("--test", default="data/uner/hr_set.test.tsv", help="the text to tag")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--steps", type=int, default=120, help="steps of training that count in a run")
    parser.add_argument("--rounds", type=int, default=8, help="passes over the text to tag that count in a run")
    parser.add_argument("--work", choices=["train", "tag"], action="append", help="default: both")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--java", default="java")
    parser.add_argument("--classpath", default="benchmarks/target/benchmarks.jar")
    parser.add_argument("--peer", nargs=argparse.REMAINDER, default=[], help="all that follows goes to the peer")
    o = parser.parse_args()
    print("| work | peer words/s | Zener words/s | ratio of pairs | peer words/CPU s | Zener words/CPU s | ratio of pairs |")
    print("|---|---|---|---|---|---|---|")
    for work in o.work or ["train", "tag"]:
        print(row(work, *compare(o, work)), flush=True)


if __name__ == "__main__":
    main()
