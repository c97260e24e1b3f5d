"""The parts of mapping word vectors: Procrustes by numpy's SVD, and the adversarial gradients by autograd.

mapping.safetensors:
  square, factor       a matrix and its orthogonal factor U V^T
  x, y, rotation       pairs of vectors of length 1 (rows), and the orthogonal matrix that brings x to y
  batch, labels, w0 b0 w1 b1 w2 b2
                       a batch for the discriminator, with its weights; loss, dbatch, dw0 db0 ... its gradients
  source, target       one word of each language: step.w0 ... are the discriminator's weights after a step from
                       w0 ... with the mapping at the identity, step.mapping is the mapping after its step
The metadata has the constants.
"""

import numpy
import torch
from torch.nn import functional

from store import exact, normal, save, seeded

SLOPE = 0.2
SMOOTHING = 0.1
RATE = 0.1
ORTHOGONALITY = 0.01
BATCH = 2


def polar(matrix):
    u, _, vt = numpy.linalg.svd(matrix.numpy())
    return torch.from_numpy(u @ vt)


def unit(rows):
    return exact(functional.normalize(rows, dim=1))


def logits(x, weights):
    w0, b0, w1, b1, w2, b2 = weights
    x = functional.leaky_relu(functional.linear(x, w0, b0), SLOPE)
    x = functional.leaky_relu(functional.linear(x, w1, b1), SLOPE)
    return functional.linear(x, w2, b2)[:, 0]


def loss(x, labels, weights):
    return functional.binary_cross_entropy_with_logits(logits(x, weights), labels)


def step(source, target, weights):
    """A step of the discriminator and one of the mapping, as MUSE's trainer has them."""
    mapping = torch.eye(source.shape[1]).requires_grad_()

    def batch():
        mapped = functional.linear(source.repeat(BATCH, 1), mapping)
        return torch.cat([mapped, target.repeat(BATCH, 1)])

    labels = torch.cat([torch.full((BATCH,), 1 - SMOOTHING), torch.full((BATCH,), SMOOTHING)])
    value = loss(batch().detach(), labels, weights)
    gradients = torch.autograd.grad(value, weights)
    after = [w.detach() - RATE * d for w, d in zip(weights, gradients)]
    gradient = torch.autograd.grad(loss(batch(), 1 - labels, after), mapping)[0]
    w = mapping.detach() - RATE * gradient
    w = (1 + ORTHOGONALITY) * w - ORTHOGONALITY * w @ w.T @ w
    return value, after, w


def write(folder):
    generator = seeded(47)
    square = normal(generator, 7, 7)
    x, y = unit(normal(generator, 9, 5)), unit(normal(generator, 9, 5))
    width, hidden, rows = 3, 5, 6
    shapes = [(hidden, width), (hidden,), (hidden, hidden), (hidden,), (1, hidden), (1,)]
    weights = [normal(generator, *shape).requires_grad_() for shape in shapes]
    batch = normal(generator, rows, width).requires_grad_()
    labels = exact(torch.rand(rows, generator=generator))
    value = loss(batch, labels, weights)
    gradients = torch.autograd.grad(value, [batch, *weights])
    source, target = unit(normal(generator, 1, width)), unit(normal(generator, 1, width))
    first, after, mapping = step(source, target, weights)
    names = ["w0", "b0", "w1", "b1", "w2", "b2"]
    tensors = {
        "square": square,
        "factor": polar(square),
        "x": x,
        "y": y,
        "rotation": polar(y.T @ x),
        "batch": batch,
        "labels": labels,
        "loss": value,
        "dbatch": gradients[0],
        "source": source,
        "target": target,
        "step.loss": first,
        "step.mapping": mapping,
    }
    for name, weight, gradient, stepped in zip(names, weights, gradients[1:], after):
        tensors |= {name: weight, "d" + name: gradient, "step." + name: stepped}
    save(
        folder / "mapping.safetensors",
        tensors,
        slope=SLOPE,
        smoothing=SMOOTHING,
        rate=RATE,
        orthogonality=ORTHOGONALITY,
        batch=BATCH,
    )
