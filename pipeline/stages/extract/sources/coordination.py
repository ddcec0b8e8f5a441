"""Coordination: the several sources that one phrase joins, and the one that looks like it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.stages.extract.attribution import Attribution
from pipeline.stages.extract.sources.bodies import COMMON_BODIES
from pipeline.stages.extract.sources.lists import (
    AGENCY,
    ARMS,
    DETERMINERS,
    GIVEN,
    GOVERNMENT,
    KINDS,
    RANKS,
    ROLES,
    WHOLES,
)
from pipeline.stages.extract.sources.mentions import mention
from pipeline.stages.extract.sources.names import ARABIC
from pipeline.stages.extract.sources.places import place
from pipeline.stages.extract.sources.traits import POSSESSIVE, STOPS, bare, plural_noun, type_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

ALL = re.compile(r"^(?:both|either|neither)\s+|\s+(?:both|each|alike)$", re.IGNORECASE)
ACRONYM = re.compile(r" ?\(([A-Z]{2,8})\)$")
REACH = 120  #: characters of a name before its letters in brackets
SUCH_AS = re.compile(r",? (?:such as|including) ")
OF = frozenset(("of", "for", "on"))
#: what ends the name of a public body or an office that has several things in it
PUBLIC = (GOVERNMENT | AGENCY) - {"nations", "nato", "who"} | {"committee", "secretary", "minister"}


def split(doc: Doc, text: str, one: Attribution) -> list[str]:
    """Return the texts of the sources that one source phrase coordinates."""
    assert one.source is not None  # noqa: S101 - callers have looked
    start = _name_begin(doc, _word_begin(text, one.source.start))
    source = replace(one.source, start=start)
    one = replace(one, source=source)
    phrase = text[start : source.end].strip().partition("\n")[0]
    phrase = SUCH_AS.split(ALL.sub("", phrase))[0]
    if whole := _in_brackets(phrase, text, source.end):
        return [whole]
    parts = [part for part in re.split(r",?\s+and\s+|,\s+", phrase) if part]
    if _is_one(phrase, parts, text):
        return [phrase]
    return _several(phrase, parts) or _by_tree(doc, one) or [phrase]


def _is_one(phrase: str, parts: Sequence[str], text: str) -> bool:
    """Tell a phrase that names one source, or one group, though it is joined."""
    if len(parts) < 2 or phrase.lower().endswith(tuple(WHOLES)):
        return True
    if " and " in phrase and (_one_body(parts, text) or _of_both(parts)):
        return True
    each = (" and " in phrase and all(_alone(part) for part in parts)) or _each_of(parts)
    return not each and (_named_last(phrase) or _named_first(parts))


def _several(phrase: str, parts: Sequence[str]) -> list[str]:
    """Return the sources that the words alone tell apart, none where only the tree may."""
    if " and " in phrase and all(_alone(part) for part in parts):
        return list(parts)
    if each := _each_of(parts):
        return each
    both = [mention(part) for part in parts] if len(parts) == 2 and " and " in phrase else []
    if both and all(one.kind == "person" and " " in (one.name or "") for one in both):
        return list(parts)  # president Ann Lee and incoming Tide leader Bo Ek
    if len(parts) > 2 and all(_alone(part) for part in parts[1:]) and mention(parts[0]).plural:
        return list(parts[1:])  # two of its lenders, Banque Ardent and Norrland
    return []


def _one_body(parts: Sequence[str], text: str) -> bool:
    """Tell one name with `and` in it: Department of Health and Human Services.

    So does who leads it: Police and Crime Commissioner Ann Lee. Its pieces stand nowhere alone.
    """
    first, *_, last = parts
    words, ends = first.split(), last.split()
    if ends[0].lower() in DETERMINERS or not all(part[0].isupper() for part in parts[1:]):
        return False
    called = any(bare(w) in KINDS and w[0].isupper() for w in words) and OF & set(words)
    if len(parts) == 2 and called and len(ends) < 4 and ends[0].lower() not in GIVEN:
        return not _stands(last, parts[0], text)
    singles = [part for part in parts[:-1] if _one_field(_led(part))]
    public = [i for i, word in enumerate(ends) if bare(word) in PUBLIC | {"commissioner"}]
    office = len(singles) == len(parts) - 1 and public and public[-1] > 0
    follower = f" and {ends[0]}"
    return bool(office) and not any(
        (type_of(_led(one)) in {"agency", "outlet", "organization"} and one.lower() != "police")
        or _standing(" ".join(_led(one)), text, follower)
        for one in singles
    )


def _in_brackets(phrase: str, text: str, end: int) -> str | None:
    """Return the body whose letters stand in brackets behind it, cut at its commas or not."""
    letters = ACRONYM.search(phrase)
    if letters is None or (" and " not in phrase and ", " not in phrase):
        return None
    begin = end - len(letters[0])
    words = list(re.finditer(r"[\w’'&.-]+", text[max(0, begin - REACH) : begin]))
    for k in range(len(words) - 1, -1, -1):
        capitals = [word[0][0] for word in words[k:] if word[0][0].isupper()]
        if len(capitals) == len(letters[1]) and words[k][0][0].isupper():
            start = max(0, begin - REACH) + words[k].start()
            longer = end - start + len("the ") >= len(phrase)
            return text[start:end] if longer and "".join(capitals) == letters[1] else None
    return None


def _one_field(words: Sequence[str]) -> bool:
    """Tell what a public office or body may be for: Dolna, Trade, Norwegian Road Transport."""
    if not all(word[0].isupper() for word in words):
        return False
    return len(words) == 1 or (len(words) < 5 and bare(words[-1]) in RANKS | ARMS)


def _of_both(parts: Sequence[str]) -> bool:
    """Tell a group from two bodies: scientists from Sund University and the Aldersee Academy."""
    words, ends = parts[0].split(), _led(parts[-1])
    k = next((i for i, word in enumerate(words) if word in {"from", "at", "with", "of"}), 0)
    several = bool(k) and words[k - 1].islower() and plural_noun(bare(words[k - 1]))
    of_bodies = bool(words[k + 1 :]) and words[-1][0].isupper()
    return (
        len(parts) == 2 and several and of_bodies and all(w[0].isupper() or w in OF for w in ends)
    )


def _each_of(parts: Sequence[str]) -> list[str]:
    """Return those whom a plural introduces: the senators Ann Lee and Bo Ek, rivals Dol and Kar."""
    words = _led(parts[0])
    k = len(words)
    while k and words[k - 1][0].isupper() and not plural_noun(words[k - 1]):
        k -= 1
    several = 0 < k < len(words) and (words[k - 1].islower() or plural_noun(words[k - 1]))
    noun = words[k - 1].lower() if several else ""
    if not noun.endswith("s") or set(words[: k - 1]) & STOPS or not all(map(_alone, parts[1:])):
        return []
    single = noun.removesuffix("s")
    title = f"{single} " if single in ROLES else ""
    return [f"{title}{name}" for name in (" ".join(words[k:]), *parts[1:])]


def _led(part: str) -> list[str]:
    """Return the words of a part without its article."""
    words = part.split()
    return words[1:] if len(words) > 1 and words[0].lower() in DETERMINERS else words


def _stands(name: str, before: str, text: str) -> bool:
    """Tell whether a name stands somewhere without `… and` before it."""
    joined = text.count(f"{before.rsplit(maxsplit=1)[-1]} and {name}")
    return len(re.findall(rf"\b{re.escape(name)}\b", text)) > joined


def _standing(name: str, text: str, follower: str) -> bool:
    """Tell whether a name stands somewhere without what follows it here."""
    joined = rf"(?!(?:, [A-Z]\w+)*{re.escape(follower)})"
    return bool(re.search(rf"\b{re.escape(name)}\b{joined}", text))


def _named_last(phrase: str) -> bool:
    """Tell a phrase that ends with whom it describes: a neighbour in Lyon and Paris, Ann Lee."""
    described, comma, name = phrase.rpartition(", ")
    return (
        bool(comma)
        and " and " in described
        and mention(name).kind == "name"
        and _alone(name)
        and not _alone(described.split(", ")[0].split(" and ")[0])
    )


def _named_first(parts: Sequence[str]) -> bool:
    """Tell a name with several offices: Ann Lee, president and founder of Ceres."""
    led = [part.split()[0].lower() in DETERMINERS for part in parts]
    first, *others = [mention(part) for part in parts]
    bare_office = [other.role and not (other.name or other.plural) for other in others]
    if first.kind in {"name", "person"} and first.type in {None, "person"} and all(bare_office):
        if len(parts) == 2 and parts[1][0].islower() and not led[1]:
            return True  # Ann Lee of Sund and contributor to it
        if len(parts) == 3 and all(led[1:]):
            return True  # Ann Lee, his wife and the chair of the party
    if len(parts) > 1 and not any(led[:2]) and first.role and not (first.name or first.plural):
        return bool(others[0].role and others[0].name)  # moderator and author Ann Lee
    if len(parts) < 3 or led[-1]:
        return False
    personal = first.kind in {"name", "person"} and first.type in {None, "person"}
    return personal and bool(others[-1].role) and not others[-1].name


def _word_begin(text: str, start: int) -> int:
    """Return where the word begins whose end a span has: Stolz-Hernandez cut at its hyphen."""
    begin = start
    while begin and text[begin - 1] == "-" and begin > 1 and text[begin - 2].isalpha():
        begin -= 1
        while begin and text[begin - 1].isalpha():
            begin -= 1
    return begin


def _name_begin(doc: Doc, start: int) -> int:
    """Return where the name begins in whose midst a source was cut: United | States officials."""
    span = doc.char_span(start, start + 1, alignment_mode="expand")
    first = span[0] if span is not None else None
    while first is not None and first.ent_iob_ == "I" and first.text[0].isupper() and first.i:
        first = doc[first.i - 1]
    return first.idx if first is not None and first.text[0].isupper() else start


def _alone(part: str) -> bool:
    """Tell a part that is a name by itself."""
    words = part.split()
    while words and words[0].lower() in DETERMINERS:
        words = words[1:]
    found = place(words)
    if found:
        return found.kind != "people"
    owner = len(words) == 2 and POSSESSIVE.search(words[0]) and words[1] in COMMON_BODIES
    if owner and place([POSSESSIVE.sub("", words[0])]):
        return True  # Egypt's government
    return bool(words) and all(word[0].isupper() or ARABIC.match(word) for word in words)


def _by_tree(doc: Doc, one: Attribution) -> list[str]:
    """Return the conjuncts of the head of the phrase, if the tree has any."""
    assert one.source is not None  # noqa: S101 - callers have looked
    span = doc.char_span(one.source.start, one.source.end, alignment_mode="expand")
    if span is None or not span[0].dep:
        return []
    heads = [span.root, *(t for t in span.root.conjuncts if span.start <= t.i < span.end)]
    heads = sorted(heads, key=lambda token: token.i)
    joined = any(token.dep_ == "cc" and token.text != "&" for token in span)
    if len({token.ent_type_ for token in span}) == 1 and span[0].ent_type_ == "ORG":
        return []  # Foreign, Commonwealth and Development Office
    if len(heads) < 2 or not joined or any(h.pos_ not in {"NOUN", "PROPN", "PRON"} for h in heads):
        return []
    ends = [h.left_edge.i for h in heads[1:]] + [span.end]
    begins = [span.start, *ends[:-1]]
    parts = []
    for begin, end in zip(begins, ends, strict=True):
        words = doc[begin:end]
        while len(words) and (words[-1].is_punct or words[-1].lower_ in {"and", "or", "but"}):
            words = words[:-1]
        while len(words) and (words[0].is_punct or words[0].lower_ in {"and", "or", "both"}):
            words = words[1:]
        if len(words):
            parts.append(words.text)
    return parts if len(parts) == len(heads) else []
