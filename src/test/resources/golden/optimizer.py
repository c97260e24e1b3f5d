"""AdamW as the method uses it: decay 0.01 for all parameters except biases and LayerNorm weights, gradients
clipped to a global norm of 1, and a learning rate that rises over the first tenth of the steps and then
falls to zero.

adamw.safetensors, for made-up gradients and schedules of T steps in {10, 25}, steps k = 1..10:
  initial.NAME, step.k.grad.NAME            parameters before step 1, unclipped gradients
  norm [10]                                 the gradients' global norms
  T.lr [10], T.step.k.param.NAME, T.step.k.exp_avg.NAME, T.step.k.exp_avg_sq.NAME    after step k
  schedule.T [T]                            the factors of steps 1..T, for more T
To clip, PyTorch multiplies by min(1, 1 / (norm + 1e-6)); these numbers were computed in the same way.

train-d.safetensors: the tagger of bert-d (its parameters and batch), objective teacher, ten steps:
  loss [10], norm [10], lr [10]             before each step
  step.k.NAME                               all parameters after step k in {1, 10}
"""

import torch
from torch.nn.utils import clip_grad_norm_

import taggers
from store import normal, save, seeded

STEPS = 10
SETTINGS = dict(betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01, max_norm=1.0)

SHAPES = {
    "bert.encoder.layer.0.attention.self.query.weight": (5, 4),
    "bert.encoder.layer.0.attention.self.query.bias": (5,),
    "bert.encoder.layer.0.output.LayerNorm.weight": (6,),
    "bert.encoder.layer.0.output.LayerNorm.bias": (6,),
    "classifier.weight": (3, 7),
    "classifier.bias": (3,),
    "omega": (4,),
}
# global norm of each step's gradients: below one, far below, just below and just above, far above
NORMS = (0.5, 3.0, 1e-3, 40.0, 0.999, 1.001, 0.2, 1e3, 1.5, 0.7)


def decays(name):
    return not name.endswith((".bias", "LayerNorm.weight"))


def factor(step, steps):
    """The schedule of step 1..steps, with its warm-up over the first tenth."""
    warmup = steps // 10
    return step / warmup if step <= warmup else (steps - step) / (steps - warmup)


def adamw(parameters):
    groups = [
        dict(params=[p for n, p in parameters.items() if decays(n)], weight_decay=SETTINGS["weight_decay"]),
        dict(params=[p for n, p in parameters.items() if not decays(n)], weight_decay=0.0),
    ]
    return torch.optim.AdamW(groups, lr=0.0, betas=SETTINGS["betas"], eps=SETTINGS["eps"], foreach=False)


def step_once(optimizer, parameters, rate):
    """Clips, sets the learning rate and takes a step; returns the norm before clipping."""
    norm = clip_grad_norm_(list(parameters.values()), SETTINGS["max_norm"])
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.step()
    return norm


def made_up_gradients(generator):
    for norm in NORMS:
        gradients = {name: normal(generator, *shape) for name, shape in SHAPES.items()}
        found = sum(g.pow(2).sum() for g in gradients.values()).sqrt()
        yield {name: (g * (norm / found)).float().double() for name, g in gradients.items()}


def write_adamw(folder):
    g, base = seeded(47), 0.01
    initial = {name: normal(g, *shape, std=0.5) for name, shape in SHAPES.items()}
    steps = list(made_up_gradients(g))
    tensors = {f"initial.{name}": tensor for name, tensor in initial.items()}
    for k, gradients in enumerate(steps, 1):
        tensors.update({f"step.{k}.grad.{name}": tensor for name, tensor in gradients.items()})
    for schedule in (10, 25):
        parameters = {name: tensor.clone().requires_grad_() for name, tensor in initial.items()}
        optimizer, norms, rates = adamw(parameters), [], []
        for k, gradients in enumerate(steps, 1):
            for name, parameter in parameters.items():
                parameter.grad = gradients[name].clone()
            rates.append(base * factor(k, schedule))
            norms.append(step_once(optimizer, parameters, rates[-1]))
            for name, parameter in parameters.items():
                state = optimizer.state[parameter]
                stored = dict(param=parameter, exp_avg=state["exp_avg"], exp_avg_sq=state["exp_avg_sq"])
                for key, tensor in stored.items():
                    tensors[f"{schedule}.step.{k}.{key}.{name}"] = tensor.detach().clone()
        tensors[f"{schedule}.lr"] = torch.tensor(rates)
        tensors["norm"] = torch.stack(norms)
    for schedule in (1, 7, 10, 19, 20, 25, 100):
        tensors[f"schedule.{schedule}"] = torch.tensor([factor(k, schedule) for k in range(1, schedule + 1)])
    save(folder / "adamw.safetensors", tensors, baseLearningRate=base, names=list(SHAPES), **SETTINGS)


def write_training(folder):
    case = next(c for c in taggers.CASES if c.name == "d")
    model, base, schedule = taggers.build(case), 5e-3, 25
    batch = taggers.make_batch(case, seeded(100 + case.seed))
    parameters = dict(model.named_parameters())
    optimizer, losses, norms, rates, tensors = adamw(parameters), [], [], [], {}
    for k in range(1, STEPS + 1):
        optimizer.zero_grad()
        loss = taggers.total(taggers.terms(case, "teacher", model, batch))
        loss.backward()
        losses.append(loss.detach())
        rates.append(base * factor(k, schedule))
        norms.append(step_once(optimizer, parameters, rates[-1]))
        if k in (1, STEPS):
            tensors.update({f"step.{k}.{n}": p.detach().clone() for n, p in parameters.items()})
    tensors.update(loss=torch.stack(losses), norm=torch.stack(norms), lr=torch.tensor(rates))
    assert losses[-1] < losses[0]
    save(
        folder / "train-d.safetensors",
        tensors,
        objective="teacher",
        baseLearningRate=base,
        scheduleSteps=schedule,
        **SETTINGS,
    )


def write(folder):
    write_adamw(folder)
    write_training(folder)
