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

from pipeline.stages.extract.sources.appositions import apposed
from pipeline.stages.extract.sources.bodies import ENGAGED, body_behind
from pipeline.stages.extract.sources.callings import held
from pipeline.stages.extract.sources.descriptions import kept
from pipeline.stages.extract.sources.lists import (
    DETERMINERS,
    KINDS,
    MASTHEADS,
    NAMED_OUTLETS,
    NUMERALS,
    PARTICULAR,
    PRONOUNS,
    RANKS,
    STATES,
)
from pipeline.stages.extract.sources.names import name_at_start, named
from pipeline.stages.extract.sources.places import PEOPLES, place
from pipeline.stages.extract.sources.segments import segment
from pipeline.stages.extract.sources.spelling import initials
from pipeline.stages.extract.sources.traits import (
    NATIONAL,
    STOPS,
    Gender,
    Mention,
    plural_noun,
    type_of,
    unnamed,
)
from pipeline.stages.extract.sources.trimming import led, words_of
from pipeline.stages.extract.wording import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

#: before an office, of the one that was told of
WORKPLACES = PARTICULAR | {"company", "firm", "team", "club", "group", "bank", "agency"}
COMMON_LEADS = frozenset(("local", "early", "longtime", "veteran", "fellow"))
BREAKS = frozenset((",", "(", ")"))
OPENING = frozenset(("ADJ", "ADV", "ADP", "SCONJ", "NOUN", "VERB"))


@lru_cache(maxsize=4096)
def mention(text: str) -> Mention:
    """Read the words of one source, coordination already taken apart."""
    words = words_of(text)
    low = [w.lower() for w in words]
    if len(words) == 1 and low[0] in PRONOUNS and (len(low[0]) == 1 or not words[0].isupper()):
        return _pronoun(low[0])
    opening = low[0] if low else ""
    the = words[:1] == ["The"]
    words = led(words, opening)
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
    told = _of_somebody(doc, at, text) or mention(text)
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


def _of_somebody(doc: Doc, at: int, text: str) -> Mention | None:
    """Read a person of a body whose name looks like a place's: `Bea Holland of the Ice Centre`."""
    span = doc.char_span(at, at + 1, alignment_mode="expand")
    if span is None or span[0].ent_type_ != "PERSON" or span[0].ent_iob_ != "B":
        return None
    end = span[0].i + 1
    while end < len(doc) and doc[end].ent_iob_ == "I":
        end += 1
    name = doc[span[0].i : end].text
    behind = text.removeprefix(f"{name} ").split()
    if " " not in name or not text.startswith(f"{name} ") or behind[0] not in ENGAGED:
        return None
    told = mention(text)
    if told.kind == "person" or told.name == name or place(name.split()):
        return None
    return replace(
        mention(name), kind="person", name=name, type="person", country=None,
        organization=body_behind(words_of(" ".join(behind))),
    )  # fmt: skip


def _opens(doc: Doc, at: int, word: str) -> bool:
    """Tell a word with a capital only because it opens its sentence."""
    span = doc.char_span(at, at + len(word), alignment_mode="expand")
    if span is None or span.text != word or not span[0].is_sent_start:
        return False
    common = span[0].pos_ in OPENING
    return common and not re.search(rf"[a-z,] {re.escape(word)}\b", text_of(doc))


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
            own = words[i + 3 : i + 4] == [] or not words[i + 3][0].islower()  # not JHU's data
            return words[i + 1] if own else None, [*words[:i], *words[i + 3 :]]
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
    if len(whole) > 1 and " ".join(whole[1]).lower() in STATES and _ends_in_town(whole[0]):
        del whole[1]
    return whole[:1] + [segment for segment in whole[1:] if segment[0].lower() not in STOPS]


def _ends_in_town(words: Sequence[str]) -> bool:
    """Tell `the police in Dolna`, before where that is."""
    k = len(words)
    while k and words[k - 1][0].isupper():
        k -= 1
    return 0 < k < len(words) and words[k - 1] in {"in", "at", "of", "from", "near"}


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
