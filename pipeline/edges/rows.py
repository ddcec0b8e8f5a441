"""Rows: records as files and tables keep them: Arrow types, and times in UTC without zone."""

from __future__ import annotations

import types
from dataclasses import asdict, fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec
import pyarrow as pa

from pipeline.records import Record

R = TypeVar("R", bound=Record)


def arrow_type(hint: Any) -> pa.DataType:
    """Return the Arrow type of a record field. Datetimes are UTC without zone, as the tables."""
    simple = {
        str: pa.string(),
        int: pa.int64(),
        float: pa.float64(),
        bool: pa.bool_(),
        datetime: pa.timestamp("us"),
        date: pa.date32(),
    }
    if hint in simple:
        return simple[hint]
    origin, args = get_origin(hint), get_args(hint)
    if origin is Literal:
        return pa.string()
    if origin in (Union, types.UnionType):
        return arrow_type(next(arg for arg in args if arg is not type(None)))
    if origin is tuple:
        return pa.list_(arrow_type(args[0]))
    if is_dataclass(hint):
        return pa.struct(list(arrow_schema(hint)))
    raise TypeError(f"no Arrow type for {hint}")


def arrow_schema(record: Any) -> pa.Schema:
    """Return the Arrow schema of a record class, fields in the order of their definition."""
    hints = get_type_hints(record)
    return pa.schema([(field.name, arrow_type(hints[field.name])) for field in fields(record)])


def to_row(record: Any) -> dict[str, Any]:
    """Return a record as Arrow takes it."""
    row = asdict(record)
    return {
        key: naive(value) if isinstance(value, datetime) else value for key, value in row.items()
    }


def naive(moment: datetime) -> datetime:
    """Return a moment as files and tables keep it: UTC without zone."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def from_row(kind: type[R], row: dict[str, Any]) -> R:
    """Return the record of a row as Arrow or DuckDB gives it, its times told to be UTC."""
    for key, value in row.items():
        if isinstance(value, datetime):
            row[key] = value.replace(tzinfo=UTC)
    return msgspec.convert(row, kind)
