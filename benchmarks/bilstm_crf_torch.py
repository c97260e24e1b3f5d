"""Times a BiLSTM-CRF in PyTorch, the peer of Zener's: a step of training, or tagging.

  python benchmarks/bilstm_crf_torch.py train --text T.tsv --vectors V.vec [--steps 120] [--seed 1] [--batch 32]
  python benchmarks/bilstm_crf_torch.py tag --text T.tsv --vectors V.vec [--rounds 5] [--marginals]

Both start from sentences in memory and warm up before the first step or round that counts. The model is that of
Zener's defaults: a BiLSTM over the characters of a word, whose last states follow the word's vector; dropout; a BiLSTM
over words; dropout; a linear layer; a CRF. The vectors are not trained.

What makes it fast:

- Nothing is padded before the CRF. Sequences are sorted by length and packed, by indices that are computed once for a
  batch: what nn.utils.rnn.pack_padded_sequence would build, without the padded copy.
- A word that a batch has several times is spelled once (its characters have no dropout).
- The CRF goes through all sentences of a batch at once, in numbers that are scaled at each word instead of logarithms.
  Its gradient is a forward-backward pass, not one that autograd records. Sentences that have ended take no part.
- AdamW and clipping are fused over all parameters. The vectors are one table, from which index_select reads.
- `tag` sorts all sentences by length, makes batches of about as many words, runs in inference_mode and spells each
  word of the whole text once, in one pass in front.

torch.compile leaves nn.LSTM as it is and would compile the rest again for each new number of words; it was left out.
"""

import argparse
import collections
import json
import resource
import time

import numpy
import torch
from torch import nn
from torch.nn.utils.rnn import PackedSequence

WARM_STEPS = 10
WARM_ROUNDS = 1


def read_sentences(path):
    """Lists of words and of tags."""
    sentences, words, tags = [], [], []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line:
                word, tag = line.split("\t")[:2]
                words.append(word)
                tags.append(tag)
            elif words:
                sentences.append((words, tags))
                words, tags = [], []
    return sentences + [(words, tags)] if words else sentences


def read_vectors(path):
    """The words' numbers, and their vectors of length √D, with a last row of zeros for words without one."""
    with open(path, encoding="utf-8") as lines:
        count, width = map(int, next(lines).split())
        numbers, table = {}, numpy.zeros((count + 1, width), dtype=numpy.float32)
        for row, line in enumerate(lines):
            word, values = line.rstrip("\n").split(" ", 1)
            numbers.setdefault(word, row)
            table[row] = numpy.fromstring(values, dtype=numpy.float32, sep=" ")
    lengths = numpy.linalg.norm(table, axis=1, keepdims=True)
    table *= numpy.divide(numpy.sqrt(width), lengths, out=numpy.zeros_like(lengths), where=lengths > 0)
    return numbers, torch.from_numpy(table)


class Words:
    """Finds the number of a word's vector and the ids of its characters."""

    def __init__(self, sentences, numbers, least=2):
        counts = collections.Counter(c for words, _ in sentences for word in words for c in word)
        self.ids = {c: i for i, c in enumerate(sorted(c for c, n in counts.items() if n >= least), 1)}
        self.numbers = numbers
        self.absent = -1

    def number(self, word):
        found = self.numbers.get(word)
        return found if found is not None else self.numbers.get(word.lower(), self.absent)

    def characters(self, word):
        return [self.ids.get(c, 0) for c in word]


