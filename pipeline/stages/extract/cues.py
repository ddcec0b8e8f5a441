"""Cues: the lexicon of words that attribute, read from `cues.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal, TypeAlias, get_args

from pipeline.errors import SettingsError
from pipeline.records import Stance

Certainty = Literal["certain", "probable", "possible"]
Reports = Literal["always", "with_content", "rarely"]
Part = Literal["verb", "noun", "adjective", "adverb", "phrase"]
Tables: TypeAlias = Mapping[str, Mapping[str, Any]]

NEGATED: Mapping[Stance, Stance] = {"confirms": "doubts", "denies": "doubts"}
PARTS: Mapping[str, Part] = {
    "VERB": "verb",
    "AUX": "verb",
    "NOUN": "noun",
    "PROPN": "noun",
    "ADJ": "adjective",
    "ADV": "adverb",
    "ADP": "phrase",
}  #: the part of the lexicon for a universal part-of-speech tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What the lexicon knows of one word that attributes."""

    lemma: str
    part: Part
    kind: str  #: its class: say, believe, deny …
    stance: Stance
    certainty: Certainty
    reports: Reports
    open: bool  #: neutral: the stance may be read from the content


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Every cue by part and lemma, the hedges, and what contents plainly do."""

    cues: Mapping[tuple[Part, str], Cue]
    lemmas: Mapping[str, Cue]  #: the same by lemma alone, verbs first
    hedges: Mapping[str, Certainty]
    contents: Mapping[Stance, tuple[tuple[str, ...], ...]]
    lists: Mapping[str, frozenset[str]]  #: small words by what they do
    forms: Mapping[str, str]  #: inflected form → lemma, of the verbs and auxiliaries

    def lemma(self, form: str) -> str:
        """Return the lemma of a form of a cue verb or auxiliary; of other words, the word."""
        low = form.lower()
        return self.forms.get(low, low)

    def get(self, lemma: str, pos: str) -> Cue | None:
        """Return the cue of a lemma with a universal part-of-speech tag, or None."""
        part = PARTS.get(pos)
        return self.cues.get((part, lemma.lower())) if part else None

    def find(self, lemma: str) -> Cue | None:
        """Return the cue of a lemma, whatever its part of speech, verbs first."""
        return self.lemmas.get(lemma.lower())


def read(*layers: Tables) -> Lexicon:
    """Return the lexicon of parsed TOML tables; words of later layers replace earlier ones.

    Raises SettingsError for a class, stance or degree that does not exist.
    """
    tables: dict[str, dict[str, Any]] = {}
    for layer in layers:
        for section, entries in layer.items():
            tables.setdefault(section, {}).update(entries)
    classes = tables.get("class", {})
    cues = {
        (part, lemma.lower()): _cue(lemma, part, entry, classes)
        for part in get_args(Part)
        for lemma, entry in tables.get(part, {}).items()
    }
    contents = {
        _one_of(stance, get_args(Stance), "content"): tuple(tuple(row.split()) for row in rows)
        for stance, rows in tables.get("content", {}).items()
    }
    hedges = {
        lemma: _one_of(degree, get_args(Certainty), lemma)
        for lemma, degree in tables.get("hedge", {}).items()
    }
    forms = {form: lemma for part, lemma in cues if part == "verb" for form in _inflected(lemma)}
    nouns = {_plural(lemma): lemma for part, lemma in cues if part == "noun"}
    forms = {**nouns, **forms}
    forms |= {lemma: lemma for part, lemma in cues if part == "verb"} | tables.get("forms", {})
    lists = {name: frozenset(words.split()) for name, words in tables.get("lists", {}).items()}
    first = {lemma: cues[part, lemma] for part, lemma in reversed(cues)}
    return Lexicon(
        cues=cues, lemmas=first, hedges=hedges, contents=contents, lists=lists, forms=forms
    )


@cache
def lexicon() -> Lexicon:
    """Return the lexicon that ships with the package."""
    text = resources.files(__package__).joinpath("cues.toml").read_text(encoding="utf-8")
    return read(tomllib.loads(text))


def _plural(noun: str) -> str:
    return f"{noun[:-1]}ies" if re.search(r"[^aeiou]y$", noun) else f"{noun}s"


def _inflected(lemma: str) -> tuple[str, ...]:
    """Return the regular forms of a verb: -s, -ed, -ing, with the usual turns of spelling."""
    if lemma.endswith("e"):
        return f"{lemma}s", f"{lemma}d", f"{lemma[:-1]}ing"
    if re.search(r"[^aeiou]y$", lemma):
        return f"{lemma[:-1]}ies", f"{lemma[:-1]}ied", f"{lemma}ing"
    if re.search(r"(s|x|z|ch|sh)$", lemma):
        return f"{lemma}es", f"{lemma}ed", f"{lemma}ing"
    doubled = f"{lemma}{lemma[-1]}"  # admit, chat; others are spelt so by nobody
    return f"{lemma}s", f"{lemma}ed", f"{lemma}ing", f"{doubled}ed", f"{doubled}ing"


def _cue(lemma: str, part: Part, entry: Any, classes: Mapping[str, Any]) -> Cue:
    own = {"class": entry} if isinstance(entry, str) else dict(entry)
    kind = _one_of(own.pop("class", None), tuple(classes), lemma)
    merged = {**classes[kind], **own}
    return Cue(
        lemma=lemma.lower(),
        part=part,
        kind=kind,
        stance=_one_of(merged.get("stance"), get_args(Stance), lemma),
        certainty=_one_of(merged.get("certainty"), get_args(Certainty), lemma),
        reports=_one_of(merged.get("reports"), get_args(Reports), lemma),
        open=bool(merged.get("open", False)),
    )


def _one_of(value: Any, allowed: tuple[Any, ...], lemma: str) -> Any:
    if value not in allowed:
        names = ", ".join(map(str, allowed))
        raise SettingsError(f"cues: {lemma!r} has {value!r}; it must be one of {names}")
    return value


def cue_of(words: Sequence[str], after: Sequence[str] = ()) -> tuple[Cue | None, int]:
    """Return what the lexicon knows of a cue and the index of its word: phrases, then the last.

    `words` are lemmas; `after` the first of the content, which may end a phrase: `called | for`.
    """
    known = lexicon()
    longer = [*words, *after]
    for length in (3, 2):
        for i in range(len(words)):
            if cue := known.find(" ".join(longer[i : i + length])):
                return cue, i
    found = [(cue, i) for i, word in enumerate(words) if (cue := known.find(word))]
    ranked = [pair for pair in found if pair[0].reports != "rarely"] or found
    return max(ranked, key=lambda pair: pair[1], default=(None, len(words)))


def is_negated(words: Sequence[str], at: int) -> bool:
    """Tell `did not confirm`, `no evidence`, `has yet to confirm`, `failed to confirm`."""
    lists, before = lexicon().lists, set(words[:at])
    if "only" in before:
        return False  # not only denied it
    return bool(lists["negations"] & before) or (bool(lists["failing"] & before) and "to" in before)


def negation_of(cue: Cue | None) -> Stance:
    """Return what is left of a negated cue, judged as a whole."""
    if cue is None:
        return "other"
    if cue.kind in {"believe", "know", "find", "expect"}:
        return "doubts"
    if cue.lemma in {"accept", "agree", "concede"}:
        return "denies"
    if cue.lemma == "doubt":
        return "asserts"
    if cue.open or cue.kind in {"name", "offer", "demand", "advise", "ask", "warn", "fear"}:
        return "other"
    return NEGATED.get(cue.stance, cue.stance)
