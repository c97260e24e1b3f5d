"""Computes whole taggers as taggers.py does, with transformers' DistilBertModel: distilbert-X.safetensors."""

from transformers import DistilBertConfig, DistilBertForTokenClassification

import taggers
from taggers import Case

CASES = (
    # odd sizes, one target sentence, heads on layers with gaps between them
    Case("a", 5, 15, 5, 3, 22, 47, 19, 5, (1, 2), (5, 3, 9, 2), ("direct", "teacher", "tsl", "msd")),
    Case("b", 6, 14, 2, 5, 19, 41, 23, 3, (2, 4), (17, 2, 23), ("teacher", "msd", "msd-frozen")),
)  # fmt: skip


def build(case):
    config = DistilBertConfig(
        vocab_size=case.vocabulary,
        dim=case.hidden,
        n_layers=case.layers,
        n_heads=case.attention_heads,
        hidden_dim=case.feed_forward,
        max_position_embeddings=case.positions,
        num_labels=case.labels,
        activation="gelu",
        dropout=0.0,
        attention_dropout=0.0,
        attn_implementation="eager",
    )
    return taggers.with_heads(case, DistilBertForTokenClassification(config))


def write(folder):
    taggers.write_all(folder, "distilbert", CASES, build)
