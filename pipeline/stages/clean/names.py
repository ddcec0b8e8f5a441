"""Names in bylines: people, agencies, and what is neither."""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The names of `outlets.toml`."""

    agencies: frozenset[str]  #: folded
    outlets: dict[str, str]  #: folded, without `the` → as its owner writes it
    forms: frozenset[str]
    sections: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """Return the names that the cleaning knows."""
    data = tomllib.loads(files(__package__).joinpath("outlets.toml").read_text("utf-8"))
    return Lexicon(
        agencies=frozenset(map(key, data["agencies"])),
        outlets={key(name): name for name in [*data["agencies"], *data["outlets"]]},
        forms=frozenset(data["forms"]),
        sections=frozenset(data["sections"]),
    )


def key(name: str) -> str:
    """Return what two ways to write one name have in common: no case, marks, `The`, `.com`."""
    words = re.findall(r"\w+", re.sub(r"\.(?:com|org|net|co\.uk)\b", "", name.casefold()))
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote it, as far as a byline tells."""

    people: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()


_BY = re.compile(
    r"^(?:(?:written|reported|reporting|posted|published|story|text|words|analysis|opinion|created|"
    r"edited)\s+by|by|von|vom|par|por|di|door|av|af|ad|tekst|text|texto|testo|words|autorin/autor|"
    r"autor/in|autor|autorin|author|authors|auteur|autore|reporter|a cura di|geschrieben von|"
    r"ein[e]? \w+ von|автор|текст)"
    r"(?:\s*:\s*|\s+)",
    re.IGNORECASE,
)
_MAILED = re.compile(r"\S+@\S+\s*\((?P<name>[^()]{2,80})\)")  # as RSS writes authors
_TURNED = re.compile(  # as catalogues write names
    r"(?P<last>[A-ZÀ-ÖØ-Þ][a-zß-ÿ'’-]+),\s(?P<first>[A-ZÀ-ÖØ-Þ][a-zß-ÿ'’-]+)"
)
_PARTS = re.compile(
    r"\s*(?:[;|•·/\n\t]|,(?!\s*(?:Jr|Sr|I{1,3})\b)|\s[-–—]\s|\s(?:&|and|und|et|og|och|ja|ve|oraz|"
    r"with|mit|avec|y|e|en|i|и|та)\s(?=\W*[^\W\d_]))\s*",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"\([^)]*\)|\[[^\]]*\]|https?://\S+|\S+@\S+|(?<!\w)@\w+|#\w+|"
    r"(?<=[a-zß-ÿ])\s(?:in|aus|à|for|from|für|per|at|bei)\s[^\W\d_a-zß-ÿ].*$"
)
_PARTICLES = frozenset(
    {
        "af", "al", "av", "bin", "da", "das", "de", "del", "della", "der", "den", "di", "do", "dos",
        "du", "e", "el", "ibn", "la", "le", "of", "'t", "ten", "ter", "van", "vom", "von", "y",
        "zu", "zum",
    }
)  # fmt: skip
_ROLE = re.compile(
    r"\b(?:reporter|correspond\w+|editor|journalist|writer|columnist|producer|staff|contributor|"
    r"bureau|chief|analyst|presenter|photographer|fellow|professor|team|desk|newsroom|admin|"
    r"redaktion\w*|redakteur\w*|redaktor\w*|korrespondent\w*|journaliste?\w*|rédact\w*|redacci[oó]n|"
    r"redazione|redaç[aã]o|editorial|toimitus|redaksjon\w*|skribent|autor(?:in)?|newsdesk|agency|"
    r"agentur\w*|agenc\w+|gmbh|ltd|inc|llc|media|magazine|verlag|group|network|contributors?|"
    r"nachrichten|zeitung|online|unknown|anonymous|guest|service|services)\b",
    re.IGNORECASE,
)


def byline(raw: str | Iterable[str], *, sites: Sequence[str] = ()) -> Byline:
    """Return the people and agencies that a byline, or a list of author names, holds.

    Names of `sites` and of known outlets, job titles, addresses and places are no people.
    """
    texts = [raw] if isinstance(raw, str) else list(raw)
    barred = {key(site) for site in sites}
    people: dict[str, str] = {}
    agencies: dict[str, str] = {}
    for text in texts:
        for part in _parts(text):
            name = key(part)
            if name in lexicon().agencies:
                agencies.setdefault(name, part)
            elif name and not _is_site(name, barred) and is_person(part):
                people.setdefault(name, part)
    return Byline(tuple(people.values()), tuple(agencies.values()))


def _is_site(name: str, barred: set[str]) -> bool:
    """Tell if a name is a site's, or the site's with something beside it: `BR24 Redaktion`."""
    words = set(name.split())
    return name in barred or any(site in words or name.startswith(f"{site} ") for site in barred)


def _parts(text: str) -> list[str]:
    text = html.unescape(html.unescape(text[:600]))
    text = re.sub(r"<[^<>]{1,200}>", " ", text).replace("\u200b", "").replace("\xa0", " ")
    if mailed := _MAILED.fullmatch(text.strip()):
        text = mailed["name"]
    if turned := _TURNED.fullmatch(text.strip()):
        known = lexicon().agencies | lexicon().outlets.keys()
        if not {key(turned["last"]), key(turned["first"])} & known:
            return ["{first} {last}".format(**turned.groupdict())]
    text = _NOISE.sub("", _BY.sub("", text.strip()))
    return [_tidy(part) for part in _PARTS.split(text) if part.strip()]


def _tidy(part: str) -> str:
    part = _BY.sub("", _NOISE.sub("", part.strip()))
    part = re.sub(r"\s+", " ", part).strip(" .,;:-–—*'\"“”»«|")
    if len(part) > 4 and part.isupper() and " " in part:
        part = " ".join(_capitalised(word) for word in part.split())
    return part


def _capitalised(word: str) -> str:
    return "-".join(piece.capitalize() for piece in word.split("-"))


def is_person(name: str) -> bool:
    """Tell if a name has the form of a person's: one to five words, capitals, no job or section."""
    words = name.split()
    if not 0 < len(words) <= 5 or re.search(r"\d|[:;!?<>{}=/\\|»›]|\.\w{2,3}$", name):
        return False
    if key(name) in lexicon().outlets or is_role(name):
        return False
    if all(word.casefold() in lexicon().sections for word in words):
        return False
    if not re.search(r"[a-zA-Z]", name):  # scripts without capitals, or with other ones
        return len(name) >= 2
    return words[0][0].isupper() or words[-1][0].isupper()


def is_full(name: str) -> bool:
    """Tell if a name is sure to be a person's: two to five words with capitals, but for `von`."""
    words = name.split()
    if not 1 < len(words) <= 5 or not is_person(name):
        return False
    return words[-1][0].isupper() and all(
        word[0].isupper() or word.casefold() in _PARTICLES for word in words
    )


def is_role(text: str) -> bool:
    """Tell if a text holds a word for a job or a desk."""
    return _ROLE.search(text) is not None


def is_outlet(name: str) -> bool:
    """Tell if a name is an outlet's: a known one, or of the form that newspapers' names have."""
    words = name.split()
    return key(name) in lexicon().outlets or (
        1 < len(words) <= 6
        and words[-1].capitalize() in lexicon().forms
        and any(word.casefold() not in lexicon().sections for word in words)
        and all(word[0].isupper() or word in {"of", "and", "the", "de", "del"} for word in words)
    )
