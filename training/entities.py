"""Names in GUM: from its layer of entities (whole noun phrases) to the names inside them.

GUM annotates every mention with a type. A mention holds a name when its head is a proper noun; the
name is the head with the proper modifiers next to it, without titles and roles: in `Malaysia 's
Prime Minister , Najib Razak` only `Najib Razak` is a person, and `Malaysia` a place; `the Shadow
Home Secretary` is nobody's name. Behind a head that is none the name may follow: `the actor Dennis
Hopper`, `the town of Gonzales`.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from training.conllu import Word

LABELS = {
    "person": "PERSON",
    "organization": "ORG",
    "place": "PLACE",
    "event": "EVENT",
    "object": "PRODUCT",
}
PLACES = Path(__file__).parents[1] / "pipeline" / "stages" / "extract" / "places.toml"
BEFORE = {"compound", "amod", "flat", "nummod"}
INSIDE = {"ORG": {"of", "for", "and", "on", "in"}, "PLACE": {"of", "and"}, "EVENT": {"of", "on"}}
TITLES = (
    "mr mrs ms miss mx dr prof professor sir lord lady dame saint st president vice prime minister "
    "secretary chancellor premier governor gov mayor senator sen representative rep congressman "
    "congresswoman speaker judge justice chief executive officer chairman chairwoman chair "
    "director king queen prince princess emperor empress duke duchess pope cardinal bishop "
    "archbishop father sister brother rabbi imam ayatollah sheikh shaikh general gen lieutenant lt "
    "colonel col major maj captain capt sergeant sgt admiral adm commander marshal coach manager "
    "ambassador attorney deputy foreign defense defence interior finance spokesman spokeswoman "
    "spokesperson us u.s. uncle aunt mom mum dad god founder editor author actor actress singer "
    "dean earl count viscount baron baroness marquess marquis tsar czar sultan reverend rev apa "
    "madam madame mme mademoiselle mlle monsieur sheriff constable detective inspector officer "
    "commissioner councillor councilman delegate trustee superintendent undersecretary protector "
    "fellow leader whip ceo cfo doctor mother grandma grandpa majesty highness honor honour "
    "excellency member people refugee congressmen guardsmen"
)

Span = tuple[int, int, str]
"""First word, one past the last word, label."""


def groups() -> frozenset[str]:
    """Return the words for peoples, nations and faiths, with their plurals, from `places.toml`."""
    with PLACES.open("rb") as file:
        data = tomllib.load(file)
    people = [name for place in data["countries"] + data["regions"] for name in place["people"]]
    people += data["groups"]
    return frozenset(people) | {p + "s" for p in people if not p.endswith(("s", "ese", "ish"))}


def mentions(words: list[Word]) -> list[Span]:
    """Return every mention GUM marks in a sentence, with GUM's own type."""
    found: list[Span] = []
    still_open: list[tuple[int, str, str]] = []
    for place, word in enumerate(words):
        marks = re.search(r"Entity=([^|]*)", word.misc)
        for mark in re.findall(r"\([^()]*\)?|[^()]*\)", marks.group(1)) if marks else ():
            if not mark.startswith("("):
                number = mark.rstrip(")")
                at = max((i for i, m in enumerate(still_open) if m[1] == number), default=None)
                if at is not None:
                    start, _, kind = still_open.pop(at)
                    found.append((start, place + 1, kind))
                continue
            number, kind = mark[1:].rstrip(")").split("-")[:2]
            if mark.endswith(")"):
                found.append((place, place + 1, kind))
            else:
                still_open.append((place, number, kind))
    return found


def proper(word: Word) -> bool:
    """Tell whether a word is a proper noun."""
    return word.upos == "PROPN" or word.xpos in ("NNP", "NNPS")


