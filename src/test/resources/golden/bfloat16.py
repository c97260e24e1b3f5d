"""The error of PyTorch's own bfloat16 autocast on the taggers of taggers.py.

bert-X-bfloat16.safetensors contains one number for each tensor, |autocast - exact| / |exact| (norms of the
tensors as vectors). Autocast keeps weights in float32 and computes products in bfloat16:

  hidden.m, logits.M             forward
  loss.OBJECTIVE
  grad.OBJECTIVE                 of all gradients as one vector
"""

import torch

import taggers
from store import save, seeded


def distance(got, exact):
    return ((got.double() - exact).norm() / exact.norm()).detach()


def forward(case, model, batch):
    states = taggers.hidden_states(model, batch["ids"], batch["offsets"])
    out = {f"hidden.{m}": state for m, state in enumerate(states)}
    for m in (*case.head_layers, case.layers):
        out[f"logits.{m}"] = taggers.head(model, m)(states[m][batch["wordRows"]])
    return {name: value.detach() for name, value in out.items()}


def backward(case, objective, model, batch):
    for name, parameter in model.named_parameters():
        parameter.grad = None
        parameter.requires_grad_(not (objective == "msd-frozen" and taggers.is_frozen(name)))
    loss = taggers.total(taggers.terms(case, objective, model, batch))
    loss.backward()
    flat = [p.grad.flatten().double() for p in model.parameters() if p.grad is not None]
    return loss.detach().reshape(1), torch.cat(flat)


def single(batch):
    return {n: t.float() if t.is_floating_point() else t for n, t in batch.items()}


def write(folder):
    for case in taggers.CASES:
        model = taggers.build(case)
        batch = taggers.make_batch(case, seeded(100 + case.seed))
        exact = forward(case, model, batch)
        truths = {o: backward(case, o, model, batch) for o in case.objectives}
        model.float()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            rounded = forward(case, model, single(batch))
        errors = {name: distance(rounded[name], exact[name]) for name in exact}
        for objective, (loss, gradient) in truths.items():
            with torch.autocast("cpu", dtype=torch.bfloat16):
                got = backward(case, objective, model, single(batch))
            errors[f"loss.{objective}"] = distance(got[0], loss)
            errors[f"grad.{objective}"] = distance(got[1], gradient)
        save(folder / f"bert-{case.name}-bfloat16.safetensors", errors, case=case.name)
