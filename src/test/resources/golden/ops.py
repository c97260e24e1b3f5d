"""Computes single ops, forward and backward. Names are `op.case.tensor`; d + a name is its gradient. The
upstream gradient is stored too. It is never 1, so that a kernel that ignores it fails.
"""

import torch
import torch.nn.functional as F

from store import exact, normal, save, seeded

HEADS, HEAD_SIZE = 3, 7
HIDDEN = HEADS * HEAD_SIZE
LENGTHS = [1, 2, 13, 40]


class Recorder:
    def __init__(self):
        self.tensors = {}

    def record(self, case, output, upstream, function, inputs, constants=None):
        """Runs `function` and stores its inputs, its output, the upstream gradient and all gradients."""
        leaves = {name: tensor.detach().clone().requires_grad_() for name, tensor in inputs.items()}
        constants = constants or {}
        result = function(**leaves, **constants)
        upstream = exact(upstream).expand(result.shape)
        gradients = torch.autograd.grad(result, list(leaves.values()), upstream)
        stored = {**leaves, **constants, output: result, "d" + output: upstream}
        stored.update(zip(("d" + name for name in leaves), gradients))
        self.tensors.update({f"{case}.{name}": tensor for name, tensor in stored.items()})


def linear(x, weight, bias):
    return F.linear(x, weight, bias)


def linear_gelu(x, weight, bias):
    return F.gelu(F.linear(x, weight, bias), approximate="none")


def layer_norm(x, weight, bias, residual=None):
    total = x if residual is None else x + residual
    return F.layer_norm(total, total.shape[-1:], weight, bias, eps=1e-12)


def attention(q, k, v, offsets):
    """Rows of a sentence attend only to each other; columns a*D .. (a+1)*D belong to head a."""
    out = []
    for start, end in zip(offsets.tolist(), offsets.tolist()[1:]):
        split = lambda t: t[start:end].view(-1, HEADS, HEAD_SIZE).transpose(0, 1)
        probabilities = (split(q) @ split(k).mT / HEAD_SIZE**0.5).softmax(-1)
        out.append((probabilities @ split(v)).transpose(0, 1).reshape(-1, HIDDEN))
    return torch.cat(out)


def embedding(word, position, type, ids, offsets):
    starts = offsets[:-1].repeat_interleave(offsets.diff())
    positions = torch.arange(len(ids)) - starts
    return word[ids] + position[positions] + type[torch.zeros_like(ids)]


def rows(x, index):
    return x[index]


def cross_entropy(logits, labels):
    return F.cross_entropy(logits, labels)


def soft_mse(logits, soft):
    return (logits.softmax(-1) - soft).pow(2).mean()


def weighted_sum(omega, values):
    return (omega.softmax(0) * values).sum()


def offsets_of(lengths):
    return torch.tensor([0, *lengths]).cumsum(0)


def record_dense(recorder, g):
    upstream = normal(g, 5, 33)
    wide = dict(x=normal(g, 5, 21), weight=normal(g, 33, 21, std=0.3), bias=normal(g, 33))
    recorder.record("linear.plain", "y", upstream, linear, wide)
    recorder.record("linear.gelu", "y", upstream, linear_gelu, wide)
    # pre-activations from about -60 to 60: both tails of erf
    tails = dict(wide, x=normal(g, 5, 21, std=12.0))
    recorder.record("linear.gelu-tails", "y", upstream, linear_gelu, tails)
    one = dict(x=normal(g, 1, 1), weight=normal(g, 1, 1), bias=normal(g, 1))
    recorder.record("linear.gelu-single", "y", normal(g, 1, 1), linear_gelu, one)


def record_layer_norm(recorder, g):
    upstream = normal(g, 6, 21)
    affine = dict(weight=normal(g, 21, std=0.3, mean=1.0), bias=normal(g, 21, std=0.3))
    plain = dict(x=normal(g, 6, 21, std=2.0, mean=0.5), **affine)
    recorder.record("layernorm.plain", "y", upstream, layer_norm, plain)
    residual = dict(plain, residual=normal(g, 6, 21))
    recorder.record("layernorm.residual", "y", upstream, layer_norm, residual)
    # a variance of 1e-12, as large as epsilon: the result depends on where epsilon is added
    tiny = dict(x=normal(g, 6, 21, std=1e-6), **affine)
    recorder.record("layernorm.tiny", "y", upstream, layer_norm, tiny)
    shifted = dict(x=normal(g, 6, 21, mean=1e3), **affine)
    recorder.record("layernorm.shifted", "y", upstream, layer_norm, shifted)


