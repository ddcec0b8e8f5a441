"""The teacher: a pretrained encoder (all-mpnet-base-v2, Apache-2.0) that learns our annotation.

It reads chunks of some sentences and tells of each word its tag, its features, its head and label,
whether a sentence begins with it, and its part in a name. It is too slow to ship; what it says of
open texts is what the pipeline that ships learns from. Needs torch, transformers and a GPU.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import MPNetConfig, MPNetModel

from training.chunks import UNKNOWN, Chunks, Labels, Words

MOST = 6
"""Pieces of a word that are read."""
CASES = 6
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
BEGIN, PAD, END = 0, 1, 2
ARC, LABEL = 512, 128
Logits = dict[str, Tensor]


def case(text: str) -> int:
    """Tell how a word is capitalised: the encoder itself reads small letters only."""
    if not any(c.isalpha() for c in text):
        return 0
    if text.islower():
        return 1
    if len(text) == 1:
        return 2
    return 3 if text.istitle() else 4 if text.isupper() else 5


def spelled(words: Words, tokenizer: Tokenizer) -> Tensor:
    """Return the pieces of every word, -1 where it has no more; white space is `END`."""
    table = torch.full((len(words.texts), MOST), -1)
    for row, text in zip(table, words.texts, strict=True):
        ids = [] if text.isspace() else tokenizer.encode(text, add_special_tokens=False).ids
        for place, piece in enumerate(ids[:MOST] or [END]):
            row[place] = piece
    return table


class Biaffine(nn.Module):
    """Scores every pair of words, `out` numbers a pair."""

    def __init__(self, width: int, inner: int, out: int) -> None:
        super().__init__()
        self.dependent = nn.Sequential(nn.Linear(width, inner), nn.GELU(), nn.Dropout(0.2))
        self.head = nn.Sequential(nn.Linear(width, inner), nn.GELU(), nn.Dropout(0.2))
        self.weight = nn.Parameter(torch.randn(out, inner + 1, inner + 1) / inner)

    def sides(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return words as dependents and as heads, a constant added."""
        return tuple(
            functional.pad(side(x), (0, 1), value=1.0) for side in (self.dependent, self.head)
        )

    def arcs(self, x: Tensor) -> Tensor:
        """Return the score of every head (last) for every word."""
        dependent, head = self.sides(x)
        return dependent @ self.weight[0].to(x.dtype) @ head.transpose(1, 2)

    def labels(self, x: Tensor, heads: Tensor) -> Tensor:
        """Return the score of every label for the given heads."""
        dependent, head = self.sides(x)
        chosen = head.gather(1, heads.unsqueeze(-1).expand(-1, -1, head.shape[-1]))
        return torch.einsum("bli,oij,blj->blo", dependent, self.weight.to(x.dtype), chosen)


class Heads(nn.Module):
    """What is told of each word, from a vector of it."""

    def __init__(self, width: int, labels: Labels, arc: int = ARC, label: int = LABEL) -> None:
        super().__init__()
        sizes = {"tags": labels.tags, "morphs": labels.morphs, "names": labels.names}
        self.plain = nn.ModuleDict({k: nn.Linear(width, len(v)) for k, v in sizes.items()})
        self.starts = nn.Linear(width, 2)
        self.norm = nn.LayerNorm(width)
        self.arcs = Biaffine(width, arc, 1)
        self.deps = Biaffine(width, label, len(labels.deps))

    def forward(self, x: Tensor, real: Tensor, heads: Tensor | None = None) -> Logits:
        """Return logits; those of labels for `heads`, where not given for the likeliest."""
        out = {name: layer(x).float() for name, layer in self.plain.items()}
        out["starts"] = self.starts(x).float()
        x = self.norm(x)
        out["heads"] = self.arcs.arcs(x).float().masked_fill(~real.unsqueeze(1), -1e4)
        best = out["heads"].argmax(-1) if heads is None else heads.clamp(min=0)
        out["deps"] = self.deps.labels(x, best).float()
        return out


