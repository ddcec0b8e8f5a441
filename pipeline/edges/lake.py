"""The lake: the same tables on DuckLake, for many machines.

    PostgreSQL        the catalog; every transaction of every loader goes through it
    a folder, s3://   the files; nothing in them ever changes
    news.duckdb       views and macros over it on each machine, made by its first load

DuckDB cannot download its extensions everywhere, so they come as packages or lie in a folder.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import duckdb

from pipeline.edges.batch import Batch, quoted
from pipeline.edges.database import SETTINGS, first_line
from pipeline.edges.files import force
from pipeline.edges.index import index
from pipeline.edges.migrate import migrate, of_lake, surface
from pipeline.edges.warehouse import Loaded, Warehouse, grouped
from pipeline.errors import EnvironmentFault, WarehouseError

EXTENSIONS = ("postgres_scanner", "ducklake")
MERGE = (
    "CALL ducklake_merge_adjacent_files('lake')",
    "CALL ducklake_expire_snapshots('lake', older_than => now() - INTERVAL 7 DAY)",
    "CALL ducklake_cleanup_old_files('lake', older_than => now() - INTERVAL 7 DAY)",
)
PAUSE_S = 0.2  # before a loader that came second tries again


@dataclass(frozen=True, slots=True)
class Lake:
    """Where a lake is, as the settings say."""

    catalog: str  #: how libpq finds the database of PostgreSQL; passwords come from its environment
    files: str  #: a folder that all machines see, or s3://bucket/folder
    extensions: str  #: a folder with DuckDB's extensions; empty: those of the packages

    def attach(self, db: duckdb.DuckDBPyConnection, *, read_only: bool = False) -> None:
        """Attach it as `lake`. Raises EnvironmentFault, WarehouseError."""
        for name in EXTENSIONS:
            db.execute(f"LOAD {quoted(self._extension(name))}")
        if self.files.startswith("s3://"):
            self._reach_bucket(db)
        options = "READ_ONLY" if read_only else f"DATA_PATH {quoted(self.files.rstrip('/') + '/')}"
        try:
            db.execute(f"ATTACH {quoted('ducklake:postgres:' + self.catalog)} AS lake ({options})")
        except duckdb.Error as error:
            raise WarehouseError(
                f"lake: cannot be opened ({first_line(error)}); see lake.catalog and lake.files"
            ) from None

    def _reach_bucket(self, db: duckdb.DuckDBPyConnection) -> None:
        """Load what reads buckets. Who asks and where, the environment says, as for all of AWS.

        `httpfs` takes AWS_REGION, AWS_ACCESS_KEY_ID and so on from there; what it does not know is
        AWS_ENDPOINT_URL, where a store is that is not Amazon's.
        """
        db.execute(f"LOAD {quoted(self._extension('httpfs'))}")
        if endpoint := os.environ.get("AWS_ENDPOINT_URL"):
            url = urlsplit(endpoint)
            db.execute(f"SET s3_endpoint = {quoted(url.netloc)}")
            db.execute(f"SET s3_use_ssl = {url.scheme == 'https'}")
            db.execute("SET s3_url_style = 'path'")

    def _extension(self, name: str) -> Path:
        version = f"v{duckdb.__version__}"
        file = f"{name}.duckdb_extension"
        found = find_spec(f"duckdb_extension_{name}")
        places = [Path(place) / "extensions" / version for place in _places(found)]
        if self.extensions:
            places = [Path(self.extensions)]
        for place in places:
            if (place / file).exists():
                return place / file
        package = f"duckdb-extension-{name.replace('_', '-')}=={duckdb.__version__}"
        raise EnvironmentFault(
            f"lake: DuckDB {duckdb.__version__} lacks its extension {name}; install {package}, "
            f"or put {file} for this version into a folder and name it in lake.extensions"
        )


def _places(spec: object) -> Iterable[str]:
    return getattr(spec, "submodule_search_locations", None) or ()


class LakeWarehouse(Warehouse):
    """A warehouse on a lake. Loaders of any number of machines may be at work at once."""

    def __init__(self, folder: Path, *, wait_s: float, lake: Lake) -> None:
        super().__init__(folder, wait_s=wait_s)
        self.lake = lake

    def load(self, *batches: Batch) -> Loaded:
        """Append batches; they are there for everybody when this returns. Again, it adds 0 rows."""
        added: Counter[str] = Counter()
        with self.locked(), self._writing() as db:
            for group in grouped(batches):
                added.update(self._in_turn(db, group))
            self._index_in_turn(db)
            self._make_surface(db)
        return Loaded(dict(added))

    def rebuild(self) -> Loaded:
        """Refuse: a lake is made anew beside the old one. Raises WarehouseError."""
        raise WarehouseError(
            "lake: is not rebuilt in place; name a new lake.catalog and lake.files, "
            "then run `hearsay load`, which loads every batch"
        )

    def read(self) -> duckdb.DuckDBPyConnection:
        """Return a connection that reads the lake as it is now; close it when done."""
        db = super().read()
        self.lake.attach(db, read_only=True)
        return db

    def merge(self) -> None:
        """Put the small files of loads together; those of states older than a week go."""
        with self.locked(), self._writing() as db:
            for call in MERGE:
                db.execute(call)

    @contextmanager
    def _writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        db = duckdb.connect()
        try:
            for name in ("memory_limit", "TimeZone"):
                db.execute(f"SET {name} = '{SETTINGS[name]}'")
            self.lake.attach(db)
            db.execute("USE lake")
            migrate(db, lake=True)
            yield db
        finally:
            db.close()

    def _in_turn(self, db: duckdb.DuckDBPyConnection, group: list[Batch]) -> Counter[str]:
        """Append batches; where another loader was first, begin again behind it."""
        until = time.monotonic() + self.wait_s
        while True:
            try:
                return self._append(db, group)
            except duckdb.TransactionException as error:
                if time.monotonic() > until:
                    raise WarehouseError(
                        f"lake: other loaders were first for {self.wait_s:g} s "
                        f"({first_line(error)}); try again, or see load.wait_s"
                    ) from None
                time.sleep(PAUSE_S)  # the other loader goes on meanwhile

    def _index_in_turn(self, db: duckdb.DuckDBPyConnection) -> None:
        """Bring the index up; if another loader is at it, it does it."""
        try:
            index(db)
        except duckdb.TransactionException:
            db.execute("ROLLBACK")

    def _make_surface(self, db: duckdb.DuckDBPyConnection) -> None:
        """Make the file of views and macros that readers of this machine open, if it changed."""
        made = self.published.with_suffix(".made.tmp")
        made.unlink(missing_ok=True)
        tables = "SELECT table_name FROM duckdb_tables() WHERE database_name = 'lake'"
        tables += " AND schema_name = 'ledger'"
        listed = [row[0] for row in db.execute(tables).fetchall()]
        db.execute(f"ATTACH {quoted(made)} AS surface")
        db.execute("USE surface")
        db.execute("CREATE SCHEMA ledger")
        for table in listed:
            db.execute(f"CREATE VIEW ledger.{table} AS {of_lake(table)}")
        surface(db)
        db.execute("USE memory")
        db.execute("DETACH surface")
        force(made)
        made.replace(self.published)
