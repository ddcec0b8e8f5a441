"""Let a teacher help: `python -m training.teach --data DIR --encoder DIR`; needs a GPU.

Fine-tunes the encoder on the treebanks (`teacher.py`); gives the treebanks the names they lack and
the open texts their trees and names (`silver.py`); trains the small encoder that ships on what the
teacher says (`student.py`). What it writes into `training/work` is used by `python -m training`.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import spacy
import torch
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training.initialize import init_nlp
from tokenizers import Tokenizer

from training import silver, student, teacher, texts
from training.__main__ import HERE, WORK, make_corpus
from training.callbacks import encoder
from training.chunks import Chunks, Labels, Numbers, Words, chunks

EPOCHS, RATE = 5, 6e-5
COPIES = 4
SECONDS = 600
"""How long the student learns: 170 s on one H100 gave the weights that ship."""


@dataclass(slots=True)
class Material:
    """All documents, as spaCy has them and as matrices."""

    docs: dict[str, list[Doc]]
    chunks: dict[str, Chunks]
    words: Words
    labels: Labels


def main() -> None:
    """Train teacher and student; write silver trees, names and the encoder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with treebanks and open/")
    parser.add_argument("--encoder", type=Path, required=True, help="folder of all-mpnet-base-v2")
    options = parser.parse_args()
    torch.manual_seed(1)
    make_corpus(options.data)
    if not (WORK / "open.spacy").exists():
        print(texts.build(options.data, WORK))
    config = spacy.util.load_config(HERE / "news.cfg")
    nlp = init_nlp(config)
    labels = Labels(
        list(nlp.get_pipe("tagger").labels),
        list(nlp.get_pipe("morphologizer").labels),
        sorted({*nlp.get_pipe("parser").labels, "ROOT", "dep"}),
    )
    material = gather(nlp, labels)
    model = taught(options.encoder, material)
    write_silver(model, material)
    distil(model, material, nlp)
    encoder.save(nlp, WORK / "start.npz")


def gather(nlp: Language, labels: Labels) -> Material:
    """Read the documents that `corpus.py` and `texts.py` wrote."""
    paths = {"gold": "train/gold.spacy", "dev": "dev.spacy", "open": "open.spacy"}
    docs = {k: list(DocBin().from_disk(WORK / p).get_docs(nlp.vocab)) for k, p in paths.items()}
    words, numbers = Words(), Numbers(nlp, labels)
    return Material(docs, {k: chunks(d, words, numbers) for k, d in docs.items()}, words, labels)


def taught(folder: Path, material: Material) -> teacher.Teacher:
    """Return the teacher, trained on the treebanks and on the names people marked in open texts."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    pieces = teacher.spelled(material.words, tokenizer)
    cases = torch.tensor([teacher.case(text) for text in material.words.texts])
    model = teacher.Teacher(folder, pieces, cases, material.labels).to(teacher.DEVICE)
    parts = [teacher.on_device(material.chunks[name]) for name in ("gold", "open")]
    parts[1] = {k: v[(parts[1]["names"] >= 0).any(1)] for k, v in parts[1].items()}
    both = {name: torch.cat([part[name] for part in parts]) for name in parts[0]}
    teacher.train(model, teacher.Batches(both, 4096), epochs=EPOCHS, rate=RATE)
    development = teacher.on_device(material.chunks["dev"])
    print(teacher.measure(model, teacher.Batches(development, 8000)))
    return model.eval()


def write_silver(model: teacher.Teacher, material: Material) -> None:
    """Write the open texts with trees and names, and names into treebanks that have none."""
    pairs = silver.annotate(model, material.chunks["open"], material.docs["open"], material.labels)
    DocBin(docs=silver.surest(list(pairs))).to_disk(WORK / "train" / "silver.spacy")
    gold = material.docs["gold"]
    silver.add_names(model, material.chunks["gold"], gold, material.labels)
    DocBin(docs=gold).to_disk(WORK / "train" / "gold.spacy")


def distil(model: teacher.Teacher, material: Material, nlp: Language) -> None:
    """Train the student on treebanks, open texts and copies of both; give its weights to `nlp`."""
    rows, sizes = student.hashed_rows(nlp.get_pipe("tok2vec").model, material.words)
    first, *layers = student.maxouts(nlp)
    shape = (first.get_dim("nO"), len(layers), layers[0].get_dim("nP"))
    learner = student.Student(student.Encoder(rows, sizes, shape), shape[0], material.labels)
    both = np.concatenate([material.chunks[name].words for name in ("gold", "open")])
    words = torch.tensor(both, device=teacher.DEVICE).long()
    batches = list(student.told(model, words))
    tags = torch.zeros_like(words)
    for batch in batches:
        tags[batch["index"], : batch["tags"].shape[1]] = batch["tags"].argmax(-1)
    swapper = student.Swapper(words, tags, material.labels)
    for _ in range(COPIES):
        batches += student.told(model, swapper.copy(words, tags))
    student.train(learner.to(teacher.DEVICE), batches, seconds=SECONDS, rate=1.5e-3)
    development = teacher.on_device(material.chunks["dev"])
    print(teacher.measure(learner, teacher.Batches(development, 8000)))
    student.give(learner, nlp)


if __name__ == "__main__":
    main()
