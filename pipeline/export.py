"""Export: claims for other programs; captures as WARC; for one claim everything that proves it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, get_args

import duckdb

from pipeline import ids
from pipeline.edges.archive import Archive, verify
from pipeline.edges.migrate import SQL
from pipeline.edges.warehouse import Warehouse
from pipeline.errors import EnvironmentFault, QueryError
from pipeline.stages import evidence

Form = Literal["csv", "json", "jsonld", "parquet"]
FORMS: tuple[Form, ...] = get_args(Form)
ROWS = 1_000


def _query(name: str) -> str:
    return (SQL / "export" / f"{name}.sql").read_text("utf-8")


def claims(warehouse: Warehouse, target: Path, form: Form, *, query: str = "FROM claims") -> int:
    """Write what a query gives, by default every claim, to a file; return how many rows.

    `jsonld` is one schema.org Claim a line and needs the columns of the view `claims`; in `csv`
    lists and structures are JSON. The file appears whole or not at all. Raises QueryError.
    """
    temporary = target.with_name(target.name + ".tmp")
    with warehouse.read() as db, _told(target):
        try:
            rows = (_jsonld if form == "jsonld" else _copy)(db, temporary, query, form)
            temporary.replace(target)
        except duckdb.Error as error:
            raise QueryError(str(error)) from None
        finally:
            temporary.unlink(missing_ok=True)
    return rows


def _copy(db: duckdb.DuckDBPyConnection, file: Path, query: str, form: Form) -> int:
    query = query.strip().rstrip(";")
    columns = "*"
    if form == "csv":
        described = db.execute(f"DESCRIBE {query}").fetchall()
        nested = [row[0] for row in described if row[1].endswith("]") or "(" in row[1]]
        flat = ", ".join(f'to_json("{name}")::VARCHAR AS "{name}"' for name in nested)
        columns = f"* REPLACE ({flat})" if flat else "*"
    place = str(file).replace("'", "''")
    db.execute(f"COPY (SELECT {columns} FROM ({query})) TO '{place}' (FORMAT {form})")
    return int(db.fetchall()[0][0])


def _jsonld(db: duckdb.DuckDBPyConnection, file: Path, query: str, _: Form) -> int:
    rows = 0
    with file.open("w", encoding="utf-8") as out:
        for row in _rows(db, query, []):
            if "content_parts" not in row:
                raise QueryError("jsonld needs the columns of claims; ask FROM claims WHERE …")
            out.write(json.dumps(evidence.jsonld(row), ensure_ascii=False) + "\n")
            rows += 1
    return rows


def _rows(db: duckdb.DuckDBPyConnection, query: str, values: list[Any]) -> Iterator[dict[str, Any]]:
    found = db.execute(query, values)
    names = [column[0] for column in found.description or []]
    while rows := found.fetchmany(ROWS):
        yield from (dict(zip(names, row, strict=True)) for row in rows)


def pack(claim_id: str, warehouse: Warehouse, archive: Archive, target: Path) -> list[Path]:
    """Write everything that proves a claim into a folder; return the files, the page first.

    claim.json (schema.org), article.json (the version and where its facts stood), text.txt (what
    the offsets count in), capture.warc.gz (request, answer, headers and body), index.html (to read)
    and SHA256SUMS, which `sha256sum -c` checks. Raises QueryError if there is no such claim.
    """
    with warehouse.read() as db:
        found = list(_rows(db, "FROM claims WHERE claim_id = ?", [claim_id]))
        if not found:
            raise QueryError(f"claim {claim_id}: not in the warehouse; take an id from claims")
        claim = found[0]
        article = next(_rows(db, _query("article"), [claim["version_id"]]))
    if not article["text"]:
        raise QueryError(
            f"claim {claim_id}: the text of its article is gone by upkeep.keep_texts_days; "
            "only the words of the claim are kept"
        )
    with _told(target):
        target.mkdir(parents=True, exist_ok=True)
        _write_json(target / "claim.json", evidence.jsonld(claim))
        _write_json(target / "article.json", {k: v for k, v in article.items() if k != "text"})
        (target / "text.txt").write_text(article["text"], "utf-8", newline="")
        archive.export([article["archive_key"]], target / "capture.warc.gz")
        names = ["claim.json", "article.json", "text.txt", "capture.warc.gz"]
        digests = {name: ids.sha256((target / name).read_bytes()) for name in names}
        page = evidence.page(claim, article, digests)
        (target / "index.html").write_text(page, "utf-8")
        sums = "".join(f"{digest}  {name}\n" for name, digest in digests.items())
        (target / "SHA256SUMS").write_text(sums, "utf-8")
    return [target / name for name in ("index.html", *names, "SHA256SUMS")]


def case(names: list[str], warehouse: Warehouse, archive: Archive, target: Path) -> int:
    """Write every capture of the pages that `names` name to one WARC file; return how many.

    A name is the address of a page, the id of an article, of one of its versions or of a claim, or
    a day (2024-10-18) on which articles were published. What was written is read back and compared
    with its digests. Raises QueryError for a name of nothing that is kept.
    """
    with warehouse.read() as db:
        found = db.execute(_query("captures"), {"names": names}).fetchall()
    if missing := sorted(set(names) - {name for name, _ in found}):
        raise QueryError(f"{missing[0]}: no page, article, claim or day that is kept")
    temporary = target.with_name(target.name + ".tmp")
    with _told(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            captures = archive.export(dict.fromkeys(key for _, key in found), temporary)
            verify(temporary)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    return captures


def _write_json(file: Path, value: dict[str, Any]) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n", "utf-8")


@contextmanager
def _told(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise EnvironmentFault(f"{target}: cannot be written ({error.strerror})") from None
