"""Whose article it is, when nobody but its own words can say so."""

from __future__ import annotations

import re
from collections import Counter

from pipeline.stages.clean.draft import Draft, joined
from pipeline.stages.clean.names import is_outlet, key, lexicon

_NAME = r"(?P<name>(?:the )?(?:[A-Z][\w.&’'-]*|of|and)(?:\s(?:[A-Z][\w.&’'-]*|of|and|24)){0,4})"
#: An outlet names itself like this. `told X` alone is weak: papers quote what others were told.
_SELF = re.compile(
    r"\b(?:shared with|provided to|obtained by|seen by|reviewed by|verified by|geolocated by|"
    rf"analy[sz]ed by|shown to|sent to|approached by|contacted by|told)\s{_NAME}"
)
_ITSELF = re.compile(
    rf"\b{_NAME}(?:\s(?:earlier |previously |first |exclusively |has |had )+"
    r"(?:revealed|reported|learned|learnt|seen|obtained|verified|approached|contacted)"
    r"|\s(?:could not|was unable to|cannot|can not|has not been able to|is unable to)"
    r"\s(?:independently )?(?:verify|confirm|reach)"
    r"|\sunderstands"
    r"|(?:’s|'s)\s(?:own )?(?:analysis|correspondent|reporters?|team))\b"
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\W*(?:(?:19|20)\d\d\W*){0,2}(?:by )?(?P<name>[A-Z][^.,;|©]{1,40}?)"
    r"(?=\s*(?:[.,;|]|all rights|$))",
    re.IGNORECASE,
)
_FIRST_IN = re.compile(
    r"(?:[Tt]his (?:article|story|report|piece)|[Ii]t) (?:was )?(?:first|originally|also)? ?"
    rf"(?:appeared|published|produced) (?:first |originally )?(?:in|on|by|at) {_NAME}"
)


def infer(draft: Draft) -> None:
    """Set `outlet` from what was taken out of the text, else `outlet_inferred` from its words.

    Inferred is the one outlet that the text lets speak of itself (`told X`, `X could not verify`);
    where it does so of two, nothing is inferred and both stay candidates.
    """
    for line in draft.boilerplate:
        if found := _COPYRIGHT.search(line) or _FIRST_IN.search(line):
            name = found["name"].strip()
            if is_outlet(name) or _COPYRIGHT.match(line):
                draft.note("outlet", name, "copyright or source line")
                draft.outlet = draft.outlet or name
    if draft.outlet:
        return
    text, _ = joined(draft.lines)
    votes: Counter[str] = Counter()
    for pattern in (_SELF, _ITSELF):
        for found in pattern.finditer(text):
            if name := _known(found["name"]):
                votes[name] += 1
                start, end = max(0, found.start() - 30), min(len(text), found.end() + 30)
                evidence = text[start:end].replace("\n", " ").strip()
                draft.note("outlet", name, f"the text names itself: “{evidence}”")
    if len(votes) == 1:
        draft.outlet_inferred = next(iter(votes))


def _known(name: str) -> str | None:
    """Return the outlet at the start of a run of capitalised words, as its owner writes it."""
    words = re.sub(r"(?:[’']s)?[.,’']*$", "", name).split()
    for end in range(len(words), 0, -1):
        run = " ".join(words[:end])
        if key(run) in lexicon().outlets:
            return lexicon().outlets[key(run)]
        if is_outlet(run):
            return re.sub(r"^the ", "", run)
    return None
