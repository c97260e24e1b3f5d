"""Times MMD of two samples with libzener_cuda.so and with two PyTorch implementations, in turn.

  python native/compare_mmd.py LIBRARY [--rows 32,1024,4096] [--width 768] [--rounds 7]

LIBRARY is target/native/libzener_cuda.so on a machine with a card. Without a card, use the library of the emulation: it
works on CPU tensors and shows that the numbers agree, but its times mean nothing. PyTorch's implementations are
"broadcast", which computes all differences, and "cdist", which computes distances from products. The broadcast form needs
(2 n)^2 width floats for each of several tensors (192 GiB for 4096 + 4096 rows of width 768); if they do not fit into
memory, its row says so. Needs torch 2.13.0.

The three forms take turns. Each call is timed between two waits for the device, and the median of the rounds is printed.
Memory is the peak of a form's allocations, without the two samples.
"""

import argparse
import ctypes
import statistics
import time

import torch

KERNELS = 5


def kernels(d, x):
    n, m = d.shape[0], x.shape[0]
    b = d.detach().sum() / (n * n - n) / 4
    k = sum(torch.exp(-d / (b * 2**s)) for s in range(KERNELS))
    return k[:m, :m].mean() + k[m:, m:].mean() - k[:m, m:].mean() - k[m:, :m].mean()


def broadcast(x, y):
    z = torch.cat([x, y])
    return kernels((z[None] - z[:, None]).pow(2).sum(2), x)


def cdist(x, y):
    z = torch.cat([x, y])
    norms = z.pow(2).sum(1)
    # torch.cdist(z, z).pow(2) has no gradient at distance 0; it computes large inputs by this formula
    return kernels((norms[:, None] + norms[None] - 2 * z @ z.T).clamp_min(0), x)


class Zener:
    """Calls the library with PyTorch tensors."""

    def __init__(self, path, device):
        self.library = ctypes.CDLL(path)
        self.library.zener_error.restype = ctypes.c_char_p
        self.library.zener_mmd_workspace.restype = ctypes.c_size_t
        self.device = device

    def call(self, name, *arguments):
        if getattr(self.library, name)(*arguments) != 0:
            raise RuntimeError(self.library.zener_error().decode())

    def __call__(self, x, y):
        n, m, width = x.shape[0], y.shape[0], x.shape[1]
        room = torch.empty(self.library.zener_mmd_workspace(n, m, width), dtype=torch.uint8, device=self.device)
        value, slope = torch.empty((), device=self.device), torch.ones((), device=self.device)
        dx, dy = torch.empty_like(x), torch.empty_like(y)
        stream = torch.cuda.current_stream().cuda_stream if self.device == "cuda" else 0
        at = lambda t: ctypes.c_void_p(t.data_ptr())
        shape = (at(x), n, at(y), m, width)
        self.call("zener_mmd_forward", *shape, at(value), at(room), ctypes.c_void_p(stream))
        self.call("zener_mmd_backward", *shape, at(slope), at(dx), at(dy), at(room), ctypes.c_void_p(stream))
        return value, dx, dy


def by_torch(form):
    def run(x, y):
        x, y = x.detach().requires_grad_(), y.detach().requires_grad_()
        value = form(x, y)
        value.backward()
        return value.detach(), x.grad, y.grad

    return run


def wait(device):
    if device == "cuda":
        torch.cuda.synchronize()


def peak(device, run, x, y):
    """Peak MiB in addition to what is already allocated; None on the CPU, where it is not counted."""
    if device != "cuda":
        return None
    torch.cuda.reset_peak_memory_stats()
    before = torch.cuda.memory_allocated()
    run(x, y)
    wait(device)
    return (torch.cuda.max_memory_allocated() - before) / 2**20


def off(found, truth):
    return ((found - truth).norm() / truth.norm()).item()


def compare(o, zener, device, n):
    torch.manual_seed(n)
    x, y = torch.randn(n, o.width, device=device), 1.2 * torch.randn(n, o.width, device=device) + 0.1
    forms = {"Zener": zener, "broadcast": by_torch(broadcast), "cdist": by_torch(cdist)}
    cells, times = {}, {}
    truth = by_torch(cdist)(x.double(), y.double())
    for name, run in list(forms.items()):
        try:
            memory = peak(device, run, x, y)
            found = run(x, y)
            times[name] = []
            wrong = max(off(f.double(), t) for f, t in zip(found, truth))
            cells[name] = (memory, wrong)
        except torch.OutOfMemoryError:
            del forms[name]
    for _ in range(o.rounds):
        for name, run in forms.items():
            wait(device)
            start = time.perf_counter()
            run(x, y)
            wait(device)
            times[name].append(time.perf_counter() - start)
    own = statistics.median(times["Zener"])
    for name in ("Zener", "broadcast", "cdist"):
        if name not in times:
            print(f"| {n} + {n} | {name} | out of memory | | | |")
            continue
        took, (memory, wrong) = statistics.median(times[name]), cells[name]
        mebibytes = "" if memory is None else f"{memory:.1f}"
        print(f"| {n} + {n} | {name} | {1e3 * took:.3f} | {took / own:.1f} x | {mebibytes} | {wrong:.1e} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library")
    parser.add_argument("--rows", type=lambda s: [int(n) for n in s.split(",")], default=[32, 1024, 4096])
    parser.add_argument("--width", type=int, default=768)
    parser.add_argument("--rounds", type=int, default=7)
    o = parser.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    name = torch.cuda.get_device_name() if device == "cuda" else "no card, emulated"
    print(f"{name}, torch {torch.__version__}; forward and backward, width {o.width}\n")
    print("| rows | form | ms | time / Zener | MiB | error against float64 |")
    print("|---|---|---|---|---|---|")
    torch.backends.cuda.matmul.allow_tf32 = False
    zener = Zener(o.library, device)
    for n in o.rows:
        compare(o, zener, device, n)


if __name__ == "__main__":
    main()
