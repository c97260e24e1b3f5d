"""Makes the golden weight files of this folder. PyTorch 2.13, safetensors 0.8, huggingface_hub.

    python generate.py

Every file of the first group contains the same tensors. The tests compute their values by a formula.
"""
import collections
import pathlib

import huggingface_hub
import safetensors.torch
import torch

HERE = pathlib.Path(__file__).parent
SPECIAL = [0.0, -0.0, 1.0, -1.5, 1 / 3, 65504.0, 2.0**-24, -3 * 2.0**-24, 2.0**-14, 1e30, 1e-40,
           float("inf"), float("-inf"), float("nan")]


def tensors():
    base = torch.arange(12, dtype=torch.float32).reshape(3, 4) / 8 - 0.5
    special = torch.tensor(SPECIAL, dtype=torch.float64)
    return collections.OrderedDict([
        ("f64", special),
        ("f32", base),
        ("f16", special.to(torch.float16)),
        ("bf16", special.to(torch.bfloat16)),
        ("special32", special.to(torch.float32)),
        ("i64", torch.tensor([-2**63, -1, 0, 2**63 - 1])),
        ("i32", torch.tensor([-2**31, 7, 2**31 - 1], dtype=torch.int32)),
        ("i16", torch.tensor([-2**15, 2**15 - 1], dtype=torch.int16)),
        ("i8", torch.tensor([-128, 127], dtype=torch.int8)),
        ("u8", torch.tensor([0, 200, 255], dtype=torch.uint8)),
        ("bool", torch.tensor([True, False, True])),
        ("tied", base),
        ("transposed", base.t()),
        ("slice", base[1:, 1:3]),
        ("expanded", base[0, :2].expand(2, 2)),
        ("three", torch.arange(24, dtype=torch.float64).reshape(2, 3, 4).permute(2, 0, 1)),
        ("parameter", torch.nn.Parameter(base + 100)),
        ("scalar", torch.tensor(2.5)),
        ("empty", torch.empty(0, 3)),
        ("größe.重み", torch.ones(1)),
    ])


def module():
    torch.manual_seed(1)
    net = torch.nn.Sequential(torch.nn.Embedding(3, 2), torch.nn.LayerNorm(2),
                              torch.nn.Linear(2, 3, bias=False))
    net[2].weight = net[0].weight
    with torch.no_grad():
        net[0].weight.copy_(torch.arange(6).reshape(3, 2))
    return net.state_dict()


def main():
    state = tensors()
    torch.save(state, HERE / "zip.bin")
    torch.save(dict(state), HERE / "zip-protocol4.bin", pickle_protocol=4)
    torch.save(state, HERE / "legacy.bin", _use_new_zipfile_serialization=False)
    torch.save(state, HERE / "legacy-protocol4.bin", _use_new_zipfile_serialization=False,
               pickle_protocol=4)
    whole = {name: tensor.detach().clone().contiguous() for name, tensor in state.items()}
    safetensors.torch.save_file(whole, HERE / "golden.safetensors", {"format": "pt"})

    torch.save(module(), HERE / "module.bin")
    torch.save(module(), HERE / "module-legacy.bin", _use_new_zipfile_serialization=False)

    torch.save({"state_dict": module(), "epoch": 3}, HERE / "checkpoint.bin")

    shards = {name: whole[name] for name in ("f32", "f64", "f16", "i64")}
    for folder, safe in (("sharded-safetensors", True), ("sharded-bin", False)):
        (HERE / folder).mkdir(exist_ok=True)
        huggingface_hub.save_torch_state_dict(shards, HERE / folder, max_shard_size=160,
                                              safe_serialization=safe)


if __name__ == "__main__":
    main()
