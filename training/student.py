"""The student: the encoder that ships, trained on a GPU to say what the teacher says.

`Encoder` computes what spaCy's `MultiHashEmbed` and `MaxoutWindowEncoder` compute, so its weights
are theirs (`give`). It learns from the teacher's whole distributions, on the treebanks, on open
texts, and on copies of them with other words in place of every fourth.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
import torch
from spacy.language import Language
from thinc.api import Model
from torch import Tensor, nn
from torch.nn import functional

from training.chunks import Labels, Words
from training.teacher import DEVICE, Heads, Logits

SWAPPED = {"NN": 0.25, "NNS": 0.25, "JJ": 0.25, "NNP": 0.5, "NNPS": 0.5, "CD": 0.5}
SWAPPED |= dict.fromkeys(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ"), 0.2)
"""How often a word of a tag is put in the place of another of the same tag."""
MIXED = 3
"""Pieces of the layer that mixes the embeddings: spaCy fixes them."""
SOFT = ("tags", "morphs", "names", "starts", "heads", "deps")


class Maxout(nn.Module):
    """thinc's Maxout with its layer norm and dropout."""

    def __init__(self, inner: int, width: int, pieces: int, dropout: float) -> None:
        super().__init__()
        self.linear = nn.Linear(inner, width * pieces)
        nn.init.xavier_uniform_(self.linear.weight)
        nn.init.zeros_(self.linear.bias)
        self.norm = nn.LayerNorm(width, eps=1e-8)
        self.drop = nn.Dropout(dropout)
        self.shape = (width, pieces)

    def forward(self, x: Tensor) -> Tensor:
        """Return the greatest of the pieces, normalised."""
        return self.drop(self.norm(self.linear(x).unflatten(-1, self.shape).amax(-1)))


class Encoder(nn.Module):
    """Hashed embeddings of a word's features, mixed; then convolutions over three words."""

    def __init__(self, rows: list[Tensor], sizes: list[int], shape: tuple[int, int, int]) -> None:
        super().__init__()
        width, depth, pieces = shape
        self.tables = nn.ModuleList(nn.Embedding(size, width) for size in sizes)
        for table in self.tables:
            nn.init.uniform_(table.weight, -0.1, 0.1)
        for number, hashed in enumerate(rows):
            self.register_buffer(f"rows{number}", hashed, persistent=False)
        self.mix = Maxout(width * len(sizes), width, MIXED, 0.1)
        self.layers = nn.ModuleList(Maxout(3 * width, width, pieces, 0.1) for _ in range(depth))

    def forward(self, words: Tensor) -> Tensor:
        """Return a vector of every word; zeros lie around the text, as in thinc."""
        real, depth = (words >= 0).unsqueeze(-1), len(self.layers)
        index = words.clamp(min=0)
        parts = [
            table(getattr(self, f"rows{n}")[index]).sum(-2) for n, table in enumerate(self.tables)
        ]
        x = self.mix(torch.cat(parts, -1)) * real
        x = functional.pad(x, (0, 0, depth, depth))
        for layer in self.layers:
            around = torch.cat(
                [
                    functional.pad(x, (0, 0, 1, 0))[:, :-1],
                    x,
                    functional.pad(x, (0, 0, 0, 1))[:, 1:],
                ],
                -1,
            )
            x = x + layer(around)
        return x[:, depth : depth + words.shape[1]]


class Student(nn.Module):
    """The encoder and the heads it is trained with; of these, tags and morphs ship too."""

    def __init__(self, encoder: Encoder, width: int, labels: Labels) -> None:
        super().__init__()
        self.encoder = encoder
        self.heads = Heads(width, labels, arc=256, label=96)

    def forward(self, words: Tensor, heads: Tensor | None = None) -> Logits:
        """Return logits of everything."""
        return self.heads(self.encoder(words), words >= 0, heads)


def hashed_rows(model: Model, words: Words) -> tuple[list[Tensor], list[int]]:
    """Return for every word the rows of each table of a thinc encoder, and the tables' sizes."""
    keys = np.asarray(words.keys, dtype="uint64")
    rows, sizes = [], []
    for node in tables(model):
        size = node.get_dim("nV")
        column = np.ascontiguousarray(keys[:, node.attrs["column"]])
        hashed = node.ops.hash(column, node.attrs["seed"]) % size
        rows.append(torch.from_numpy(hashed.astype("int64")))
        sizes.append(size)
    return rows, sizes


def tables(model: Model) -> list[Model]:
    """Return the embedding tables of a thinc encoder."""
    return [node for node in model.walk() if node.name == "hashembed"]


