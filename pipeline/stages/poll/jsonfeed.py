"""JSON Feed 1.0 and 1.1 (jsonfeed.org), read leniently: a wrong type is as good as nothing."""

from __future__ import annotations

import json
from typing import Any

from pipeline.errors import Unreadable
from pipeline.stages.poll.listing import Item, Listing


def read(text: str) -> Listing:
    """Read the text of a JSON Feed. Raises Unreadable if it is none."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"JSON that cannot be read: {error}") from None
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise Unreadable("JSON without a list of items; no feed, check the address")
    language = _text(feed.get("language"))
    return Listing(
        format="json" + (_text(feed.get("version")) or "").rpartition("/")[2],
        items=tuple(_item(item) for item in feed["items"] if isinstance(item, dict)),
        title=_text(feed.get("title")),
        home=_text(feed.get("home_page_url")),
        language=language,
        older=_text(feed.get("next_url")),
    )


def _item(item: dict[str, Any]) -> Item:
    people = [*_list(item.get("authors")), item.get("author")]
    return Item(
        guid=_text(item.get("id")),
        link=_text(item.get("url")) or _text(item.get("external_url")),
        title=_text(item.get("title")),
        authors=tuple(name for person in people if (name := _name(person))),
        summary=next(filter(None, map(_text, map(item.get, SUMMARIES))), None),
        published=_text(item.get("date_published")),
        updated=_text(item.get("date_modified")),
        language=_text(item.get("language")),
        media=tuple(
            url
            for part in _list(item.get("attachments"))
            if isinstance(part, dict) and (url := _text(part.get("url")))
        ),
    )


SUMMARIES = ("summary", "content_text", "content_html")


def _name(person: object) -> str | None:
    return _text(person.get("name")) if isinstance(person, dict) else _text(person)


def _text(value: object) -> str | None:
    """Return a string, or a number as one: ids are often numbers."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.strip() or None


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