class Packing:
    """The order in which the rows of sequences of some lengths, one after another, are packed."""

    def __init__(self, lengths):
        lengths = numpy.asarray(lengths)
        order = numpy.argsort(-lengths, kind="stable")
        ranked = lengths[order]
        starts = (numpy.cumsum(lengths) - lengths)[order]
        steps = numpy.arange(ranked[0])
        sizes = len(lengths) - numpy.searchsorted(ranked[::-1], steps, side="right")
        t = numpy.repeat(steps, sizes)
        k = numpy.arange(len(t)) - numpy.repeat(numpy.cumsum(sizes) - sizes, sizes)
        rows = starts[k] + t
        inverse = numpy.empty_like(order)
        inverse[order] = numpy.arange(len(order))
        self.rows = torch.from_numpy(rows)
        self.sizes = torch.from_numpy(sizes)
        self.active = sizes.tolist()
        self.inverse = torch.from_numpy(inverse)

    def pack(self, rows):
        return PackedSequence(rows, self.sizes)


class Batch:
    """The integers of a batch. Rows of words are in packed order everywhere; `words.rows` gives that of the text."""

    def __init__(self, sentences):
        """Sentences are arrays of words' vectors, labels and spellings, the last one numbers of a list of words."""
        self.words = Packing([len(s.numbers) for s in sentences])
        rows = self.words.rows
        self.numbers = torch.from_numpy(numpy.concatenate([s.numbers for s in sentences]))[rows]
        labels = [s.labels for s in sentences]
        self.labels = torch.from_numpy(numpy.concatenate(labels))[rows] if labels[0] is not None else None
        spellings = numpy.concatenate([s.spellings for s in sentences])
        self.distinct, inverse = numpy.unique(spellings, return_inverse=True)
        self.spelled = torch.from_numpy(inverse)[rows]


class Characters:
    """The characters of distinct words, packed."""

    def __init__(self, spellings):
        self.packing = Packing([len(s) for s in spellings])
        self.ids = torch.from_numpy(numpy.concatenate(spellings))[self.packing.rows]


Sentence = collections.namedtuple("Sentence", "numbers labels spellings")


def forward_pass(emissions, weights, start, sizes, kept):
    """The scaled sums of all beginnings, in packed rows, the sums without emissions, and Σ log of the scales.

    `kept` is None, or receives the scaled rows and the products with the weights of each step.
    """
    n = sizes[0]
    at = n
    alpha = start * emissions[:n]
    scale = alpha.sum(1, keepdim=True)
    alpha = alpha / scale
    logs = [scale.log().squeeze(1)]
    ends = [None] * len(sizes)
    if kept is not None:
        kept.append((alpha, None, scale))
    for t in range(1, len(sizes)):
        m = sizes[t]
        if m < n:
            ends[t - 1] = alpha[m:]
        sums = alpha[:m] @ weights
        alpha = sums * emissions[at : at + m]
        scale = alpha.sum(1, keepdim=True)
        alpha = alpha / scale
        logs.append(scale)
        if kept is not None:
            kept.append((alpha, sums, scale))
        at += m
        n = m
    ends[-1] = alpha
    last = torch.cat([e for e in reversed(ends) if e is not None])
    scales = [logs[0].sum()] + ([torch.cat(logs[1:]).log().sum()] if len(logs) > 1 else [])
    return last, sum(scales)


class ChainLoss(torch.autograd.Function):
    """Σ over sentences of log Σ exp(score), of rows in packed order."""

    @staticmethod
    def forward(ctx, emissions, transitions, start, end, sizes):
        largest = emissions.amax(1, keepdim=True)
        likely = (emissions - largest).exp()
        most = transitions.max()
        weights = (transitions - most).exp()
        kept = []
        last, logs = forward_pass(likely, weights, start.exp(), sizes, kept)
        ending = end.exp()
        total = last @ ending
        ctx.kept, ctx.sizes = kept, sizes
        ctx.save_for_backward(weights, last * ending / total[:, None], start)
        return logs + largest.sum() + most * (len(emissions) - sizes[0]) + total.log().sum()

    @staticmethod
    def backward(ctx, gradient):
        weights, last, start = ctx.saved_tensors
        sizes, kept = ctx.sizes, ctx.kept
        turned = weights.t().contiguous()
        p = last[: sizes[-1]]
        rows, ratios, before = [p], [], []
        for t in range(len(sizes) - 1, 0, -1):
            ratio = p / kept[t][1]
            earlier = kept[t - 1][0]
            m = sizes[t]
            ratios.append(ratio)
            before.append(earlier[:m])
            p = earlier[:m] * (ratio @ turned)
            if m < sizes[t - 1]:
                p = torch.cat([p, last[m : sizes[t - 1]]])
            rows.append(p)
        demissions = torch.cat(rows[::-1])
        pairs = torch.cat(before).t() @ torch.cat(ratios) * weights if ratios else torch.zeros_like(weights)
        return gradient * demissions, gradient * pairs, gradient * p.sum(0), gradient * last.sum(0), None