def name(words: list[Word], mention: Span, ends: frozenset[int]) -> tuple[int, int] | None:
    """Return the name inside a mention; None when there is none, or only a title.

    `ends` holds where mentions end: a genitive that is no mention belongs to the name (`the Korean
    People 's Army`, but `Korea 's | Army`).
    """
    first, last, kind = mention
    label = LABELS[kind]
    tops = (
        i for i in range(first, last) if not first <= words[i].head < last or words[i].head == i
    )
    head = next(tops, first)
    if proper(words[head]):
        start, end = leftward(words, head, first, ends), rightward(words, (head, last), label)
    else:
        start, end = called(words, (head, last), label)
    titles = TITLES.split()
    if label == "PERSON" and end == head + 1 and start < head and is_title(words[head], titles):
        return None
    while label == "PERSON" and start < end and is_title(words[start], titles):
        start += 1
    return (start, end) if start < end else None


def is_title(word: Word, titles: list[str]) -> bool:
    """Tell whether a word is a title, or more than one."""
    form = word.form.lower().rstrip(".")
    return form in titles or form.removesuffix("s") in titles


def called(words: list[Word], reach: tuple[int, int], label: str) -> tuple[int, int]:
    """Return the name behind a common noun: `actor Dennis Hopper`, `town of Gonzales`."""
    head, last = reach
    for place in range(head + 1, last):
        word = words[place]
        if word.head != head or not proper(word):
            continue
        of = label == "PLACE" and word.dep == "nmod" and words[head + 1].form == "of"
        start = leftward(words, place, head + 1, frozenset())
        if word.dep == "flat" or of or (word.dep == "appos" and start == head + 1):
            end = rightward(words, (place, last), "")
            while end < last and proper(words[end]) and words[end].dep == "flat":
                end = rightward(words, (end, last), "")
            return start, end
    return head, head


def leftward(words: list[Word], head: int, first: int, ends: frozenset[int]) -> int:
    """Return the first word of the unbroken run of proper modifiers that ends in the head."""
    start = head
    for place in range(head - 1, first - 1, -1):
        word, before = words[place], words[max(place - 1, first)]
        if word.xpos == "HYPH" and place > first and proper(before):
            continue
        if word.xpos == "POS" and place > first and proper(before) and place + 1 not in ends:
            continue
        below = word.dep in (*BEFORE, "nmod:poss") and place < word.head <= head
        if not (proper(word) and (below or (word.dep == "flat" and first <= word.head < place))):
            break
        start = place
    return start


def rightward(words: list[Word], reach: tuple[int, int], label: str) -> int:
    """Return one past the last word: `flat` parts; for bodies and places also `of …`, `for …`."""
    head, last = reach
    end = head + 1
    for place in range(head + 1, last):
        word = words[place]
        if word.dep == "flat" and (head <= word.head < end or word.head > place):
            if proper(word) or word.xpos in ("CD", "HYPH") or label == "PERSON":
                end = place + 1
        elif word.dep in ("nmod", "conj") and head <= word.head < place and proper(word):
            gap = words[end:place]
            linked = bool(gap) and gap[0].form.lower() in INSIDE.get(label, ())
            if linked and all(proper(w) or w.dep in ("case", "det", "cc") for w in gap):
                end = place + 1
    return end


def names(words: list[Word], peoples: frozenset[str]) -> list[Span]:
    """Return the names of a sentence, no two overlapping (the longer wins).

    Words for peoples outside other names are NORP.
    """
    spans, marked = peoples_in(words, peoples), mentions(words)
    ends = frozenset(mention[1] for mention in marked)
    for mention in marked:
        found = name(words, mention, ends) if mention[2] in LABELS else None
        if found:
            several = mention[2] == "person" and words[found[1] - 1].xpos == "NNPS"
            spans.append((*found, "NORP" if several else LABELS[mention[2]]))
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s[0] - s[1], s[2] != "NORP", s[0])):
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return sorted(kept)


def peoples_in(words: list[Word], peoples: frozenset[str]) -> list[Span]:
    """Return adjectives and nouns of nationality, the longest first: `South Korean`."""
    spans: list[Span] = []
    place = 0
    while place < len(words):
        forms = [word.form for word in words[place : place + 3]]
        size = next((n for n in range(len(forms), 0, -1) if " ".join(forms[:n]) in peoples), 0)
        if size:
            spans.append((place, place + size, "NORP"))
        place += size or 1
    return spans
