"""The house stands as drawn: imports, records and tables, stages and commands."""

import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from pipeline import flow
from pipeline.edges.rows import arrow_schema
from pipeline.edges.warehouse import Warehouse
from pipeline.records import RECORDS

ROOT = Path(__file__).parents[1]


def test_the_import_floors_hold():
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("pipeline.records", ["msgspec", "pyarrow", "duckdb", "spacy"]),
        ("pipeline.cli", ["spacy", "trafilatura", "aiohttp"]),
    ],
)
def test_an_import_does_not_bring_what_it_does_not_need(module, heavy):
    code = f"import sys, {module}; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.TABLE)
def test_every_field_of_a_record_is_a_column_of_its_table(record, empty_warehouse):
    with empty_warehouse.read() as db:
        described = db.execute(f"DESCRIBE ledger.{record.TABLE}").fetchall()
    names = [field.name for field in fields(record)]
    assert [row[0] for row in described][: len(names) + 1] == [*names, "batch_id"]
    assert arrow_schema(record).names == names


@pytest.fixture(scope="module")
def empty_warehouse(tmp_path_factory):
    from datetime import UTC, datetime

    from pipeline.edges.batch import Batch

    folder = tmp_path_factory.mktemp("data")
    warehouse = Warehouse(folder, wait_s=1)
    warehouse.load(Batch.open(folder / "batches", "none", now=datetime(2026, 1, 1, tzinfo=UTC)))
    return warehouse


def test_every_stage_is_a_module_a_step_and_a_word_of_the_walk():
    for stage in flow.STAGES:
        assert (ROOT / "pipeline/stages" / stage).exists() or (
            ROOT / f"pipeline/stages/{stage}.py"
        ).exists()
        assert callable(getattr(flow, stage))
        assert stage in flow.__doc__


def test_the_stages_that_can_be_run_are_those_of_the_walk():
    from typing import get_args

    from pipeline.cli.walk import StageName

    assert list(get_args(StageName)) == list(flow.STAGES)