class Teacher(nn.Module):
    """The encoder and its heads."""

    def __init__(self, folder: Path, pieces: Tensor, cases: Tensor, labels: Labels) -> None:
        super().__init__()
        config = MPNetConfig.from_json_file(folder / "config.json")
        self.encoder = MPNetModel(config, add_pooling_layer=False)
        self.encoder.load_state_dict(load_file(folder / "model.safetensors"), strict=False)
        self.case = nn.Embedding(CASES, config.hidden_size)
        nn.init.zeros_(self.case.weight)
        self.drop = nn.Dropout(0.2)
        self.heads = Heads(config.hidden_size, labels)
        self.register_buffer("pieces", pieces, persistent=False)
        self.register_buffer("cases", cases, persistent=False)

    def vectors(self, words: Tensor) -> Tensor:
        """Return a vector of every word: that of its first piece."""
        real = words >= 0
        table = self.pieces[words.clamp(min=0)].masked_fill(~real.unsqueeze(-1), -1)
        begins = functional.pad((table >= 0).flatten(1).cumsum(1), (1, 0))[:, :-1]
        first = begins[:, :: table.shape[-1]] + 1
        flat = table.flatten(1)
        order = (flat < 0).long().argsort(dim=1, stable=True)
        ids, length = flat.gather(1, order), (flat >= 0).sum(1)
        kinds = self.cases[words.clamp(min=0)].repeat_interleave(table.shape[-1], 1)
        kinds = kinds.gather(1, order)
        longest = int(length.max())
        ids = functional.pad(ids[:, :longest].clamp(min=-1), (1, 1), value=-1)
        kinds = functional.pad(kinds[:, :longest], (1, 1))
        ids[:, 0] = BEGIN
        ids.scatter_(1, (length + 1).unsqueeze(1), END)
        mask = ids >= 0
        ids = ids.masked_fill(~mask, PAD)
        embedded = self.encoder.embeddings.word_embeddings(ids) + self.case(kinds)
        out = self.encoder(inputs_embeds=embedded, attention_mask=mask.long()).last_hidden_state
        first = first.clamp(max=out.shape[1] - 1).unsqueeze(-1)
        return out.gather(1, first.expand(-1, -1, out.shape[-1]))

    def forward(self, words: Tensor, heads: Tensor | None = None) -> Logits:
        """Return logits of everything."""
        return self.heads(self.drop(self.vectors(words)), words >= 0, heads)


@dataclass(slots=True)
class Batches:
    """Chunks on the device, in batches of like length."""

    data: dict[str, Tensor]
    size: int

    def __iter__(self) -> Iterator[dict[str, Tensor]]:
        """Yield batches of about `size` words, shuffled."""
        lengths = (self.data["words"] >= 0).sum(1)
        order = (lengths + torch.rand(len(lengths), device=lengths.device) * 8).argsort()
        ends, total, groups = lengths[order].tolist(), 0, [[]]
        for place, length in zip(order.tolist(), ends, strict=True):
            if total + length > self.size and groups[-1]:
                groups.append([])
                total = 0
            groups[-1].append(place)
            total += length
        for n in torch.randperm(len(groups)).tolist():
            index = torch.tensor(groups[n], device=lengths.device)
            widest = int(lengths[index].max())
            yield {k: v[index][:, :widest] for k, v in self.data.items()}


def on_device(chunks: Chunks) -> dict[str, Tensor]:
    """Return the matrices as tensors."""
    names = ("words", "tags", "morphs", "heads", "deps", "names", "starts")
    return {k: torch.tensor(getattr(chunks, k), device=DEVICE).long() for k in names}


def loss(logits: Logits, batch: dict[str, Tensor]) -> Tensor:
    """Return the sum of the losses of everything annotated."""
    total = 0.0
    for name, scores in logits.items():
        gold = batch[name].masked_fill(batch["words"] < 0, UNKNOWN)
        if (gold >= 0).any():
            total = total + functional.cross_entropy(
                scores.flatten(0, 1), gold.flatten(), ignore_index=UNKNOWN
            )
    return total


def train(model: nn.Module, batches: Batches, *, epochs: int, rate: float) -> None:
    """Train; the heads learn twenty times as fast as the encoder."""
    encoder = list(model.encoder.parameters())
    rest = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": rate}, {"params": rest, "lr": rate * 20}], weight_decay=0.01
    )
    steps = epochs * sum(1 for _ in batches)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min((n + 1) / (steps * 0.06), max(0.0, 1 - n / (steps + 10)))
    )
    model.train()
    for epoch in range(epochs):
        total, began = torch.zeros((), device=DEVICE), time.time()
        for batch in batches:
            with torch.autocast(DEVICE, torch.bfloat16):
                logits = model(batch["words"], batch["heads"])
            value = loss(logits, batch)
            optimizer.zero_grad()
            value.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += value.detach()
        print(f"epoch {epoch}, loss {float(total):.0f}, {time.time() - began:.0f} s", flush=True)


@torch.no_grad()
def measure(model: nn.Module, batches: Batches) -> dict[str, float]:
    """Return shares right on annotated words, in percent: tags, heads, heads with labels, names."""
    model.eval()
    right: dict[str, float] = {}
    count: dict[str, float] = {}

    def add(name: str, good: Tensor, mask: Tensor) -> None:
        right[name] = right.get(name, 0.0) + float((good & mask).sum())
        count[name] = count.get(name, 0.0) + float(mask.sum())

    for batch in batches:
        with torch.autocast(DEVICE, torch.bfloat16):
            logits = model(batch["words"])
        best = {k: v.argmax(-1) for k, v in logits.items()}
        known = batch["heads"] >= 0
        add("UAS", best["heads"] == batch["heads"], known)
        good = (best["heads"] == batch["heads"]) & (best["deps"] == batch["deps"])
        add("LAS", good, known)
        for name in ("tags", "morphs", "starts"):
            add(name, best[name] == batch[name], batch[name] >= 0)
        named = (batch["names"] > 0) | ((best["names"] > 0) & (batch["names"] == 0))
        add("names", best["names"] == batch["names"], named)
    return {name: round(100 * right[name] / max(1.0, count[name]), 2) for name in right}
