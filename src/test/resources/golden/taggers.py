"""Computes whole taggers: transformers' BertModel with a linear head on the last layer and on others.
distilbert.py does the same with DistilBertModel.

The batch is stored packed (sentences one after the other) and computed padded and masked, so equal results
prove that packing changes nothing. bert-X.safetensors contains

  ids [N], offsets [B+1]         the batch; id 0 (padding) never occurs
  wordRows [W], labels [W]       rows that carry a label, in order, never [CLS] or [SEP]
  param.NAME                     every parameter under its HuggingFace name; also heads.M.weight,
                                 heads.M.bias for the head on hidden state M, and omega
  hidden.m [N, H], logits.M [W, C]
  tslSoft [W, C]                 soft labels of objective tsl
  targetWordRows [Wt]            msd: the first `targetSentences` sentences are target, the rest source;
  soft.M [Wt, C]                 targetWordRows are those of wordRows that are in the target
  teacherCls [n, H]              the teacher's [CLS] of the source sentences
  loss.OBJECTIVE                 and its terms, loss.OBJECTIVE.TERM, before any coefficient
  grad.OBJECTIVE.NAME            of every parameter that the objective trains (absent: not part of it,
                                 or frozen)

The gradient of a key bias is zero in exact arithmetic and is stored as zero.
"""

from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.rnn import pad_sequence
from transformers import BertConfig, BertForTokenClassification

import mmd
from store import exact, normal, save, seeded

CLS, SEP = 2, 3
ALPHA = BETA = 0.1
MMD_COEFFICIENTS = {"msd": (1e-3, 1e-3), "msd-mmd": (0.3, 0.2), "msd-frozen": (1e-3, 1e-3)}
FROZEN_LAYERS = (0, 1, 2)
ENCODERS = ("bert.encoder", "distilbert.transformer")


@dataclass(frozen=True)
class Case:
    name: str
    seed: int
    hidden: int
    attention_heads: int
    layers: int
    feed_forward: int
    vocabulary: int
    positions: int
    labels: int
    head_layers: tuple
    lengths: tuple
    objectives: tuple = field(default=("direct", "teacher", "tsl", "msd", "msd-mmd"))

    @property
    def target_sentences(self):
        return len(self.lengths) // 2


CASES = (
    Case("a", 1, 24, 3, 3, 40, 97, 32, 5, (1, 2), (5, 3, 9, 2)),
    Case("b", 2, 32, 2, 6, 36, 53, 24, 9, (2, 3, 4, 5), (21,), ("teacher", "tsl")),
    Case(
        "c", 3, 16, 4, 12, 24, 61, 20, 7, tuple(range(4, 12)), (11, 2, 17, 6, 2, 9, 13),
        ("direct", "teacher", "tsl", "msd", "msd-mmd", "msd-frozen"),
    ),
    # odd sizes, one target sentence, heads on layers with gaps between them
    Case("d", 4, 21, 3, 4, 33, 61, 37, 3, (1, 3), (19, 7, 37)),
)  # fmt: skip


def build(case):
    config = BertConfig(
        vocab_size=case.vocabulary,
        hidden_size=case.hidden,
        num_hidden_layers=case.layers,
        num_attention_heads=case.attention_heads,
        intermediate_size=case.feed_forward,
        max_position_embeddings=case.positions,
        num_labels=case.labels,
        hidden_act="gelu",
        layer_norm_eps=1e-12,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        attn_implementation="eager",
    )
    return with_heads(case, BertForTokenClassification(config))


def with_heads(case, model):
    """The model in float64, with a head on each of the case's inner layers and random values everywhere."""
    model = model.double().eval()
    model.heads = nn.ModuleDict({str(m): nn.Linear(case.hidden, case.labels) for m in case.head_layers})
    model.omega = nn.Parameter(torch.empty(len(case.head_layers)))
    fill(model, seeded(case.seed))
    return model


def fill(model, generator):
    """Random values everywhere, also where BERT starts from zeros and ones."""
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            mean = 1.0 if name.lower().replace("_", "").endswith("layernorm.weight") else 0.0
            parameter.copy_(normal(generator, *parameter.shape, std=spread(name, parameter), mean=mean))


def spread(name, parameter):
    """Large enough for sharp attention, small enough that the rows still differ after twelve layers."""
    if name == "omega":
        return 1.0
    if name.endswith("embeddings.weight"):
        return 0.5
    if parameter.dim() == 1:
        return 0.2
    factor = 2.0 if any(part in name for part in (".query.", ".key.", ".q_lin.", ".k_lin.")) else 1.0
    return factor / parameter.shape[1] ** 0.5


def hidden_states(model, ids, offsets):
    """Every hidden state [N, H] of a packed batch, computed padded and masked."""
    sentences = [ids[s:e] for s, e in zip(offsets.tolist(), offsets.tolist()[1:])]
    padded = pad_sequence(sentences, batch_first=True, padding_value=0)
    mask = pad_sequence([torch.ones_like(s) for s in sentences], batch_first=True)
    states = model.base_model(padded, attention_mask=mask, output_hidden_states=True).hidden_states
    return [state[mask.bool()] for state in states]


def head(model, layer):
    return model.classifier if layer == model.config.num_hidden_layers else model.heads[str(layer)]


