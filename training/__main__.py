"""Make the language pipeline: `python -m training --data DIR`, or `make model DATA=DIR`.

Four steps, each skipped when its result is there (delete `training/work` to begin anew): the
corpus, the trees, the names, what ships. `README.md` beside this file says what DIR must hold.
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
    "uner-ewt-dev.iob2",
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
    WORK.mkdir(exist_ok=True)
    if not (WORK / "names-dev.spacy").exists():
        from training.corpus import build

        for part, words in build(options.data, WORK).items():
            print(f"{words:>9,} words  {part}")
    trained = [train(kind) for kind in ("trees", "names")]
    from training.finish import finish

    finish(*trained, data=options.data, out=options.out)


def train(kind: str) -> Path:
    """Train by `trees.cfg` or `names.cfg` unless that is done; return the pipeline's folder."""
    folder = WORK / kind
    if not (folder / "done").exists():
        command = [sys.executable, "-m", "spacy", "train", HERE / f"{kind}.cfg"]
        options = ["--code", HERE / "tokens.py", "--output", folder]
        subprocess.run([*command, *options], check=True, cwd=HERE.parent)
        (folder / "done").touch()
    return folder / "model-last"


if __name__ == "__main__":
    main()
