"""Compares the speed of our tokenizer with HuggingFace's (Rust). They take turns, with one thread each.

  python compare_tokenizer.py [FILE.tsv ...] [--rounds 5] [--seconds 2]

The text consists of the words of CoNLL-like files (default: all of data/uner), once as raw text (the words joined
by spaces) and once presplit. First both compute the ids of every sentence, and a difference is a failure. Then
three methods take turns in every round: HuggingFace's encode_batch, its encode_batch_fast (which computes no
offsets; ours always does), and ours. Each turn consists of whole passes over the text for at least --seconds.
Both processes run on the same core and are warmed up first. The start of Python and of the JVM and the reading
of the text are not counted. The last column is our median divided by the median of HuggingFace's faster method.
Needs: python 3.11, tokenizers==0.23.2, Linux, and benchmarks/target/benchmarks.jar (or --classpath).
"""

import os

os.environ["TOKENIZERS_PARALLELISM"] = "false"  # both must be set before the import, which reads them
os.environ["RAYON_NUM_THREADS"] = "1"

import argparse
import gc
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import tokenizers

assert tokenizers.__version__ == "0.23.2", tokenizers.__version__

ROOT = Path(__file__).resolve().parent.parent
BATCH = 1000  # sentences per call; of 100, 1,000 and all, this is the fastest for HuggingFace
TEXTS = ("raw", "presplit")
HUGGINGFACE = ("encode_batch", "encode_batch_fast")


def sentences(files):
    for file in files:
        for block in file.read_text(encoding="utf-8").split("\n\n"):
            words = [line.split("\t")[0] for line in block.split("\n") if line]
            if words:
                yield words


class HuggingFace:
    def __init__(self, vocabulary, presplit):
        wordpiece = tokenizers.BertWordPieceTokenizer(str(vocabulary), lowercase=False)
        self.tokenizer = wordpiece._tokenizer  # its methods call this one after checks, which cost time
        self.texts = {"raw": [" ".join(words) for words in presplit], "presplit": presplit}
        self.words = sum(map(len, presplit))

    def batches(self, text, method):
        encode = getattr(self.tokenizer, method)
        all_of_it = self.texts[text]
        for start in range(0, len(all_of_it), BATCH):
            yield encode(
                all_of_it[start : start + BATCH], is_pretokenized=text == "presplit", add_special_tokens=False
            )

    def ids(self, text):
        return [encoding.ids for batch in self.batches(text, "encode_batch") for encoding in batch]

    def words_per_second(self, text, method, seconds):
        passes, start = 0, time.perf_counter()
        while True:
            for _ in self.batches(text, method):
                pass
            passes += 1
            elapsed = time.perf_counter() - start
            if elapsed >= seconds:
                return passes * self.words / elapsed


class Ours:
    """Calls the Java process through a pipe. The process sleeps while it waits for a command."""

    def __init__(self, classpath, vocabulary, file):
        command = ["java", "-XX:+UseSerialGC", "-Xms2g", "-Xmx2g", "-cp", classpath]
        command += ["dev.zener.benchmarks.TokenizerTurns", str(vocabulary), str(file)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, *command):
        print(*command, file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit("compare_tokenizer: the Java process ended; its error message is above")
        return answer.strip()

    def ids(self, text, file):
        self.ask("ids", text, file)
        return [[int(i) for i in line.split()] for line in file.read_text().split("\n")[:-1]]

    def words_per_second(self, text, seconds):
        return float(self.ask("time", text, seconds).split()[0])

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def compare_ids(theirs, ours, file):
    for text in TEXTS:
        for number, (a, b) in enumerate(zip(theirs.ids(text), ours.ids(text, file), strict=True)):
            if a != b:
                sys.exit(f"compare_tokenizer: {text} sentence {number}: {b}, HuggingFace has {a}")


def measure(theirs, ours, rounds, seconds):
    for text in TEXTS:
        ours.words_per_second(text, 5)  # until the JIT compiler has compiled both methods
    found = {(text, who): [] for text in TEXTS for who in (*HUGGINGFACE, "ours")}
    for _ in range(rounds):
        for text in TEXTS:
            for method in HUGGINGFACE:
                found[text, method].append(theirs.words_per_second(text, method, seconds))
            found[text, "ours"].append(ours.words_per_second(text, seconds))
    return found


def describe(speeds):
    return f"{statistics.median(speeds) / 1e6:.2f} ({min(speeds) / 1e6:.2f}-{max(speeds) / 1e6:.2f})"


def report(found):
    print("million words/s, median (minimum-maximum) | " + " | ".join((*HUGGINGFACE, "ours", "ratio")))
    for text in TEXTS:
        best = max(statistics.median(found[text, method]) for method in HUGGINGFACE)
        cells = [describe(found[text, who]) for who in (*HUGGINGFACE, "ours")]
        cells.append(f"{statistics.median(found[text, 'ours']) / best:.1f}")
        print(f"{text} | " + " | ".join(cells))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE.tsv")
    parser.add_argument("--vocab", type=Path, default=ROOT / "data/encoder/vocab.txt")
    parser.add_argument("--classpath", default=str(ROOT / "benchmarks/target/benchmarks.jar"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2)
    options = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})  # the Java process inherits it
    gc.disable()  # HuggingFace's results contain no reference cycles
    presplit = list(sentences(options.files or sorted((ROOT / "data/uner").glob("*.tsv"))))
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder, "sentences")
        text.write_text("".join("\t".join(words) + "\n" for words in presplit), encoding="utf-8")
        theirs = HuggingFace(options.vocab, presplit)
        ours = Ours(options.classpath, options.vocab, text)
        compare_ids(theirs, ours, Path(folder, "ids"))
        print(f"{len(presplit)} sentences, {theirs.words} words: the same ids, raw and presplit")
        report(measure(theirs, ours, options.rounds, options.seconds))
        ours.close()


if __name__ == "__main__":
    main()
