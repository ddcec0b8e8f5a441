"""Make the language pipeline: `python -m training --data DIR`, or `make model DATA=DIR`.

The steps, each skipped when its result is there (delete `training/work` to begin anew): the
corpus, the training, what ships. What `python -m training.teach` left in `training/work` is used.
Options such as `--training.max_steps 300` go to spaCy's training and change what `news.cfg` says.
`README.md` beside this file says what DIR must hold.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
WORK = HERE / "work"
MODEL = HERE.parent / "pipeline" / "model"
NEEDED = (
    "ewt-train.conllu.gz",
    "ewt-dev.conllu.gz",
    "gum-open-train.conllu.gz",
    "gum-open-dev.conllu.gz",
)


def main() -> None:
    """Build the corpus, train, and write `pipeline/model`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the treebanks")
    parser.add_argument("--out", type=Path, default=MODEL, help="where the pipeline goes")
    parser.add_argument("--start", type=Path, help="an earlier pipeline, to go on from its weights")
    options, changes = parser.parse_known_args()
    missing = [name for name in NEEDED if not (options.data / name).exists()]
    if missing:
        sys.exit(f"{options.data} lacks {', '.join(missing)}; see training/README.md")
    if not find_spec("spacy_lookups_data"):
        sys.exit("spacy-lookups-data is not installed: pip install spacy-lookups-data==1.0.5")
    make_corpus(options.data)
    if options.start:
        go_on_from(options.start)
    from training.finish import finish

    finish(train(changes), data=options.data, out=options.out)


def make_corpus(data: Path) -> None:
    """Write the treebanks as spaCy's training data, unless that is done."""
    from training.corpus import UNER_FILE, build

    if not (data / UNER_FILE).exists():
        print(f"{data} lacks {UNER_FILE}: fewer names to learn from; see training/README.md")
    WORK.mkdir(exist_ok=True)
    if not (WORK / "dev.spacy").exists():
        for part, words in build(data, WORK).items():
            print(f"{words:>9,} words  {part}")


def go_on_from(pipeline: Path) -> None:
    """Leave the labels and weights of an earlier pipeline where the training looks for them."""
    from spacy import load

    from training import encoder

    nlp = load(pipeline, exclude=["lemmatizer"])
    (WORK / "labels").mkdir(exist_ok=True)
    for name, labels in ((p, nlp.get_pipe(p).label_data) for p in nlp.pipe_names[1:]):
        (WORK / "labels" / f"{name}.json").write_text(json.dumps(labels), encoding="utf-8")
    encoder.save(nlp, WORK / "start.npz", nlp.pipe_names)


def train(changes: Sequence[str] = ()) -> Path:
    """Train by `news.cfg`, so changed, unless that is done; return the pipeline's folder.

    The gold alone tells what labels there are: silver has no others, and is longer.
    """
    folder, labels = WORK / "news", WORK / "labels"
    if not (labels / "ner.json").exists():
        spacy("init", "labels", HERE / "news.cfg", labels, "--corpora.train.times.silver", "0")
    if not (folder / "done").exists():
        spacy("train", HERE / "news.cfg", "--output", folder, *changes)
        (folder / "done").touch()
    return folder / "model-last"


def spacy(*command: str | Path) -> None:
    """Run one of spaCy's commands with our code."""
    code = ("--code", HERE / "callbacks.py")
    subprocess.run([sys.executable, "-m", "spacy", *command, *code], check=True, cwd=HERE.parent)


if __name__ == "__main__":
    main()
