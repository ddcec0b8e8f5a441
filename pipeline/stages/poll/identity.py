"""Which entries are new, and what tells the entries of a feed apart.

A feed is asked for guids; where they fail it falls back to addresses, then to content:

    guid      two entries with one guid are one entry, whatever became of address and title
    url       guids are reused for other articles, or change with every poll
    content   addresses cannot tell entries apart either: many entries, one page

A policy gives way when more than 5 % of the entries, and at least two, speak against it (the
tolerance of FreshRSS). It never goes back by itself. No rule may lose an entry: in doubt it is new.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline import ids
from pipeline.records import Entry, Identity, Sighting

Content = tuple[str | None, ...]
TOLERANCE = 0.05
RANK: dict[Identity, int] = {"guid": 0, "url": 1, "content": 2}


@dataclass(frozen=True, slots=True)
class Judged:
    """The entries of a poll with their ids; the new ones; the policy that told them."""

    listed: tuple[Entry, ...]
    new: tuple[Entry, ...]
    policy: Identity
    note: str | None = None


class Known:
    """What was listed before, found by id, guid and address."""

    def __init__(self, sightings: Iterable[Sighting]) -> None:
        self.ids: set[str] = set()
        self.by_guid: dict[str | None, list[Sighting]] = defaultdict(list)
        self.by_url: dict[str | None, list[Sighting]] = defaultdict(list)
        for sighting in sightings:
            self.ids.add(sighting.id)
            self.by_guid[sighting.guid].append(sighting)
            self.by_url[sighting.canonical_url].append(sighting)

    def with_guid(self, entry: Entry) -> list[Sighting]:
        """Return the sightings with the guid of an entry."""
        return self.by_guid.get(entry.guid, []) if entry.guid else []

    def with_url(self, entry: Entry) -> list[Sighting]:
        """Return the sightings at the address of an entry."""
        return self.by_url.get(entry.canonical_url, []) if entry.url else []


def judge(entries: Iterable[Entry], sightings: Iterable[Sighting], policy: Identity) -> Judged:
    """Give entries their ids and tell which are new, given the `sightings` of them before."""
    listed, known = list(entries), Known(sightings)
    chosen, note = _policy(listed, known, policy)
    taken = {entry.guid for entry in listed if _taken_over(entry, known)}
    distinct = {entry.id: entry for entry in named(listed, chosen, taken=taken)}
    pages = Counter(entry.canonical_url for entry in listed)
    new = tuple(
        entry
        for entry in distinct.values()
        if entry.id not in known.ids
        and not _met(entry, known, chosen, alone=pages[entry.canonical_url] == 1)
    )
    return Judged(tuple(distinct.values()), new, chosen, note)


def _met(entry: Entry, known: Known, policy: Identity, *, alone: bool) -> bool:
    """Tell whether an entry was met under another id. `alone`: no other listed has its page."""
    if policy == "content":
        return False
    if alone and known.with_url(entry):
        return True
    return policy == "guid" and _stayed(entry, known.with_guid(entry))


def _stayed(entry: Entry, namesakes: list[Sighting]) -> bool:
    """Tell whether an entry is one of those with its guid: address or title must have stayed."""
    return any(
        entry.title == other.title or entry.canonical_url == other.canonical_url
        for other in namesakes
    )


def _taken_over(entry: Entry, known: Known) -> bool:
    """Tell whether an entry's guid was known, but only of other articles."""
    namesakes = known.with_guid(entry)
    return bool(namesakes) and not _stayed(entry, namesakes)


def _policy(listed: list[Entry], known: Known, policy: Identity) -> tuple[Identity, str | None]:
    """Return the policy to go by, and what there is to say if it is another than before."""
    guids, pages = _shared(listed)
    taken = [entry for entry in listed if _taken_over(entry, known)]
    reused = _over(taken + [entry for entry in listed if entry.guid in guids], listed)
    churned = _over([entry for entry in listed if _renamed(entry, known)], listed)
    missing = _over([entry for entry in listed if not entry.guid], listed)
    crowded = _over([entry for entry in listed if entry.canonical_url in pages], listed)
    if crowded and (reused or churned or missing or policy == "url"):
        after: Identity = "content"
        why = "neither guids nor addresses do it"
    elif reused or churned:
        after, why = "url", "guids are reused" if reused else "guids change from poll to poll"
    else:
        return policy, None
    if RANK[after] <= RANK[policy]:
        return policy, None
    return after, f"entries are told apart by {after} from now on: {why}"


def _shared(listed: list[Entry]) -> tuple[set[str | None], set[str | None]]:
    """Return the guids that several pages share, and the pages that several titles share."""
    guids = Counter(guid for guid, _ in {(e.guid, e.canonical_url) for e in listed})
    pages = Counter(page for page, _ in {(e.canonical_url, e.title) for e in listed})
    return (
        {guid for guid, count in guids.items() if guid and count > 1},
        {page for page, count in pages.items() if page and count > 1},
    )


def _renamed(entry: Entry, known: Known) -> bool:
    """Tell whether an entry's page was known, but only under other guids."""
    same = known.with_url(entry) if entry.guid else []
    return bool(same) and all(other.guid != entry.guid for other in same)


def _over(against: list[Entry], listed: list[Entry]) -> bool:
    return len(against) >= 2 and len(against) > TOLERANCE * len(listed)


def named(
    listed: list[Entry], policy: Identity, *, taken: Collection[str | None] = ()
) -> Iterator[Entry]:
    """Give each entry the shortest name that no other entry shares; guids that were `taken` do."""
    keys = [_keys(entry, policy) for entry in listed]
    distinct = set(keys)
    mute: Counter[Content] = Counter()
    guids = Counter(guid for guid, _, _ in distinct)
    pages = Counter((guid, page) for guid, page, _ in distinct)
    for entry, (guid, page, content) in zip(listed, keys, strict=True):
        if guid and guids[guid] == 1 and guid not in taken:
            name: tuple[str | None, ...] = ("guid", guid)
        elif page and pages[guid, page] == 1:
            name = ("url", guid, page)
        else:
            name = ("content", guid, page, ids.make(*content))
            if not (entry.title and (entry.guid or page)):  # too little to call two of them one
                mute[content] += 1
                name = (*name, str(mute[content]))
        yield replace(entry, id=ids.make("entry", entry.feed_id, *name))


def _keys(entry: Entry, policy: Identity) -> tuple[str | None, str | None, Content]:
    """Return guid, page and content of an entry, as far as the policy believes in them."""
    when = entry.published_at.isoformat() if entry.published_at else None
    return (
        entry.guid if policy == "guid" else None,
        entry.canonical_url if policy != "content" else None,
        (entry.title, entry.summary, when, entry.canonical_url),
    )
