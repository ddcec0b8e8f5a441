"""Make what ships of what was trained: lemmas added, weights rounded, paths forgotten."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language

from training import conllu, lemmas

BITS = 8
"""Bits of mantissa kept (bfloat16 has 7, float16 10): the folder packs to half its size."""
META = {
    "name": "news",
    "version": "2.2.0",
    "description": "Tags, trees (Universal Dependencies), lemmas and names of English news.",
    "author": "The authors of Hearsay",
    "license": "CC BY-SA 4.0",
    "sources": [
        {"name": "UD English EWT", "license": "CC BY-SA 4.0", "author": "Silveira et al."},
        {
            "name": "GUM, nine genres of open texts",
            "license": "CC BY 4.0, texts CC BY / CC BY-SA / public domain",
            "author": "Zeldes et al.",
        },
        {
            "name": "Universal NER, English EWT (dev)",
            "license": "CC BY-SA 4.0",
            "author": "Mayhew et al.",
        },
        {"name": "Wikinews, 2019 and 2020", "license": "CC BY 2.5", "author": "Wikinews"},
        {"name": "WikiText-2, in part", "license": "CC BY-SA 3.0", "author": "Merity et al."},
        {"name": "Wikigold", "license": "CC BY 4.0", "author": "Balasuriya et al."},
        {"name": "CrossNER", "license": "MIT, texts CC BY-SA 3.0", "author": "Liu et al."},
        {"name": "MASC, in part", "license": "free for any use", "author": "Ide et al."},
        {
            "name": "Voice of America (Groningen Meaning Bank), State of the Union",
            "license": "public domain",
            "author": "various",
        },
        {
            "name": "all-mpnet-base-v2, as the teacher",
            "license": "Apache-2.0",
            "author": "Reimers et al.",
        },
        {"name": "spacy-lookups-data", "license": "MIT", "author": "Explosion"},
        {
            "name": "sentences and names of our own",
            "license": "Apache-2.0",
            "author": "The authors of Hearsay",
        },
    ],
}


def rounded(array: np.ndarray) -> np.ndarray:
    """Return the nearest float32 values with `BITS` bits of mantissa; their zeros pack well."""
    cut = 23 - BITS
    bits = array.astype(np.float32).view(np.uint32)
    return ((bits + (1 << (cut - 1))) & np.uint32(0xFFFFFFFF << cut & 0xFFFFFFFF)).view(np.float32)


def round_weights(nlp: Language) -> None:
    """Round every weight of a pipeline."""
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        for node in model.walk() if hasattr(model, "walk") else ():
            for name in node.param_names:
                if node.has_param(name):
                    node.set_param(name, rounded(node.get_param(name)))


def forget_words(nlp: Language, strings: Path) -> None:
    """Keep of all strings those that name labels; the words of the treebanks go."""
    labels = {label for labels in nlp.pipe_labels.values() for label in labels}
    labels |= {part for label in labels for part in label.split("||")}
    strings.write_text(json.dumps(sorted(labels), indent=1), encoding="utf-8")


def finish(trained: Path, *, data: Path, out: Path) -> None:
    """Make a trained pipeline the one that ships; the texts about it that lie in `out` stay."""
    nlp = spacy.load(trained)
    banks = (conllu.read(data / f"{name}.conllu.gz") for name in ("ewt-train", "gum-open-train"))
    lemmas.add(nlp, (s for bank in banks for document in bank for s in document.sentences))
    round_weights(nlp)
    nlp.meta |= META
    nlp.meta.pop("performance", None)
    nlp.config |= {"paths": {}, "corpora": {}, "training": {}, "initialize": {"components": {}}}
    texts = {path.name: path.read_bytes() for path in out.glob("*.md")}
    shutil.rmtree(out, ignore_errors=True)
    nlp.to_disk(out)
    forget_words(nlp, out / "vocab" / "strings.json")
    for name, text in texts.items():
        (out / name).write_bytes(text)
