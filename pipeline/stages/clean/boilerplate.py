"""Lines that stand around an article and are not its words; the patterns are in the TOML beside."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Role = Literal["share", "notice", "marker", "invitation", "credit", "footer"]

_ROLES: tuple[Role, ...] = ("share", "notice", "marker", "invitation", "credit", "footer")
_LONGEST = 400  #: characters; no line longer than this is taken for boilerplate
_OUTSIDE = " \t.,:;!?…|•·*–—-\"'“”‘’()[]»«→>▶►✕×"


def role(line: str) -> Role | None:
    """Return what a line is beside the article, or None for the article's own words.

    `share` is buttons, `notice` speaks of the page (audio, translation, reading time, adverts),
    `marker` heads a list of other stories, `invitation` wants a subscription, `credit` belongs to
    a picture, `footer` to the site. A sentence that merely holds one of the words is no role.
    """
    line = line.strip(_OUTSIDE)
    if not line or len(line) > _LONGEST:
        return None
    return next((name for name, pattern in _patterns() if pattern.fullmatch(line)), None)


@cache
def buttons() -> str:
    """Return the alternatives of a pattern for buttons, longest first."""
    return _alternatives("buttons")


@cache
def pictures() -> str:
    """Return the alternatives of a pattern for names that end the credit of a picture."""
    return _alternatives("pictures")


def _alternatives(name: str) -> str:
    return "|".join(map(re.escape, sorted(_data()[name], key=len, reverse=True)))


@cache
def _patterns() -> tuple[tuple[Role, re.Pattern[str]], ...]:
    return tuple(
        (name, re.compile(_filled("|".join(_data()[name])), re.IGNORECASE)) for name in _ROLES
    )


def _filled(pattern: str) -> str:
    return pattern.replace("{BUTTONS}", buttons()).replace("{PICTURES}", pictures())


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("boilerplate.toml").read_text("utf-8"))
