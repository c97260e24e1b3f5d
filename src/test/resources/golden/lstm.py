"""Bidirectional LSTMs over packed sequences, forward and backward, by torch.nn.LSTM on a PackedSequence.

lstm.safetensors: a case has `case.x` [N, I], `case.offsets`, per direction `case.wx` `case.wh` `case.b`
(`forward.` or `backward.` before the name), `case.y` [N, 2H], `case.last` [S, 2H], the upstream gradients
`case.dy` and `case.dlast`, and all gradients. PyTorch has no empty sequences: they are removed for it, and their
rows of last are 0. Its second bias is 0.
"""

import torch
from torch.nn.utils.rnn import pack_sequence, unpack_sequence

from store import normal, save, seeded

CASES = {
    "plain": ([3, 1, 0, 6, 2], 5, 3),
    "wide": ([4, 7], 2, 9),
    "single": ([1], 1, 1),
}
DIRECTIONS = {"forward": "", "backward": "_reverse"}


def write(folder):
    tensors, g = {}, seeded(47)
    for case, (lengths, inputs, hidden) in CASES.items():
        record(tensors, g, case, lengths, inputs, hidden)
    save(folder / "lstm.safetensors", tensors, cases=list(CASES))


def record(tensors, g, case, lengths, inputs, hidden):
    cell = torch.nn.LSTM(inputs, hidden, bidirectional=True)
    parameters = dict(cell.named_parameters())
    names = {}
    for direction, ending in DIRECTIONS.items():
        for name, own in (("wx", "weight_ih"), ("wh", "weight_hh"), ("b", "bias_ih")):
            names[f"{direction}.{name}"] = f"{own}_l0{ending}"
        parameters[f"bias_hh_l0{ending}"].data.zero_()
    for name in names.values():
        parameters[name].data = normal(g, *parameters[name].shape, std=0.7)
    rows = sum(lengths)
    x = normal(g, rows, inputs).requires_grad_()
    present = [i for i, length in enumerate(lengths) if length > 0]
    sequences = [s for s in torch.split(x, lengths) if len(s) > 0]
    packed, (last, _) = cell(pack_sequence(sequences, enforce_sorted=False))
    y = torch.cat(unpack_sequence(packed))
    whole = torch.zeros(len(lengths), 2 * hidden).index_copy(0, torch.tensor(present), torch.cat(list(last), 1))
    dy, dlast = normal(g, *y.shape), normal(g, *whole.shape)
    leaves = {"x": x} | {name: parameters[own] for name, own in names.items()}
    loss = (y * dy).sum() + (whole * dlast).sum()
    gradients = torch.autograd.grad(loss, list(leaves.values()))
    found = {**leaves, "y": y, "last": whole, "dy": dy, "dlast": dlast}
    found["offsets"] = torch.tensor([0, *lengths]).cumsum(0)
    found.update({"d" + name: d for name, d in zip(leaves, gradients)})
    tensors.update({f"{case}.{name}": tensor for name, tensor in found.items()})
