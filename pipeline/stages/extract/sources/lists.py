"""Lists: the words of `words.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any

from pipeline.records import SourceType

_WORDS: dict[str, Any] = tomllib.loads(
    resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
)


def word_list(name: str) -> frozenset[str]:
    """Return one of the lists."""
    return frozenset(_WORDS[name].split())


ROLES = word_list("roles")
TITLES = word_list("titles")
FIRM_NAMES = word_list("firms")
KIN = word_list("kin")
LEGAL = word_list("legal")
EPITHETS = word_list("epithets")
SUFFIXES = word_list("suffixes")
FEMALE = word_list("female")
MALE = word_list("male")
GIVEN_FEMALE = word_list("given_female")
GIVEN_MALE = word_list("given_male")
ANONYMOUS = word_list("anonymous")
UNNAMED = word_list("unnamed")
GROUPS = word_list("groups")
GOVERNMENT = word_list("government")
AGENCY = word_list("agency")
FOREGOING = word_list("foregoing")
ORGANIZATION = word_list("organization") | FOREGOING
OUTLETS = word_list("outlets")
DOCUMENTS = word_list("documents")
PRONOUNS = word_list("pronouns")
LEADING_ON = word_list("leading_on")
CLAUSES = word_list("clauses")
HEADLINED = word_list("headlined")
PARTICLES = word_list("particles")
RANKS = word_list("ranks")
NUMERALS = word_list("numerals")
DETERMINERS = word_list("determiners")
TRIVIAL = word_list("trivial")
AMOUNTS = word_list("amounts")
MASTHEADS = word_list("mastheads")
SOCIAL = word_list("social")
SAME: Mapping[str, str] = _WORDS["same"]
BODIES: Mapping[str, list[str]] = _WORDS["bodies"]
WHOLES: Mapping[str, SourceType] = _WORDS["wholes"]
OFFICES: Mapping[str, str] = _WORDS["offices"]
PAIRS: Mapping[str, SourceType] = _WORDS["pairs"]
FIELDS = word_list("fields")
PAPERS = word_list("papers")
PARTICULAR = word_list("particular")
ARMS = word_list("arms")
BODILY = word_list("bodily")
FORMER = word_list("former")
MAKERS = word_list("makers")
EXPERTS = word_list("experts")
NAMED_OUTLETS = frozenset(
    name.strip().lower() for name in _WORDS["named_outlets"].replace("\n", "|").split("|") if name
)
STATES = frozenset(_WORDS["states"].replace("\n", "|").split("|"))
GIVEN = GIVEN_FEMALE | GIVEN_MALE
KINDS = GOVERNMENT | AGENCY | ORGANIZATION | OUTLETS
