"""Settings: TOML in, frozen and typed out. The defaults, then one file laid over them."""

from __future__ import annotations

import os
import tomllib
from importlib import resources
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from pipeline import __version__
from pipeline.errors import SettingsError
from pipeline.records import FeedKind

Table = dict[str, Any]
REMEDY = "mend that line; pipeline/settings.toml shows every key and what it takes"
OWN_FILE = "hearsay.toml"  # in the working directory; read if no other file is named


class _Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the settings file; a key that it does not know is an error."""


class Data(_Section, frozen=True):
    """Where everything is kept."""

    dir: str


class Web(_Section, frozen=True):
    """How pages and feeds are asked for."""

    user_agent: str
    contact: str
    timeout_s: float
    max_bytes: int
    max_redirects: int
    host_delay_s: float
    connections: int
    retries: int
    retry_s: float
    robots: bool
    ports: tuple[int, ...]
    proxy: str
    allow: tuple[str, ...]


class Limits(_Section, frozen=True):
    """Beyond these a record becomes a failure."""

    file_bytes: int
    clean_s: float
    extract_s: float
    text_chars: int


class Language(_Section, frozen=True):
    """Which spaCy pipeline reads the articles."""

    model: str


class LinkSettings(_Section, frozen=True):
    """What the link stage compares."""

    window_days: int


class Load(_Section, frozen=True):
    """How the warehouse is written."""

    wait_s: float


class LakeSettings(_Section, frozen=True):
    """DuckLake in place of the DuckDB file, for many machines."""

    catalog: str
    files: str
    extensions: str


class Schedule(_Section, frozen=True):
    """When Airflow ingests."""

    time_zone: str
    daily: str


Days = Annotated[int, Meta(ge=0)]
LESSONS = 60  #: days of articles that `hearsay learn` looks at


class Upkeep(_Section, frozen=True):
    """What Airflow does every night."""

    backup: str
    keep_surveys_days: Days
    compact_days: Days
    keep_bodies_days: Days
    keep_texts_days: Days
    keep_readings_days: Days
    keep_failures_days: Days
    keep_polls_days: Days

    def __post_init__(self) -> None:
        if 0 < self.keep_texts_days < LESSONS:
            raise ValueError(
                f"`upkeep.keep_texts_days` is {self.keep_texts_days}; what hosts repeat is learned "
                f"from the texts of {LESSONS} days: set it to 0 or at least {LESSONS}"
            )


class History(_Section, frozen=True):
    """How much of the web one past day is looked for in."""

    listings: Annotated[int, Meta(ge=1)]
    pages: Annotated[int, Meta(ge=1)]


#: Where the past of a feed is told: in the feed itself, in the sitemaps that robots.txt names, or
#: at an address.
Place = Annotated[str, Meta(pattern=r"^(feed|robots\.txt|https?://\S+)$")]


class FeedSettings(_Section, frozen=True):
    """One [[feeds]] table."""

    kind: FeedKind
    url: str
    outlet: str | None = None
    language: str | None = None
    history: tuple[Place, ...] = ("feed",)


class Settings(_Section, frozen=True):
    """All settings. `Settings.load()` makes them; `source` is the file laid over the defaults."""

    data: Data
    web: Web
    limits: Limits
    language: Language
    link: LinkSettings
    load_: Load = msgspec.field(name="load")
    lake: LakeSettings
    schedule: Schedule
    upkeep: Upkeep
    history: History
    feeds: tuple[FeedSettings, ...]
    source: str | None = None

    @classmethod
    def load(cls, file: Path | None = None, data: Path | None = None) -> Settings:
        """Read the defaults and lay `file` over them (or HEARSAY_SETTINGS, or hearsay.toml here).

        `data` (or HEARSAY_DATA) replaces data.dir. Raises SettingsError: file, key and reason.
        """
        file = file or _from_environment("HEARSAY_SETTINGS") or _own_file()
        data = data or _from_environment("HEARSAY_DATA")
        tables = tomllib.loads(defaults())
        if file:
            tables = _laid_over(tables, _read(file)) | {"source": str(file)}
        if data:
            tables["data"] = {"dir": str(data)}
        try:
            return msgspec.convert(tables, cls)
        except msgspec.ValidationError as error:
            raise SettingsError(f"{file or 'settings.toml'}: {error}; {REMEDY}") from None

    @property
    def folder(self) -> Path:
        """The data folder."""
        return Path(self.data.dir).expanduser()

    @property
    def user_agent(self) -> str:
        """What every request says of us."""
        return self.web.user_agent.format(version=__version__, contact=self.web.contact)


def defaults() -> str:
    """Return the text of the settings file that ships."""
    return resources.files("pipeline").joinpath("settings.toml").read_text("utf-8")


def _from_environment(name: str) -> Path | None:
    value = os.environ.get(name)
    return Path(value) if value else None


def _own_file() -> Path | None:
    file = Path(OWN_FILE)
    return file if file.exists() else None


def _read(file: Path) -> Table:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(f"{file}: cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: not valid TOML: {error}; {REMEDY}") from None


def _laid_over(below: Table, above: Table) -> Table:
    both = dict(below)
    for key, value in above.items():
        old = below.get(key)
        both[key] = (
            _laid_over(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
        )
    return both