def maxouts(nlp: Language) -> list[Model]:
    """Return the layers of a pipeline's encoder: the one that mixes, then the convolutions."""
    return [node for node in nlp.get_pipe("tok2vec").model.walk() if node.name == "maxout"]


def give(student: Student, nlp: Language) -> None:
    """Put the student's weights into the encoder, the tagger and the morphologizer of `nlp`."""
    model = nlp.get_pipe("tok2vec").model
    for node, table in zip(tables(model), student.encoder.tables, strict=True):
        node.set_param("E", array(table.weight))
    norms = [node for node in model.walk() if node.name == "layernorm"]
    ours = [student.encoder.mix, *student.encoder.layers]
    for node, norm, layer in zip(maxouts(nlp), norms, ours, strict=True):
        node.set_param("W", array(layer.linear.weight).reshape(*layer.shape, -1))
        node.set_param("b", array(layer.linear.bias).reshape(layer.shape))
        norm.set_param("G", array(layer.norm.weight))
        norm.set_param("b", array(layer.norm.bias))
    for pipe, name in (("tagger", "tags"), ("morphologizer", "morphs")):
        out = next(n for n in nlp.get_pipe(pipe).model.walk() if n.name.startswith("softmax"))
        out.set_param("W", array(student.heads.plain[name].weight))
        out.set_param("b", array(student.heads.plain[name].bias))


def array(weight: Tensor) -> np.ndarray:
    """Return a weight as numpy has it."""
    return np.ascontiguousarray(weight.detach().float().cpu().numpy())


class Swapper:
    """Puts other words of the same tag in the place of words; tags as the teacher gives them."""

    def __init__(self, words: Tensor, tags: Tensor, labels: Labels) -> None:
        self.rates = torch.tensor([SWAPPED.get(tag, 0.0) for tag in labels.tags])
        self.rates = self.rates.to(words.device)
        self.pools = {}
        inner = torch.zeros_like(words, dtype=torch.bool)
        inner[:, 1:] = words[:, 1:] >= 0
        for number, tag in enumerate(labels.tags):
            if tag in SWAPPED:
                self.pools[number] = words[inner & (tags == number)]

    def copy(self, words: Tensor, tags: Tensor) -> Tensor:
        """Return the words, some of them others."""
        out = words.clone()
        chosen = torch.rand(words.shape, device=words.device) < self.rates[tags]
        for number, pool in self.pools.items():
            place = chosen & (tags == number) & (words >= 0)
            if len(pool):
                count = int(place.sum())
                out[place] = pool[torch.randint(len(pool), (count,), device=words.device)]
        return out


@torch.no_grad()
def told(teacher: nn.Module, words: Tensor, size: int = 128) -> Iterator[dict[str, Tensor]]:
    """Yield, in batches, the words and what the teacher says of them, half precision."""
    lengths = (words >= 0).sum(1)
    for index in lengths.argsort().split(size):
        batch = words[index][:, : int(lengths[index].max())]
        with torch.autocast(DEVICE, torch.bfloat16):
            said = {name: logits.softmax(-1).half() for name, logits in teacher(batch).items()}
        yield {"words": batch.int(), "index": index} | said


def distance(student: Logits, batch: dict[str, Tensor]) -> Tensor:
    """Return the cross entropy between what the teacher and what the student says."""
    real = batch["words"] >= 0
    total = torch.zeros((), device=real.device)
    for name in SOFT:
        each = -(batch[name].float() * student[name].log_softmax(-1)).sum(-1)
        total = total + each[real].mean()
    return total


def train(model: Student, batches: list[dict[str, Tensor]], *, seconds: float, rate: float) -> int:
    """Train for a time, the rate falling to nothing; return the steps."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.01)
    began, steps, sums = time.time(), 0, 0.0
    while True:
        for number in torch.randperm(len(batches)).tolist():
            spent = (time.time() - began) / seconds
            if spent >= 1:
                return steps
            for group in optimizer.param_groups:
                group["lr"] = rate * min(1.0, (steps + 1) / 500) * (1 - spent)
            batch = batches[number]
            value = distance(model(batch["words"], batch["heads"].argmax(-1)), batch)
            optimizer.zero_grad(set_to_none=True)
            value.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            optimizer.step()
            steps += 1
            sums += value.detach()
            if steps % 500 == 0:
                print(f"step {steps} {spent:.0%} loss {float(sums) / 500:.4f}", flush=True)
                sums = 0.0