class Crf(nn.Module):
    def __init__(self, labels):
        super().__init__()
        self.transitions = nn.Parameter(torch.zeros(labels, labels))
        self.start = nn.Parameter(torch.zeros(labels))
        self.end = nn.Parameter(torch.zeros(labels))

    def loss(self, emissions, labels, packing):
        """The mean of −log p over sentences."""
        sizes = packing.active
        total = ChainLoss.apply(emissions, self.transitions, self.start, self.end, sizes)
        count = self.transitions.shape[0]
        before, last = self.neighbours(sizes)
        gold = emissions.gather(1, labels[:, None]).sum()
        pairs = labels[before] * count + labels[sizes[0] :]
        gold = gold + (torch.bincount(pairs, minlength=count * count) * self.transitions.view(-1)).sum()
        gold = gold + (torch.bincount(labels[: sizes[0]], minlength=count) * self.start).sum()
        gold = gold + (torch.bincount(labels[last], minlength=count) * self.end).sum()
        return (total - gold) / sizes[0]

    @staticmethod
    def neighbours(sizes):
        """For each row after a first one the row before it, and the last row of each sentence."""
        sizes = numpy.asarray(sizes)
        starts = numpy.cumsum(sizes) - sizes
        before = numpy.arange(sizes.sum())[sizes[0] :] - numpy.repeat(sizes[:-1], sizes[1:])
        lengths = (sizes[:, None] > numpy.arange(sizes[0])).sum(0)
        last = starts[lengths - 1] + numpy.arange(sizes[0])
        return torch.from_numpy(before), torch.from_numpy(last)

    def best(self, emissions, sizes):
        """The labels of the best sequences, in packed rows."""
        emissions = emissions.numpy()
        transitions = self.transitions.numpy().T.copy()  # by the label and the label before
        score = self.start.numpy() + emissions[: sizes[0]]
        at = sizes[0]
        pointers, ends = [], numpy.empty_like(score)
        for m in sizes[1:]:
            ends[m : len(score)] = score[m:]
            candidates = score[:m, None, :] + transitions
            pointer = candidates.argmax(2)
            score = numpy.take_along_axis(candidates, pointer[:, :, None], 2)[:, :, 0] + emissions[at : at + m]
            pointers.append(pointer)
            at += m
        ends[: len(score)] = score
        label = (ends + self.end.numpy()).argmax(1)
        rows = [label[: sizes[-1]]]
        for t in range(len(sizes) - 1, 0, -1):
            m = sizes[t]
            label[:m] = pointers[t - 1][numpy.arange(m), label[:m]]
            rows.append(label[: sizes[t - 1]].copy())
        return numpy.concatenate(rows[::-1])

    def marginals(self, emissions, sizes):
        """p of each label, in packed rows."""
        with torch.inference_mode(False), torch.enable_grad():
            leaf = emissions.clone().requires_grad_()
            total = ChainLoss.apply(leaf, self.transitions.detach(), self.start.detach(), self.end.detach(), sizes)
            return torch.autograd.grad(total, leaf)[0]


