"""Times in PyTorch the training step and the tagging that `zener bench` times, on a card.

  python native/step.py [--quick] [--steps 40] [--seconds 100] [--tiny]

The student has the size of mBERT and random weights: 12 layers of width 768, embeddings and 3 layers frozen. Soft labels
for 9 heads, MMD of two pairs of pooled outputs, dropout, clipping by the global norm and fused AdamW; bfloat16 autocast;
PyTorch's fused attention. A batch has 64 sentences in one pass: "64 x 27" has 27 pieces in each, as if the sentences were
sorted by length, and needs no mask; "64 x 10-44" has random lengths, padded to 44. Tagging is a batch of 32 x 27 with
bfloat16 weights and the arg max of one head.

Ways: eager; captured, a whole eager step as one CUDA graph; compiled, by torch.compile; compiled and captured. Each is
tried alone: one that fails is reported, and the next one runs. The median of the steps is printed. Each step ends with
reading the loss or the labels. Inputs are on the card before a step begins. A way that would start after --seconds is
left out. --quick runs eager ways only. --tiny runs a small model, also on the CPU, to test this program.

Needs torch and transformers.
"""

import argparse
import statistics
import sys
import time

import torch
from torch import nn
from transformers import BertConfig, BertModel

from compare_mmd import cdist

LABELS = 7
HEADS = range(4, 13)  # a head on the output of each of these layers; the last one is the main head
FROZEN = 3


class Student(nn.Module):
    def __init__(self, tiny):
        super().__init__()
        small = {"hidden_size": 32, "num_attention_heads": 2, "intermediate_size": 64} if tiny else {}
        config = BertConfig(vocab_size=100 if tiny else 119547, **small)
        config._attn_implementation = "sdpa"
        self.bert = BertModel(config, add_pooling_layer=False)
        self.heads = nn.ModuleList(nn.Linear(config.hidden_size, LABELS) for _ in HEADS)
        self.omega = nn.Parameter(torch.zeros(len(HEADS) - 1))
        self.dropout = nn.Dropout(0.1)
        for part in (self.bert.embeddings, *self.bert.encoder.layer[:FROZEN]):
            part.requires_grad_(False)

    def layers(self, ids, mask):
        """The outputs of all layers. The mask [sentences, 1, 1, pieces] is None if there is no padding."""
        x = self.bert.embeddings(input_ids=ids)
        outputs = [x]
        for layer in self.bert.encoder.layer:
            x = layer(x, mask)
            x = x[0] if isinstance(x, tuple) else x
            outputs.append(x)
        return outputs

    def loss(self, batch):
        """The first half of the sentences is the target's, which has soft labels."""
        outputs = self.layers(batch["ids"], batch["mask"])
        target = batch["ids"].shape[0] // 2
        errors = []
        for head, at, soft in zip(self.heads, HEADS, batch["soft"]):
            words = outputs[at][:target].flatten(0, 1).index_select(0, batch["words"])
            p = head(self.dropout(words)).float().softmax(-1)
            errors.append((p - soft).pow(2).mean())
        pooled = self.dropout(outputs[-1][:, 0]).float()
        with torch.autocast(batch["ids"].device.type, enabled=False):
            mmd = cdist(batch["teacher"], pooled[:target]) + cdist(batch["teacher"], pooled[target:])
        auxiliary = (self.omega.softmax(0) * torch.stack(errors[:-1])).sum()
        return errors[-1] + 0.1 * auxiliary + mmd / 1000

    def labels(self, batch):
        return self.heads[-1](self.layers(batch["ids"], batch["mask"])[-1]).argmax(-1)


def make_batch(student, sentences, shortest, longest, device):
    random = torch.Generator().manual_seed(1)
    lengths = torch.randint(shortest, longest + 1, (sentences,), generator=random)
    lengths[0] = longest
    vocabulary, width = student.bert.embeddings.word_embeddings.weight.shape
    used = torch.arange(longest)[None] < lengths[:, None]
    ids = torch.randint(1, vocabulary, used.shape, generator=random) * used
    target = sentences // 2
    words = (used[:target] & (torch.arange(longest) % 3 != 1)).flatten().nonzero().squeeze(1)
    soft = torch.rand(len(HEADS), len(words), LABELS, generator=random).softmax(-1)
    mask = None if shortest == longest else used[:, None, None].to(device)
    teacher = torch.randn(target, width, generator=random)
    fixed = {"ids": ids, "words": words, "soft": soft, "teacher": teacher}
    return {name: t.to(device) for name, t in fixed.items()} | {"mask": mask}, int(lengths.sum())


class Step:
    """A training step; `loss` is the student's or a compiled form of it."""

    def __init__(self, student, loss, batch, device):
        self.student, self.loss, self.batch, self.device = student, loss, batch, device
        self.trained = [p for p in student.parameters() if p.requires_grad]
        cuda = device == "cuda"
        self.optimiser = torch.optim.AdamW(self.trained, 2e-5, fused=cuda, capturable=cuda)

    def work(self):
        with torch.autocast(self.device, dtype=torch.bfloat16):
            loss = self.loss(self.batch)
        loss.backward()
        nn.utils.clip_grad_norm_(self.trained, 1.0)
        self.optimiser.step()
        return loss.detach()

    def clear(self):
        self.optimiser.zero_grad()  # sets gradients to None, so that backward writes them anew

    def __call__(self):
        loss = self.work()
        self.clear()
        return loss.item()


