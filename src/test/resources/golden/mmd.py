"""MMD squared between the rows of X [n, width] and Y [m, width], summed over five Gaussians.

This is the biased estimator, which includes the diagonal. The bandwidth is a quarter of the mean squared
distance of all ordered pairs of different rows, and has no gradient. If all rows are equal, the value and the
gradient are 0.

mmd.safetensors: case i has `i.x` `i.y` `i.value` `i.dx` `i.dy` and `i.bandwidth`;
the metadata lists the cases' names in order.
"""

import torch

from store import normal, save, seeded


def squared(x, y):
    z = torch.cat([x, y])
    z = z - z.detach().mean(0)  # keeps the distances and reduces their rounding errors
    distances = (z[:, None] - z[None]).pow(2).sum(2)
    width = bandwidth(z.detach(), distances.detach())
    if width == 0:
        return (z * 0).sum()
    kernel = sum(torch.exp(-distances / (width * 2**s)) for s in range(5))
    n = len(x)
    return (
        kernel[:n, :n].mean()
        + kernel[n:, n:].mean()
        - kernel[:n, n:].mean()
        - kernel[n:, :n].mean()
    )


def bandwidth(centred, distances):
    """Computed by pairs; the closed form 2N * sum of squared norms of centred rows must be equal."""
    rows = len(centred)
    closed = 2 * rows * centred.pow(2).sum()
    torch.testing.assert_close(distances.sum(), closed, rtol=1e-12, atol=0)
    return distances.sum() / (rows**2 - rows) / 4


def cases(generator):
    def rows(count, width, std=1.0, mean=0.0):
        return normal(generator, count, width, std=std, mean=mean)

    yield "n = m", rows(4, 5), rows(4, 5, mean=0.5)
    yield "n < m", rows(3, 7), rows(8, 7, std=1.5)
    yield "n > m", rows(9, 33), rows(4, 33, mean=0.2)
    yield "n = 1", rows(1, 7), rows(6, 7)
    yield "m = 1", rows(5, 7), rows(1, 7)
    yield "n = m = 1", rows(1, 6), rows(1, 6)
    yield "width 1", rows(5, 1), rows(3, 1, mean=1.0)
    yield "many rows", rows(37, 33), rows(70, 33, std=1.2, mean=0.1)
    yield "width 768", rows(3, 768, std=0.4), rows(5, 768, std=0.4, mean=0.05)
    shared = rows(3, 7)
    yield "rows of X again in Y", torch.cat([shared, rows(2, 7)]), torch.cat([rows(1, 7), shared])
    yield "rows repeated within X", shared[[0, 0, 1, 2, 2]], rows(4, 7)
    yield "X = Y", shared, shared.clone()
    yield "far apart", rows(4, 7, std=0.1), rows(5, 7, std=0.1, mean=50.0)
    direction = rows(1, 33, std=5.0, mean=1e3)
    yield "common mean 1e3", *(direction + rows(k, 33, std=0.5) for k in (6, 4))
    yield "common mean 1e3, nearly equal rows", *(1e3 + rows(k, 33, std=1e-3) for k in (5, 7))
    yield "all rows equal", rows(1, 7).repeat(3, 1), rows(1, 7).repeat(4, 1)
    yield "all rows equal, n = m = 1", rows(1, 7), rows(1, 7)


def write(folder):
    tensors, names = {}, []
    for index, (name, x, y) in enumerate(cases(seeded(41))):
        if name.startswith("all rows equal"):
            y = x[:1].repeat(len(y), 1)
        x, y = (side.float().double().requires_grad_() for side in (x, y))
        value = squared(x, y)
        dx, dy = torch.autograd.grad(value, (x, y))
        if name == "X = Y":  # zero in exact arithmetic
            assert max(t.abs().max() for t in (value, dx, dy)) < 1e-15
            value, dx, dy = (torch.zeros_like(t) for t in (value, dx, dy))
        z = torch.cat([x, y]).detach()
        z = z - z.mean(0)
        distances = (z[:, None] - z[None]).pow(2).sum(2)
        for key, tensor in {
            "x": x,
            "y": y,
            "value": value,
            "dx": dx,
            "dy": dy,
            "bandwidth": bandwidth(z, distances),
        }.items():
            tensors[f"{index}.{key}"] = tensor
        names.append(name)
    save(folder / "mmd.safetensors", tensors, cases=names)