def make_batch(case, generator):
    ids = torch.randint(5, case.vocabulary, (sum(case.lengths),), generator=generator)
    offsets = torch.tensor([0, *case.lengths]).cumsum(0)
    ids[offsets[:-1]], ids[offsets[1:] - 1] = CLS, SEP
    inner = torch.tensor([r for r in range(len(ids)) if ids[r] not in (CLS, SEP)])
    word_rows = inner[torch.rand(len(inner), generator=generator) < 0.7]
    target_rows = word_rows[word_rows < offsets[case.target_sentences]]
    soft = lambda rows: exact(normal(generator, len(rows), case.labels, std=2.0).softmax(-1))
    batch = {
        "ids": ids,
        "offsets": offsets,
        "wordRows": word_rows,
        "labels": torch.randint(0, case.labels, (len(word_rows),), generator=generator),
        "tslSoft": soft(word_rows),
    }
    if "msd" in case.objectives:
        batch["targetWordRows"] = target_rows
        batch.update({f"soft.{m}": soft(target_rows) for m in (*case.head_layers, case.layers)})
        source = len(case.lengths) - case.target_sentences
        batch["teacherCls"] = normal(generator, source, case.hidden, mean=0.2)
    return batch


def soft_mse(logits, soft):
    return (logits.softmax(-1) - soft).pow(2).mean()


def terms(case, objective, model, batch):
    """The terms of an objective, name to (coefficient, value): their weighted sum is the loss."""
    states = hidden_states(model, batch["ids"], batch["offsets"])
    logits = lambda m, rows: head(model, m)(states[m][rows])
    last, words = case.layers, batch["wordRows"]
    mixture = dict(zip(case.head_layers, model.omega.softmax(0)))
    ce = lambda m: F.cross_entropy(logits(m, words), batch["labels"])
    if objective == "direct":
        return {f"ce.{last}": (1.0, ce(last))}
    if objective == "teacher":
        auxiliary = {f"ce.{m}": (ALPHA * weight, ce(m)) for m, weight in mixture.items()}
        return {f"ce.{last}": (1.0, ce(last)), **auxiliary}
    if objective == "tsl":
        return {f"mse.{last}": (1.0, soft_mse(logits(last, words), batch["tslSoft"]))}
    mse = lambda m: soft_mse(logits(m, batch["targetWordRows"]), batch[f"soft.{m}"])
    auxiliary = {f"mse.{m}": (BETA * weight, mse(m)) for m, weight in mixture.items()}
    cls = states[last][batch["offsets"][:-1]]
    target, source = cls[: case.target_sentences], cls[case.target_sentences :]
    of_source, of_target = MMD_COEFFICIENTS[objective]
    return {
        f"mse.{last}": (1.0, mse(last)),
        **auxiliary,
        "mmdSource": (of_source, mmd.squared(batch["teacherCls"].double(), source.double())),
        "mmdTarget": (of_target, mmd.squared(batch["teacherCls"].double(), target.double())),
    }


def total(weighted):
    return sum(coefficient * value for coefficient, value in weighted.values())


def is_frozen(name):
    layers = tuple(f"{encoder}.layer.{i}." for encoder in ENCODERS for i in FROZEN_LAYERS)
    return name.startswith(("bert.embeddings.", "distilbert.embeddings.", *layers))


def gradients(case, objective, model, batch):
    """Losses and gradients of one objective, under the names of the golden file."""
    model.zero_grad(set_to_none=True)
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(not (objective == "msd-frozen" and is_frozen(name)))
    weighted = terms(case, objective, model, batch)
    loss = total(weighted)
    loss.backward()
    out = {f"loss.{objective}": loss}
    out.update({f"loss.{objective}.{term}": value for term, (_, value) in weighted.items()})
    for name, parameter in model.named_parameters():
        if parameter.grad is not None:
            out[f"grad.{objective}.{name}"] = clean(name, parameter.grad)
    return out


def clean(name, gradient):
    largest = gradient.abs().max().item()
    if name.endswith(("attention.self.key.bias", "attention.k_lin.bias")):
        assert largest < 1e-15, f"{name}: {largest}"
        return torch.zeros_like(gradient)
    assert largest > 1e-7, f"{name}: the gradient is only {largest}"
    return gradient


def check_alone(model, batch, states):
    """Checks that each sentence alone, without padding or mask, gives the rows of the packed batch."""
    offsets = batch["offsets"].tolist()
    for start, end in zip(offsets, offsets[1:]):
        alone = model.base_model(batch["ids"][None, start:end], output_hidden_states=True).hidden_states
        for packed, own in zip(states, alone):
            torch.testing.assert_close(packed[start:end], own[0], rtol=1e-11, atol=1e-12)


def about(case, config):
    described = dict(
        config=config.to_dict(),
        headLayers=case.head_layers,
        labels=case.labels,
        lengths=case.lengths,
        objectives=case.objectives,
        alpha=ALPHA,
        beta=BETA,
    )
    if "msd" in case.objectives:
        described["targetSentences"] = case.target_sentences
        described["alphaPrime"] = {o: MMD_COEFFICIENTS[o][0] for o in case.objectives if o.startswith("msd")}
        described["betaPrime"] = {o: MMD_COEFFICIENTS[o][1] for o in case.objectives if o.startswith("msd")}
    if "msd-frozen" in case.objectives:
        described["frozenLayers"] = FROZEN_LAYERS
    return described


def write(folder):
    write_all(folder, "bert", CASES, build)


def write_all(folder, kind, cases, build):
    for case in cases:
        model = build(case)
        batch = make_batch(case, seeded(100 + case.seed))
        tensors = dict(batch)
        tensors.update({f"param.{n}": p for n, p in model.named_parameters()})
        with torch.no_grad():
            states = hidden_states(model, batch["ids"], batch["offsets"])
            check_alone(model, batch, states)
        tensors.update({f"hidden.{m}": state for m, state in enumerate(states)})
        for m in (*case.head_layers, case.layers):
            tensors[f"logits.{m}"] = head(model, m)(states[m][batch["wordRows"]])
        for objective in case.objectives:
            tensors.update(gradients(case, objective, model, batch))
        save(folder / f"{kind}-{case.name}.safetensors", tensors, **about(case, model.config))