class Tagging:
    def __init__(self, labels, batch):
        self.labels, self.batch = labels, batch

    def clear(self):
        pass

    @torch.no_grad()
    def work(self):
        return self.labels(self.batch)

    def __call__(self):
        return self.work().cpu()


def captured(step):
    """The same step as a CUDA graph. The first runs, on another stream, choose algorithms and allocate."""
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(3):
            step.work()
            step.clear()
    torch.cuda.current_stream().wait_stream(stream)
    torch.cuda.synchronize()
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        result = step.work()

    def replay():
        graph.replay()
        return result.cpu()

    return replay


class Table:
    def __init__(self, o, device):
        self.o, self.device, self.begin, self.failed = o, device, time.perf_counter(), 0
        print("| work | way | ms, median | ms, quartiles | pieces/s | peak GiB |")
        print("|---|---|---|---|---|---|", flush=True)

    def row(self, work, way, pieces, make):
        """Times what `make` returns."""
        if time.perf_counter() - self.begin > self.o.seconds:
            print(f"| {work} | {way} | left out: the {self.o.seconds} s are over | | | |", flush=True)
            return
        began = time.perf_counter()
        try:
            cells = self.measure(make(), pieces)
        except Exception as error:  # every way is tried, whatever happens to another
            self.failed += 1
            words = " ".join(str(error).split())[:300].replace("|", "/")
            cells = f"FAILED: {type(error).__name__}: {words} | | | |"
        print(f"| {work} | {way} | {cells}", flush=True)
        print(f"{work}, {way}: {time.perf_counter() - began:.1f} s in all", file=sys.stderr, flush=True)

    def measure(self, run, pieces):
        cuda = self.device == "cuda"
        if cuda:
            torch.cuda.reset_peak_memory_stats()
        for _ in range(5):
            run()
        times = []
        for _ in range(self.o.steps):
            if cuda:
                torch.cuda.synchronize()
            start = time.perf_counter()
            run()
            if cuda:
                torch.cuda.synchronize()
            times.append(1e3 * (time.perf_counter() - start))
        low, middle, high = statistics.quantiles(times, n=4)
        peak = f"{torch.cuda.max_memory_allocated() / 2**30:.2f}" if cuda else ""
        return f"{middle:.3f} | {low:.3f} to {high:.3f} | {1e3 * pieces / middle:,.0f} | {peak} |"


def train(table, o, device, lengths, compiles):
    with torch.device(device):
        student = Student(o.tiny).train()
    work = f"step, {o.sentences} x " + (f"{lengths[0]}" if lengths[0] == lengths[1] else f"{lengths[0]}-{lengths[1]}")
    batch, pieces = make_batch(student, o.sentences, *lengths, device)
    eager = lambda: Step(student, student.loss, batch, device)
    table.row(work, "eager", pieces, eager)
    if o.quick or device == "cpu":
        return
    table.row(work, "captured", pieces, lambda: captured(eager()))
    if compiles:
        compiled = torch.compile(student.loss, dynamic=False)
        table.row(work, "compiled", pieces, lambda: Step(student, compiled, batch, device))
        table.row(work, "compiled and captured", pieces, lambda: captured(Step(student, compiled, batch, device)))


def tag(table, o, device):
    with torch.device(device):
        student = Student(o.tiny).eval().bfloat16()
    sentences = o.sentences // 2
    batch, pieces = make_batch(student, sentences, 27, 27, device)
    work = f"tag, {sentences} x 27"
    table.row(work, "eager", pieces, lambda: Tagging(student.labels, batch))
    if o.quick or device == "cpu":
        return
    table.row(work, "captured", pieces, lambda: captured(Tagging(student.labels, batch)))
    compiled = torch.compile(student.labels, dynamic=False)
    table.row(work, "compiled", pieces, lambda: Tagging(compiled, batch))
    table.row(work, "compiled and captured", pieces, lambda: captured(Tagging(compiled, batch)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--tiny", action="store_true")
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--seconds", type=int, default=100)
    o = parser.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    if device == "cpu" and not o.tiny:
        sys.exit("step.py: PyTorch finds no card; only --tiny runs on the CPU")
    if device == "cpu":
        torch.set_num_threads(1)
    o.sentences = 8 if o.tiny else 64
    import transformers

    name = torch.cuda.get_device_name() if device == "cuda" else "CPU"
    print(f"{name}, torch {torch.__version__}, transformers {transformers.__version__}, {o.steps} steps\n")
    torch.manual_seed(0)
    torch.backends.cuda.matmul.allow_tf32 = True
    table = Table(o, device)
    train(table, o, device, (10, 44), compiles=False)
    train(table, o, device, (27, 27), compiles=True)
    tag(table, o, device)
    sys.exit(1 if table.failed else 0)


if __name__ == "__main__":
    main()