def record_attention(recorder, g):
    count = sum(LENGTHS)
    for case, std in (("plain", 1.0), ("sharp", 6.0)):
        inputs = {name: normal(g, count, HIDDEN, std=std) for name in "qkv"}
        constants = dict(offsets=offsets_of(LENGTHS))
        recorder.record(f"attention.{case}", "y", normal(g, count, HIDDEN), attention, inputs, constants)


def record_gathers(recorder, g):
    lengths = [3, 1, 6]
    ids = torch.tensor([2, 5, 3, 2, 2, 5, 5, 9, 1, 3])
    tables = dict(word=normal(g, 11, 7), position=normal(g, 8, 7), type=normal(g, 2, 7))
    constants = dict(ids=ids, offsets=offsets_of(lengths))
    recorder.record("embedding.plain", "y", normal(g, len(ids), 7), embedding, tables, constants)
    index = torch.tensor([4, 0, 4, 2])
    recorder.record("rows.repeated", "y", normal(g, 4, 7), rows, dict(x=normal(g, 5, 7)), dict(index=index))


def record_losses(recorder, g):
    upstream = torch.tensor(0.7)
    labels = torch.randint(0, 7, (9,), generator=g)
    plain = normal(g, 9, 7, std=2.0)
    extreme = normal(g, 9, 7, std=2.0)
    extreme[0, :] = torch.tensor([1e3, -1e3, 0, 1e3, -1e3, 1, 2])
    extreme[1, :] = 1e3
    extreme[2, :] = -1e3
    extreme[3, labels[3]] = 1e3
    extreme[4, labels[4]] = -1e3
    extreme[5, (labels[5] + 1) % 7] = 1e3
    soft = exact(normal(g, 9, 7, std=2.0).softmax(-1))
    for case, logits in (("plain", plain), ("extreme", extreme), ("single", plain[:1])):
        inputs, count = dict(logits=logits), len(logits)
        hard, gentle = dict(labels=labels[:count]), dict(soft=soft[:count])
        recorder.record(f"crossentropy.{case}", "loss", upstream, cross_entropy, inputs, hard)
        recorder.record(f"softmse.{case}", "loss", upstream, soft_mse, inputs, gentle)


def record_weighted_sum(recorder, g):
    # omega around 800: its exponential overflows if the largest is not subtracted first
    for case, count, mean in (("plain", 8, 0.0), ("single", 1, 0.0), ("large", 4, 800.0)):
        inputs = dict(omega=normal(g, count, mean=mean), values=normal(g, count).abs())
        recorder.record(f"weightedsum.{case}", "y", torch.tensor(0.7), weighted_sum, inputs)


def check_attention(tensors):
    """Compares per-sentence attention with PyTorch's own, padded and masked."""
    q, k, v = (tensors[f"attention.plain.{name}"].detach() for name in "qkv")
    offsets = tensors["attention.plain.offsets"].tolist()
    longest = max(LENGTHS)
    pad = lambda t: torch.stack(
        [F.pad(t[s:e], (0, 0, 0, longest - (e - s))) for s, e in zip(offsets, offsets[1:])]
    )
    split = lambda t: pad(t).view(len(LENGTHS), longest, HEADS, HEAD_SIZE).transpose(1, 2)
    mask = torch.arange(longest)[None] < torch.tensor(LENGTHS)[:, None]
    padded = F.scaled_dot_product_attention(split(q), split(k), split(v), attn_mask=mask[:, None, None])
    padded = padded.transpose(1, 2).reshape(len(LENGTHS), longest, HIDDEN)[mask]
    torch.testing.assert_close(padded, tensors["attention.plain.y"].detach(), rtol=1e-12, atol=1e-13)


def write(folder):
    recorder, g = Recorder(), seeded(43)
    for section in (
        record_dense,
        record_layer_norm,
        record_attention,
        record_gathers,
        record_losses,
        record_weighted_sum,
    ):
        section(recorder, g)
    check_attention(recorder.tensors)
    save(
        folder / "ops.safetensors",
        recorder.tensors,
        heads=HEADS,
        headSize=HEAD_SIZE,
        layerNormEps=1e-12,
        cases=sorted({name.rsplit(".", 1)[0] for name in recorder.tensors}),
    )