class Tagger(nn.Module):
    def __init__(self, characters, vectors, labels, width=25, spelling=25, hidden=200, dropout=0.5):
        super().__init__()
        self.vectors = vectors
        self.dropout = dropout
        self.characters = nn.Embedding(characters, width)
        self.speller = nn.LSTM(width, spelling, bidirectional=True)
        self.reader = nn.LSTM(vectors.shape[1] + 2 * spelling, hidden, bidirectional=True)
        self.emissions = nn.Linear(2 * hidden, labels)
        self.crf = Crf(labels)

    def spell(self, characters):
        """The last states of distinct words, [D,2F]."""
        packed = characters.packing.pack(nn.functional.embedding(characters.ids, self.characters.weight))
        _, (last, _) = self.speller(packed)
        return torch.cat([last[0], last[1]], 1)[characters.packing.inverse]

    def forward(self, batch, spelled, numbers):
        x = torch.cat([self.vectors.index_select(0, numbers), spelled.index_select(0, batch.spelled)], 1)
        x = nn.functional.dropout(x, self.dropout, self.training)
        y, _ = self.reader(batch.words.pack(x))
        return self.emissions(nn.functional.dropout(y.data, self.dropout, self.training))


class Text:
    """Sentences as integers."""

    def __init__(self, sentences, words, labels):
        """Labels are None if they are not wanted. Each word of the text is looked up once."""
        spellings = {}
        distinct = []
        numbers = []
        self.sentences = []
        for sentence, tags in sentences:
            indices = []
            for word in sentence:
                index = spellings.get(word)
                if index is None:
                    index = spellings[word] = len(distinct)
                    distinct.append(words.characters(word))
                    numbers.append(words.number(word))
                indices.append(index)
            found = numpy.array([labels[tag] for tag in tags]) if labels else None
            self.sentences.append((numpy.array(indices), found))
        self.spellings = distinct
        numbers = numpy.array(numbers)
        self.sentences = [Sentence(numbers[i], found, i) for i, found in self.sentences]


def batches(text, size, random, pool):
    """Endless batches in random order. With a pool, each so many batches are sorted by length before they are cut."""
    while True:
        order = random.permutation(len(text.sentences))
        for at in range(0, len(order), size * pool):
            some = order[at : at + size * pool]
            if pool > 1:
                some = some[numpy.argsort([len(text.sentences[i].numbers) for i in some], kind="stable")]
            cut = [some[i : i + size] for i in range(0, len(some), size)]
            for i in random.permutation(len(cut)):
                yield [text.sentences[s] for s in cut[i]]


