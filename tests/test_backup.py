"""Backup, restore, rebuild: what is lost comes back, what is rotten is noticed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from builders import NOON, a_warehouse
from river import river

from pipeline.edges.backup import backup, restore
from pipeline.edges.compact import compact, due
from pipeline.edges.warehouse import Warehouse
from pipeline.errors import EnvironmentFault, WarehouseError


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    made = a_warehouse(tmp_path / "data")
    made.load(*river(tmp_path / "data" / "batches"))
    return made


def test_a_rebuilt_database_is_the_same(warehouse):
    before = warehouse.fingerprint()
    warehouse.rebuild()
    assert warehouse.fingerprint() == before
    warehouse.file.write_bytes(b"rotten")
    warehouse.rebuild()
    assert warehouse.fingerprint() == before
    assert warehouse.load().total == 0


def test_a_batch_that_was_never_loaded_is_not_rebuilt(warehouse):
    mark = warehouse.folder / "batches" / "3" / "loaded.json"
    mark.unlink()
    assert warehouse.rebuild().added["articles"] == 3


def test_a_restored_backup_is_the_same(warehouse, tmp_path):
    made = backup(warehouse, tmp_path / "backup")
    assert made.copied == made.files > 10
    restored = Warehouse(tmp_path / "again", wait_s=1)
    restore(tmp_path / "backup", restored)
    assert restored.fingerprint() == warehouse.fingerprint()
    assert restored.rebuild().total
    assert restored.fingerprint() == warehouse.fingerprint()


def test_a_second_backup_copies_only_what_changed(warehouse, tmp_path):
    backup(warehouse, tmp_path / "backup")
    assert backup(warehouse, tmp_path / "backup").copied == 0


def test_a_rotten_backup_is_refused(warehouse, tmp_path):
    backup(warehouse, tmp_path / "backup")
    file = tmp_path / "backup" / "hearsay.duckdb"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    with pytest.raises(WarehouseError, match=r"hearsay\.duckdb: missing or not what was backed up"):
        restore(tmp_path / "backup", Warehouse(tmp_path / "again", wait_s=1))


def test_a_backup_that_was_cut_short_is_none(warehouse, tmp_path):
    backup(warehouse, tmp_path / "backup")
    (tmp_path / "backup" / "backup.json").unlink()
    with pytest.raises(WarehouseError, match="no whole backup"):
        restore(tmp_path / "backup", Warehouse(tmp_path / "again", wait_s=1))


def test_nothing_is_restored_over_a_warehouse(warehouse, tmp_path):
    backup(warehouse, tmp_path / "backup")
    with pytest.raises(EnvironmentFault, match="there is a warehouse already"):
        restore(tmp_path / "backup", warehouse)


def test_a_backup_inside_the_data_folder_is_refused(warehouse):
    with pytest.raises(EnvironmentFault, match="is inside"):
        backup(warehouse, warehouse.folder / "backup")


def test_what_was_compacted_leaves_the_backup_too(warehouse, tmp_path):
    backup(warehouse, tmp_path / "backup")
    compact(due(warehouse.folder, before=NOON + timedelta(days=30)))
    backup(warehouse, tmp_path / "backup")
    kept = {path.relative_to(tmp_path / "backup").parts[0] for path in files(tmp_path / "backup")}
    assert kept == {"compact"}
    restored = Warehouse(tmp_path / "again", wait_s=1)
    restore(tmp_path / "backup", restored)
    restored.rebuild()
    assert restored.fingerprint() == warehouse.fingerprint()


def files(folder: Path) -> list[Path]:
    return list(folder.rglob("*.parquet"))
