"""Appositions: a name and what stands beside it by a comma: `Ann Lee, the mayor`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.records import SourceType
from pipeline.stages.extract.sources.lists import DOCUMENTS, NAMED_OUTLETS
from pipeline.stages.extract.sources.places import PEOPLES
from pipeline.stages.extract.sources.traits import Mention, type_of

FIRMS = frozenset(("organization", "outlet", "agency", "government"))
#: what a body may be as well as a person
EITHER = frozenset((
    "owner", "publisher", "partner", "developer", "operator", "champion", "rival", "contractor",
    "caterer", "distributor", "promoter", "sponsor", "host", "builder", "provider", "supplier",
))  # fmt: skip


def apposed(read: Sequence[Mention]) -> Mention:
    """Join a name and its apposition: `Ann Lee, the mayor`; `Ukraine’s president, Ann Lee`."""
    first = read[0]
    for other in read[1:]:
        if first.kind == other.kind == "described" and not first.role and other.type == "group":
            return other if any(w[0].isupper() for w in other.text.split()) else first
        if first.kind == "name" and first.name in PEOPLES and other.kind in {"name", "person"}:
            return replace(other, kind="person", type="person")  # a Republican, Ann Lee
        if first.kind == "name" and _holder(first, other):
            duty = (first.name or "").split()[0]
            return replace(other, kind="person", role=duty, type="person")
        if first.kind == "described" and other.kind in {"name", "person"}:
            person = (bool(first.role) or other.kind == "person") and other.type not in FIRMS
            person = person and not _runs_it(first, other)
            one_of = bool(first.role) and first.head == f"{first.role}s"
            offices = (other.role, first.role) if one_of else (first.role, other.role)
            role = offices[0] or offices[1] if person else None
            return replace(
                other,
                kind="person" if person else "name",
                role=role,
                organization=first.organization or other.organization,
                country=first.country or other.country,
                described=first.described | other.described,
                type="person" if person else _kind_of_both(first, other),
                gender=first.gender or other.gender,
            )
        if first.kind in {"name", "person"} and other.kind == "described":
            person = bool(other.role) or first.kind == "person"
            person = person and (first.type not in FIRMS or _surnamed(first, other))
            body = first.organization and type_of(first.organization.split())
            named_so = (other.organization or "").split()
            told_whole = len(named_so) > 1 or (named_so and type_of(named_so))
            whole = other.role and body is None and told_whole  # a sometime Ek critic
            return replace(
                first,
                kind="person" if person else "name",
                role=(other.role if whole else first.role) or other.role,
                organization=(other if whole else first).organization or other.organization,
                country=first.country or other.country,
                described=first.described | other.described,
                type="person" if person else (first.type or _sure(other)),
                gender=first.gender or other.gender,
            )
    return first


def _holder(first: Mention, other: Mention) -> bool:
    """Tell an office that no list has by its duty: `MEC for Water and Roads, Ann Lee`."""
    duty = (first.name or "").split()[1:2] in (["for"], ["of"]) and first.type is None
    name = (other.name or "").split()
    return duty and other.kind == "name" and other.type is None and len(name) in {2, 3}


def _runs_it(first: Mention, other: Mention) -> bool:
    """Tell a firm by what it is here: `The operator, Northlink`."""
    return first.head in EITHER and other.kind == "name" and len((other.name or "").split()) == 1


def _kind_of_both(first: Mention, other: Mention) -> SourceType | None:
    """Return what a body is, by its description unless that is of a person."""
    return other.type or "organization" if _runs_it(first, other) else first.type or other.type


def _surnamed(first: Mention, other: Mention) -> bool:
    """Tell a person whose surname is also an outlet's: `Bo Radio, a researcher at the college`."""
    words = (first.name or "").split()
    known = (first.name or "").lower() in NAMED_OUTLETS
    return first.type == "outlet" and len(words) == 2 and not known and other.head not in EITHER


def _sure(other: Mention) -> SourceType | None:
    """Return what kind a description is, but for a noun of no list."""
    return None if other.type == "document" and other.head not in DOCUMENTS else other.type
