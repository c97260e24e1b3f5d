"""Functions that all generators use: they make random float32 inputs and write golden files."""

import json

import torch
from safetensors.torch import save_file


def seeded(seed):
    return torch.Generator().manual_seed(seed)


def exact(tensor):
    """The nearest float32 values, as float64."""
    return tensor.float().double()


def normal(generator, *shape, std=1.0, mean=0.0):
    return exact(torch.randn(*shape, generator=generator) * std + mean)


def save(path, tensors, **about):
    """Writes float64 and int64 tensors, with `about` as the JSON text of the metadata key `golden`.

    One key, because the library writes several in an order that changes from run to run.
    """
    contiguous = {}
    for name, tensor in tensors.items():
        if tensor.dtype not in (torch.float64, torch.int64):
            raise ValueError(f"{path.name}: {name} is {tensor.dtype}")
        if not torch.isfinite(tensor).all():
            raise ValueError(f"{path.name}: {name} is not finite")
        contiguous[name] = tensor.detach().clone().contiguous()
    save_file(contiguous, path, metadata={"golden": json.dumps(about, sort_keys=True)})
    print(f"{path.name}: {len(contiguous)} tensors, {path.stat().st_size} bytes")
