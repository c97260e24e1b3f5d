"""Computes the ops of taggers of words, forward and backward, as ops.py does for the other ops.

The conditional random field is the mean over sentences of log Z - score, with log Z by the forward algorithm.
Its gradients are those of autograd. The probabilities of labels are the gradient of the sum of log Z with
respect to the emissions.
"""

import torch

from ops import Recorder, offsets_of
from store import normal, save, seeded

LABELS = 5


def concat(left, right):
    return torch.cat([left, right], dim=1)


def log_sum(emissions, transitions, start, end):
    alpha = start + emissions[0]
    for row in emissions[1:]:
        alpha = (alpha[:, None] + transitions).logsumexp(0) + row
    return (alpha + end).logsumexp(0)


def sentences(offsets):
    return [slice(a, b) for a, b in zip(offsets.tolist(), offsets.tolist()[1:]) if a < b]


def crf(emissions, transitions, start, end, offsets, labels):
    losses = []
    for words in sentences(offsets):
        e, y = emissions[words], labels[words]
        score = start[y[0]] + e[torch.arange(len(y)), y].sum() + transitions[y[:-1], y[1:]].sum() + end[y[-1]]
        losses.append(log_sum(e, transitions, start, end) - score)
    return torch.stack(losses).mean()


def marginals(emissions, transitions, start, end, offsets):
    leaf = emissions.clone().requires_grad_()
    total = sum(log_sum(leaf[words], transitions, start, end) for words in sentences(offsets))
    return torch.autograd.grad(total, leaf)[0]


def write(folder):
    recorder, g = Recorder(), seeded(47)
    sides = dict(left=normal(g, 4, 3), right=normal(g, 4, 2))
    recorder.record("concat.plain", "y", normal(g, 4, 5), concat, sides)
    offsets = offsets_of([3, 1, 0, 9])
    for case, std in (("plain", 1.0), ("sharp", 30.0)):
        inputs = dict(
            emissions=normal(g, 13, LABELS, std=std),
            transitions=normal(g, LABELS, LABELS, std=std),
            start=normal(g, LABELS),
            end=normal(g, LABELS),
        )
        constants = dict(offsets=offsets, labels=torch.randint(0, LABELS, (13,), generator=g))
        recorder.record(f"crf.{case}", "loss", torch.tensor(0.7), crf, inputs, constants)
        recorder.tensors[f"crf.{case}.marginals"] = marginals(**inputs, offsets=offsets)
    cases = sorted({name.rsplit(".", 1)[0] for name in recorder.tensors})
    save(folder / "tagging.safetensors", recorder.tensors, cases=cases)
