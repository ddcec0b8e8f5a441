"""Make the language pipeline: `python -m training --data DIR`, or `make model DATA=DIR`.

Three steps, each skipped when its result is there (delete `training/work` to begin anew): the
corpus, the training, what ships. What `python -m training.teach` left in `training/work` is used.
`README.md` beside this file says what DIR must hold.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
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
    options = parser.parse_args()
    missing = [name for name in NEEDED if not (options.data / name).exists()]
    if missing:
        sys.exit(f"{options.data} lacks {', '.join(missing)}; see training/README.md")
    make_corpus(options.data)
    from training.finish import finish

    finish(train(), data=options.data, out=options.out)


def make_corpus(data: Path) -> None:
    """Write the treebanks as spaCy's training data, unless that is done."""
    from training.corpus import UNER_FILE, build

    if not (data / UNER_FILE).exists():
        print(f"{data} lacks {UNER_FILE}: fewer names to learn from; see training/README.md")
    WORK.mkdir(exist_ok=True)
    if not (WORK / "dev.spacy").exists():
        for part, words in build(data, WORK).items():
            print(f"{words:>9,} words  {part}")


def train() -> Path:
    """Train by `news.cfg` unless that is done; return the pipeline's folder."""
    folder = WORK / "news"
    if not (folder / "done").exists():
        command = [sys.executable, "-m", "spacy", "train", HERE / "news.cfg"]
        options = ["--code", HERE / "callbacks.py", "--output", folder]
        subprocess.run([*command, *options], check=True, cwd=HERE.parent)
        (folder / "done").touch()
    return folder / "model-last"


if __name__ == "__main__":
    main()
