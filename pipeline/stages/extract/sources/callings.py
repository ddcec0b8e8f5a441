"""Callings: which words of a source are an office or a calling, and which only look like one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.stages.extract.sources.lists import GIVEN, KIN, KINDS, ROLES, SUFFIXES, TITLES
from pipeline.stages.extract.sources.names import name_at_start, personal
from pipeline.stages.extract.sources.traits import STOPS, bare, plural_noun

#: ends of words for those who study or practise something
LEARNED = re.compile(
    r"[a-z](?:olog|onom|graph|chem|phys|biolog|iatr|neur|genet|linguist)i(?:st|cist)$|grapher$|ologist$"
)
PRACTISING = re.compile(r"(?:[a-z]{3}[^\Wls]|[a-z]{2}[aeou]l)ist$")  #: florist, not checklist
#: ranks and dignities that stand between an office and a name
SOLDIERS = frozenset((
    "general", "colonel", "captain", "lieutenant", "major", "brigadier", "sergeant", "admiral",
    "gen", "col", "capt", "lt", "maj", "sgt", "adm", "ayatollah", "sheikh", "archbishop", "rabbi",
))  # fmt: skip
#: bodies that are surnames too
SURNAMES = frozenset(("church", "court", "bank", "tank", "force", "palace", "army"))
TOGETHER = frozenset(("of", "for", "the", "and", "&", "on"))  #: in a body before an office


def held(word: str) -> bool:
    """Tell a word for an office or a calling."""
    low = bare(word)
    practises = LEARNED.search(low) or (word.islower() and PRACTISING.search(low))
    return low in ROLES or bool(practises)


def last_role(words: Sequence[str]) -> int | None:
    """Return the index of the role or title that a name may follow, or that heads the phrase."""
    end = next((i for i, w in enumerate(words) if i and w.lower() in STOPS), len(words))
    roles = [i for i in range(end) if held(words[i]) or bare(words[i]) in TITLES]
    roles = [i for i in roles if not _in_body(words, i, end)]
    roles = [i for i in roles if bare(words[i]) != "fellow" or i == end - 1]
    roles = [i for i in roles if words[i] != "Don" or i + 2 < end]  # Don Lee; Don Bo Lee
    roles = [i for i in roles if words[i] != "Dean" or words[i + 1 : i + 2] in (["of"], ["at"])]
    roles = [i for i in roles if not (i > 1 and i == end - 1 and bare(words[i]) in SUFFIXES)]
    roles = [i for i in roles if not (i and words[i][0].isupper() and bare(words[i]) in KIN)]
    return roles[-1] if roles else _role_behind(words)  # Masayoshi Son is nobody's son


def _in_body(words: Sequence[str], i: int, end: int) -> bool:
    """Tell an office in the name of a body or a person: Justice Department, Choe Su Hon."""
    if not words[i][0].isupper():
        return False
    before, after = words[i - 1 : i], words[i + 1 : i + 2]
    led = bool(before) and before[0][0].isupper()
    if words[i] in {"Guard", "Guards"} and led:
        return after == [] or not held(after[0])  # the Coast Guard; not its commandant
    if words[i] == "General" and (after == ["Staff"] or (led and bare(before[0]) in KINDS)):
        return True
    if led and _in_name(words[: i + 1], [] if i == end - 1 else after):
        return True
    kind = bare(after[0]) if after and after[0][0].isupper() else ""
    return kind in KINDS - SURNAMES and not plural_noun(kind)


def _in_name(words: Sequence[str], after: Sequence[str]) -> bool:
    """Tell a title that is part of a name: Khalid Sheikh Anwar, Choe Su Hon, drummer Ann Baker."""
    before, word = words[-2], bare(words[-1])
    if after:
        return before.lower() in GIVEN and word in SOLDIERS and after[0][0].isupper()
    if word in TITLES - ROLES:
        return not held(before)
    return word not in SOLDIERS and _surname(words)


def _led_name(words: Sequence[str], i: int) -> bool:
    """Tell an office with a capital before a name: House of Lords Speaker Ann Lee."""
    body = any(w.lower() in {"of", "for"} for w in words[:i])
    return body and words[i].istitle() and len(words) - i in {3, 4} and personal(words[i + 1 :])


def _surname(words: Sequence[str]) -> bool:
    """Tell a calling that is a family name: drummer Ann Baker."""
    if words[-2].lower() in GIVEN:
        return True
    k = len(words)
    while k and words[k - 1][0].isupper():
        k -= 1
    return 0 < k < len(words) - 1 and words[k - 1].islower() and held(words[k - 1])


def _role_behind(words: Sequence[str]) -> int | None:
    """Return the role after a name with small words: `University of Leeds biochemist Ann Lee`."""
    for i in range(len(words) - 1, 1, -1):
        if held(words[i]) and (words[i].islower() or _led_name(words, i)):
            body = len(words[:i])  # … Center for Health medical anthropologist Ann Lee
            while body and words[body - 1].islower() and words[body - 1] not in STOPS | TOGETHER:
                body -= 1
            before = all(w[0].isupper() or w in TOGETHER for w in words[:body])
            after = words[i + 1 :]
            whole = len(name_at_start(after)) == len(after)
            return i if before and whole and body and words[body - 1][0].isupper() else None
    return None
