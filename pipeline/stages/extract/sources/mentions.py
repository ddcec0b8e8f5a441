"""Mentions: what the words of one source say by themselves, before the article is asked.

`U.S. National Security Council spokesperson John Kirby` is a person named John Kirby,
spokesperson, of the U.S. National Security Council, of the United States. `the agency` is a
definite description.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.stages.extract.numbers.lexemes import MONTHS
from pipeline.stages.extract.sources.appositions import apposed
from pipeline.stages.extract.sources.bodies import BASED, body_behind
from pipeline.stages.extract.sources.callings import held
from pipeline.stages.extract.sources.descriptions import kept
from pipeline.stages.extract.sources.lists import (
    AMOUNTS,
    DETERMINERS,
    KINDS,
    MASTHEADS,
    NAMED_OUTLETS,
    NUMERALS,
    PARTICULAR,
    PRONOUNS,
    RANKS,
    TRIVIAL,
)
from pipeline.stages.extract.sources.names import name_at_start, named
from pipeline.stages.extract.sources.places import PEOPLES, place
from pipeline.stages.extract.sources.segments import segment
from pipeline.stages.extract.sources.spelling import initials
from pipeline.stages.extract.sources.traits import (
    NATIONAL,
    POSSESSIVE,
    STOPS,
    Gender,
    Mention,
    plural_noun,
    type_of,
    unnamed,
)
from pipeline.stages.extract.times.lexicon import WEEKDAYS
from pipeline.stages.extract.wording import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

WORD = re.compile(
    r"(?:[A-Z]\.)+(?:-[^\W_]+|(?=[\s,;’']|$))"
    r"|\d[\d,.]*\d(?:st|nd|rd|th|(?:-[^\W_]+)*(?:[’']s)?)"
    r"|[^\W_]+(?:[.’'&–-][^\W_]+)*[’']?|[,()“”\"&]"
)
DASH = re.compile(r" (?:-{1,2}|[–—]) |—")
#: of a source cut too wide
BEFORE = frozenset((
    "according", "to", "by", "which", "as", "like", "unlike", "despite", "with", "although",
    "while", "however", "meanwhile", "but", "yet", "moreover", "nevertheless", "yesterday",
))  # fmt: skip
WHEN = frozenset(("last", "this", "next", "earlier"))
WHILES = frozenset(("week", "month", "year", "night", "weekend", "summer", "winter", "spring"))
AGED = re.compile(
    r"(?:[1-9]\d?|[a-z]+teen|ten|eleven|twelve|(?:[a-z]+ty)(?:-[a-z]+)?)-year-old", re.IGNORECASE
)
REFLEXIVE = frozenset(("himself", "herself", "itself", "themselves"))
PARTS = frozenset(("third", "thirds", "quarter", "quarters", "fifth", "fifths", "half"))
ABOUT = frozenset(("about", "around", "nearly", "almost", "roughly", "over", "some"))
FIRSTS = frozenset(("Minister", "Lady", "Secretary", "Deputy", "Vice"))
ONE_OF = (["one", "of"], ["another", "of"])
#: before a day that is in a name: Sheffield Wednesday, Black Friday
NAMED_DAYS = frozenset(("sheffield", "ruby", "black", "good", "ash", "of"))
#: before an office, of the one that was told of
WORKPLACES = PARTICULAR | {"company", "firm", "team", "club", "group", "bank", "agency"}
COMMON_LEADS = frozenset(("local", "early", "longtime", "veteran", "fellow"))
BREAKS = frozenset((",", "(", ")"))


OPENING = frozenset(("ADJ", "ADV", "ADP", "SCONJ", "NOUN", "VERB"))


@lru_cache(maxsize=4096)
def mention(text: str) -> Mention:
    """Read the words of one source, coordination already taken apart."""
    words = _words(text)
    low = [w.lower() for w in words]
    if len(words) == 1 and low[0] in PRONOUNS and (len(low[0]) == 1 or not words[0].isupper()):
        return _pronoun(low[0])
    opening = low[0] if low else ""
    the = words[:1] == ["The"]
    words = _led(words, opening)
    if words[:1] == ["of"] and len(words) > 1:
        return replace(mention(" ".join(words[1:])), plural=True)  # two of them, a third of us
    acronym, words = _acronym(words)
    if acronym and "," in words and initials(" ".join(words), acronym):
        body = " ".join(words).replace(" ,", ",")  # Institute of Ice, Snow and Hail (IISH)
        return replace(named([w for w in words if w != ","]), name=body, acronym=acronym)
    segments = _segments(words)
    alone = the and len(words) == 1 and low[-1] in MASTHEADS
    if not segments:
        return Mention(kind="described", text=text)
    found = named(words) if alone else apposed([segment(each) for each in segments[:3]])
    if found.kind == "person" and found.organization is None:
        found = replace(found, organization=_of_body(words))
    if found.type == "document" and {"who", "whose"} & set(words):
        found = replace(found, type="group" if found.plural else "person")
    if the and found.kind == "name" and segments[0][-1] in (found.name or ""):
        found = _paper(found)
    if found.plural and found.country and len(words) == 1 and NATIONAL.search(words[0]):
        found = found if opening in DETERMINERS | NUMERALS else named(words)  # Dane, a surname
    owner = opening if opening in {"its", "his", "her", "their", "our", "my"} else None
    return replace(
        found,
        text=kept(segments[0], found, opening),
        acronym=None if found.kind == "person" or found.role else acronym,
        definite=_definite(found, opening),
        plural=found.plural or (opening in NUMERALS and opening not in {"one", "another"}),
        owner=owner,
        type=unnamed(found, opening) or found.type,
    )


def _definite(found: Mention, opening: str) -> bool:
    """Tell a mention that may point back; a thing only behind an article: the report."""
    if found.type == "document" and found.kind == "described":
        return opening in DETERMINERS - {"a", "an", "any", "every", "each"}
    return opening not in {"a", "an", "another", "some", "any", "every"} | NUMERALS


def mention_at(doc: Doc, at: int, text: str) -> Mention:
    """Read the words of a source at a place, without a capital that only opens the sentence.

    `Radical Shiite cleric Ann Lee` is of no body named Radical; nor is `Next door neighbour Bo Ek`.
    """
    told = mention(text)
    first, _, rest = text.partition(" ")
    low, second = first.lower(), rest.partition(" ")[0]
    body = bool(first and second) and (told.organization or "").startswith(first)
    if told.kind != "person" or not body:
        return told
    if low in WORKPLACES and first.istitle():  # Company manager Ann Lee
        return mention(f"{low} {rest}") if told.organization == first else told
    if not _opens(doc, at, first):
        return told
    if second[0].isupper() and second not in PEOPLES:
        return told  # White House officer Ann Lee
    if (
        held(second)
        and low not in RANKS | COMMON_LEADS
        and not re.search(rf"\b{low}s?\b", text_of(doc))
    ):
        return told  # Corvale manager Bo Ek; but Rebel leader Bo Ek, where rebels fight
    return mention(f"{low} {rest}")


def _opens(doc: Doc, at: int, word: str) -> bool:
    """Tell a word with a capital only because it opens its sentence."""
    span = doc.char_span(at, at + len(word), alignment_mode="expand")
    if span is None or span.text != word or not span[0].is_sent_start:
        return False
    common = span[0].pos_ in OPENING
    return common and not re.search(rf"[a-z,] {re.escape(word)}\b", text_of(doc))


def _words(text: str) -> list[str]:
    """Return the words of a source, without its quotation marks and closing possessive."""
    text = DASH.sub(", ", text.replace("\n", " ").lstrip("("))
    words = WORD.findall(re.sub(r"[’']s$", "", text))
    words = [w for w in words if w not in {"“", "”", '"'}]
    while len(words) > 1 and words[0].lower() in BEFORE:
        words = words[1:]
    if len(words) > 2 and words[0].lower() in WHEN and words[1].lower() in WHILES:
        words = words[2:]
    if len(words) > 1 and words[-1] in REFLEXIVE:
        words = words[:-1]
    words = _timeless(words)
    if words and POSSESSIVE.search(words[-1]):
        words[-1] = re.sub(r"(?<=s)[’']$|[’']s?$", "", words[-1]) or words[-1]
    return words


def _timeless(words: list[str]) -> list[str]:
    """Return the words of a source without the day it spoke on: `Friday a source`, `Lee Monday`."""
    if len(words) > 2 and words[0] == "on" and words[1].lower() in WEEKDAYS:
        words = words[1:]
    if len(words) > 1 and words[0].lower() in WEEKDAYS and words[1].islower():
        words = words[1:]
    if len(words) > 2 and words[-2] == "in" and words[-1].lower() in MONTHS:
        words = words[:-2]
    if len(words) > 1 and words[-1] in {"yesterday", "today"}:
        words = words[:-1]
    if len(words) > 1 and words[-1].lower() in WEEKDAYS and words[-2].lower() not in NAMED_DAYS:
        words = words[:-1]
        while len(words) > 1 and words[-1].lower() in {"on", "last", "this", "late", "early"}:
            words = words[:-1]
    return words


def _led(words: list[str], opening: str) -> list[str]:
    """Return the words without determiner, numeral and `a lot of the` in front."""
    while len(words) > 1 and not place(words) and _leads(words, opening):
        if [w.lower() for w in words[:2]] in ONE_OF:
            break
        words = words[1:]
    if len(words) > 2 and words[0].lower() in ABOUT and words[1][0].isdigit():
        words = words[2:]  # about 1,000 students
    while _told_of(words):
        words = words[1:]
    if len(words) == 2 and AGED.fullmatch(opening) and words[0].lower() == opening:
        words = words[1:]  # Fourteen-year-old Zoe; not the 14-year-old Corsican
    if len(words) > 2 and words[0].lower() in AMOUNTS and words[1].lower() == "of":
        words = words[2 + (len(words) > 3 and words[2].lower() in DETERMINERS) :]
    return words


def _told_of(words: Sequence[str]) -> bool:
    """Tell an age or a place in front: 43-year-old Ann Lee, the Oslo-based Centre for Ice."""
    if len(words) < 2:
        return False
    if len(words) > 2 and words[0][0].isupper() and BASED.fullmatch(words[1]):
        return True  # the South | Korea-based Good Friends
    if AGED.fullmatch(words[0]):
        return len(name_at_start(words[1:])) > 1
    return bool(BASED.fullmatch(words[0])) and (words[1][0].isupper() or plural_noun(words[-1]))


def _paper(found: Mention) -> Mention:
    """Return an outlet with the article that the text writes with a capital."""
    outlet = found.type == "outlet" or found.text.lower() in MASTHEADS
    outlet = outlet or f"the {found.text.lower()}" in NAMED_OUTLETS
    if not outlet or found.name != found.text:
        return found
    return replace(found, type="outlet", name=with_article(found.name or ""))


def with_article(paper: str) -> str:
    """Return the name of an outlet that the text writes with The: `The Sunday Ledger`, but BBC."""
    known = paper.lower() in NAMED_OUTLETS and f"the {paper.lower()}" not in NAMED_OUTLETS
    return paper if known or paper.isupper() else f"The {paper}"


def _leads(words: Sequence[str], opening: str) -> bool:
    """Tell a determiner, numeral or trivial adjective in front; New in New Zealand is none."""
    low = words[0].lower()
    if (low == "no" and words[1][:1].isdigit()) or (low == "first" and words[1] in FIRSTS):
        return False  # No 10 sources, First Minister
    low = low.split("-")[0] if low.split("-")[-1] in NUMERALS | PARTS else low  # fifty-five
    trivial = low in TRIVIAL and (words[0].islower() or low == opening != "new")
    return low in DETERMINERS | NUMERALS or trivial


def _pronoun(word: str) -> Mention:
    gender: Gender | None = None
    if word in {"he", "him", "his", "himself"}:
        gender = "m"
    elif word in {"she", "her", "herself"}:
        gender = "f"
    return Mention(kind="pronoun", text=word, head=word, gender=gender)


def _acronym(words: Sequence[str]) -> tuple[str | None, list[str]]:
    """Take `(NIS)` out of a name."""
    for i, word in enumerate(words):
        if word == "(" and i + 2 < len(words) and words[i + 2] == ")":
            return words[i + 1], [*words[:i], *words[i + 3 :]]
        if word == "(":
            end = next((k for k in range(i, len(words)) if words[k] == ")"), len(words))
            inner = [w for w in words[i + 1 : end] if w.lower() not in DETERMINERS]
            told = [",", *inner] if _in_brackets(words[:i], inner) else []
            return None, [*words[:i], *told, *words[end + 1 :]]  # its party (the Tide Union)
    return None, list(words)


def _of_body(words: Sequence[str]) -> str | None:
    """Return the body told of behind a comma: `an official, Ann Lee, of the Tide Commission`."""
    for i, word in enumerate(words[:-2]):
        if word == "," and words[i + 1] in {"of", "at", "from", "with"}:
            return body_behind(words[i + 1 :])
    return None


def _in_brackets(before: Sequence[str], inner: Sequence[str]) -> bool:
    """Tell a name in brackets: `its party (the Tide Union)`, `a spokesman (Bo Ek)`."""
    if not inner or not before or not before[-1].islower() or not inner[0][0].isupper():
        return False
    named_so = name_at_start(inner) == list(inner) and len(inner) in {2, 3}
    return type_of(inner) is not None or (held(before[-1]) and named_so)


def _segments(words: Sequence[str]) -> list[list[str]]:
    """Split at commas; stop at a relative clause; leave out `, for the Crown`."""
    made: list[list[str]] = [[]]
    for i, word in enumerate(words):
        if word in BREAKS:
            made.append([])
        elif _relative(word) and (made[-1] or word != "that"):
            break
        elif word == "the" and _beside(made[-1], words[i + 1 : i + 2]):
            made.append([])  # an industry group the Council of Millers
        else:
            made[-1].append(word)
    whole = [segment for segment in made if segment]
    if len(whole) > 1 and _goes_on(*whole[:2]):
        whole[:2] = [[*whole[0], *whole[1]]]
    return whole[:1] + [segment for segment in whole[1:] if segment[0].lower() not in STOPS]


def _relative(word: str) -> bool:
    """Tell a word that begins a relative clause: who, not WHO."""
    return word.lower() in {"who", "which", "whose", "where", "that"} and not word.isupper()


def _beside(before: Sequence[str], after: Sequence[str]) -> bool:
    """Tell a body before its name: `the industry group | the Council`."""
    noun = before[-1] if before else ""
    return noun.islower() and noun in KINDS and bool(after) and after[0][0].isupper()


def _goes_on(first: Sequence[str], second: Sequence[str]) -> bool:
    """Tell adjectives with a comma: `small, 2-month study`."""
    alone = len(first) == 1 and first[0].islower() and not held(first[0]) and type_of(first) is None
    noun = len(second) < 5 and second[-1].islower() and type_of(second) is not None
    return alone and noun and not plural_noun(first[0]) and second[0].lower() not in STOPS | {"and"}