def train(o, sentences, words, vectors, labels):
    torch.manual_seed(o.seed)
    random = numpy.random.default_rng(o.seed)
    text = Text(sentences, words, labels)
    spellings = [numpy.array(s) for s in text.spellings]
    model = Tagger(len(words.ids) + 1, vectors, len(labels))
    parameters = list(model.parameters())
    decayed = [p for n, p in model.named_parameters() if p.dim() == 2 and not n.startswith("crf")]
    others = [p for n, p in model.named_parameters() if not (p.dim() == 2 and not n.startswith("crf"))]
    groups = [{"params": decayed, "weight_decay": 0.01}, {"params": others, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=2e-3, fused=True)
    drawn = batches(text, o.batch, random, o.pool)
    losses, count = [], 0
    for step in range(WARM_STEPS + o.steps):
        if step == WARM_STEPS:
            count, start, cpu = 0, time.perf_counter(), time.process_time()
        batch = Batch(next(drawn))
        lost = torch.rand(len(batch.numbers)) < 0.05
        numbers = batch.numbers.masked_fill(lost, len(vectors) - 1)
        optimiser.zero_grad(set_to_none=True)
        spelled = model.spell(Characters([spellings[i] for i in batch.distinct]))
        loss = model.crf.loss(model(batch, spelled, numbers), batch.labels, batch.words)
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 1.0, foreach=True)
        optimiser.step()
        losses.append(loss.item())
        count += len(numbers)
    tenth = max(1, o.steps // 10)
    result = report(count, time.perf_counter() - start, time.process_time() - cpu)
    result["first_loss"] = round(sum(losses[:tenth]) / tenth, 3)
    result["last_loss"] = round(sum(losses[-tenth:]) / tenth, 3)
    return result


def tag(o, sentences, words, vectors, labels):
    torch.manual_seed(o.seed)
    names, count = list(labels), 0
    model = Tagger(len(words.ids) + 1, vectors, len(labels)).eval()
    for round in range(WARM_ROUNDS + o.rounds):
        if round == WARM_ROUNDS:
            count, start, cpu = 0, time.perf_counter(), time.process_time()
        with torch.inference_mode():
            tags = tagged(o, sentences, words, model, names)
        count += sum(map(len, tags))
    return report(count, time.perf_counter() - start, time.process_time() - cpu)


def tagged(o, sentences, words, model, names):
    text = Text(sentences, words, None)
    spellings = [numpy.array(s) for s in text.spellings]
    order = sorted(range(len(spellings)), key=lambda i: -len(spellings[i]))
    spelled = torch.empty(len(spellings), 2 * model.speller.hidden_size)
    for at in range(0, len(order), o.spell):
        some = order[at : at + o.spell]
        spelled[some] = model.spell(Characters([spellings[i] for i in some]))
    tags = [None] * len(sentences)
    order = sorted(range(len(sentences)), key=lambda i: -len(sentences[i][0]))
    for some in cut(order, [len(s.numbers) for s in text.sentences], o.words):
        batch = Batch([text.sentences[i] for i in some])
        emissions = model(batch, spelled[batch.distinct], batch.numbers)
        chosen = numpy.empty(len(batch.numbers), dtype=int)
        chosen[batch.words.rows] = model.crf.best(emissions, batch.words.active)
        if o.marginals:
            model.crf.marginals(emissions, batch.words.active)
        at = 0
        for i in some:
            n = len(text.sentences[i].numbers)
            tags[i] = [names[c] for c in chosen[at : at + n].tolist()]
            at += n
    return tags


def cut(order, lengths, budget):
    """Stretches of the order with at most `budget` words."""
    some, count = [], 0
    for i in order:
        if some and count + lengths[i] > budget:
            yield some
            some, count = [], 0
        some.append(i)
        count += lengths[i]
    if some:
        yield some


def report(count, seconds, cpu):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return {
        "words": count,
        "words_per_s": round(count / seconds, 1),
        "words_per_cpu_s": round(count / cpu, 1),
        "peak_gib": round(peak, 2),
        "threads": torch.get_num_threads(),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", choices=["train", "tag"])
    parser.add_argument("--text", required=True, help="words and tags in two columns")
    parser.add_argument("--vectors", required=True, help="the text form of word2vec")
    parser.add_argument("--steps", type=int, default=120, help="steps that count")
    parser.add_argument("--rounds", type=int, default=5, help="passes over the text that count")
    parser.add_argument("--batch", type=int, default=32, help="sentences per step")
    parser.add_argument("--pool", type=int, default=1, help="batches that are sorted by length together")
    parser.add_argument("--words", type=int, default=2000, help="words per batch of tagging")
    parser.add_argument("--spell", type=int, default=2000, help="distinct words that are spelled together")
    parser.add_argument("--marginals", action="store_true", help="also compute the probabilities of labels")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    o = parser.parse_args()
    torch.set_num_threads(o.threads)
    sentences = read_sentences(o.text)
    numbers, vectors = read_vectors(o.vectors)
    labels = {tag: i for i, tag in enumerate(sorted({tag for _, tags in sentences for tag in tags}))}
    words = Words(sentences, numbers)
    words.absent = len(vectors) - 1
    work = train if o.work == "train" else tag
    print(json.dumps(work(o, sentences, words, vectors, labels)))


if __name__ == "__main__":
    main()
