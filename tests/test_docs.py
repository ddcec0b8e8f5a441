"""The documents say what is so: every command in them runs, every link leads somewhere."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)
TARGET = re.compile(r"^([a-z0-9_-]+):", re.MULTILINE)


def commands(page):
    """The command lines of a page that can be run as they stand."""
    lines = "\n".join(SHELL.findall(page.read_text("utf-8"))).splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A working directory with the seeds in it and what they gave in data/."""
    folder = tmp_path_factory.mktemp("place")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    run("hearsay backfill seeds", folder)
    return folder


def run(line, folder):
    words = shlex.split(line)
    assert words[0] == "hearsay", line
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", *words[1:]],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{line}\n{done.stderr}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_a_page_runs(page, place):
    targets = TARGET.findall((ROOT / "Makefile").read_text())
    for line in commands(page):
        if line.startswith("make "):
            assert line.split()[1] in targets
        else:
            run(line, place)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_to_a_file(page):
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8"))
    missing = [link for link in links if not (page.parent / link).exists()]
    assert missing == []


def test_the_card_that_ships_with_the_weights_is_that_of_the_documents():
    card = ROOT / "pipeline/model/README.md"
    assert card.read_text("utf-8") == (ROOT / "docs/model.md").read_text("utf-8")
