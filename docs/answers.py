"""Write into the documents what the five documents of seeds/ answer.

docs/sql.md is made of every question of sql/queries. In README.md and docs/walk.md an SQL block
with `<!-- answer -->` below it gets its answer.

python docs/answers.py            write them
python docs/answers.py --check    fail if they do not say what the queries answer now
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from pipeline import flow  # noqa: E402  it is this checkout's that answers
from pipeline.edges.batch import Batch  # noqa: E402
from pipeline.settings import Settings  # noqa: E402
from pipeline.stages.poll import feed as start  # noqa: E402
from pipeline.tools import Tools  # noqa: E402

PAGE = ROOT / "docs" / "sql.md"
FILLED = (ROOT / "README.md", ROOT / "docs" / "walk.md")
BLOCK = re.compile(r"(```sql\n(.*?)\n```\n<!-- answer -->\n).*?(<!-- end -->)", re.DOTALL)
ROWS, WIDE = 8, 90
HEAD = """# Ask anything: the cookbook

Open the published database with anything that speaks DuckDB; it never waits for a load:

    hearsay sql "FROM who_said_first('12,000')"
    duckdb -readonly data/news.duckdb
    python -c "import pipeline; pipeline.open().sql('FROM claims').show()"

`hearsay sql` alone lists views and macros; every one, and every column of a view, has a comment
(`FROM duckdb_views()`, `FROM duckdb_columns()`, `FROM duckdb_functions()`). Under a name of your
own (`ATTACH 'news.duckdb' AS news`) views answer as `news.claims`; macros want `USE news` first.
How the words of a question are compared with texts, and which tables stand behind the views, is
told in [warehouse.md](warehouse.md).

`latest` keeps the claims of older versions of an article from counting twice; macros do so
themselves, but for `who_said_first` and `changed_claims`, which ask about older versions.

Each question below is a file of `sql/queries/`, and its answer is what the five documents of
`seeds/` give: at most {rows} rows, long cells cut. `make docs` writes this page anew.
"""


def seeds(folder: Path) -> duckdb.DuckDBPyConnection:
    """Walk the seeds into a warehouse below `folder`; return a connection to it."""
    with Tools(Settings.load(data=folder), datetime(2024, 12, 1, tzinfo=UTC)) as tools:
        batch = Batch.open(tools.batches, "seeds", now=tools.now)
        feed = start.make("seeds", "folder", language="en")
        flow.ingest([feed], batch, tools)
        return tools.warehouse.read()


def page(db: duckdb.DuckDBPyConnection) -> str:
    """Return the page with every question, its SQL and its answer."""
    pieces = [HEAD.format(rows=ROWS)]
    for path in sorted((ROOT / "sql" / "queries").glob("*.sql")):
        question, query = path.read_text("utf-8").split("\n", 1)
        pieces.append(f"\n## {question.removeprefix('-- ')}\n\n```sql\n{query.strip()}\n```\n")
        pieces.extend(_answer(db, query))
    return "\n".join(pieces)


def filled(text: str, db: duckdb.DuckDBPyConnection) -> str:
    """Return a document with an answer below each SQL block that asks for one."""

    def fill(block: re.Match[str]) -> str:
        return block[1] + "\n" + "\n".join(_answer(db, block[2])) + "\n" + block[3]

    return BLOCK.sub(fill, text)


def _answer(db: duckdb.DuckDBPyConnection, query: str) -> Iterator[str]:
    found = db.execute(query)
    names = [column[0] for column in found.description or []]
    rows = found.fetchall()
    if not rows:
        yield "No rows: the seeds hold nothing of the kind."
        return
    yield "| " + " | ".join(names) + " |"
    yield "|---" * len(names) + "|"
    yield from ("| " + " | ".join(_cell(value) for value in row) + " |" for row in rows[:ROWS])
    if len(rows) > ROWS:
        yield f"\n… {len(rows) - ROWS} more."


def _cell(value: Any) -> str:
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        value = value.date()
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else " ".join(str(value).split()).replace("|", "\\|")
    return text if len(text) <= WIDE else text[: WIDE - 1].rstrip() + "…"


def main() -> None:
    """Write the documents, or with --check compare them."""
    os.chdir(ROOT)  # addresses of files are told as `hearsay backfill seeds` tells them
    with tempfile.TemporaryDirectory() as folder, seeds(Path(folder)) as db:
        made = {PAGE: page(db)} | {path: filled(path.read_text("utf-8"), db) for path in FILLED}
    for path, text in made.items():
        if "--check" not in sys.argv:
            path.write_text(text, "utf-8")
        elif path.read_text("utf-8") != text:
            sys.exit(f"{path} is old: run make docs")


if __name__ == "__main__":
    main()
