"""The words of Hearsay: every record the walk makes, and the literals they use.

    Feed → Entry → Document → Article → Claim → Link

A record is a row: ``Claim`` ↔ ``claims`` file of a batch ↔ ``claims`` table, with the same field
names. Records are frozen. Their ids are made from what they are (``pipeline.ids``), so making a
record twice makes the same row. All times are aware and in UTC; offsets count characters (Python
``str`` positions) from the start of the stored text of the article, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal, TypeAlias

FeedKind = Literal["rss", "jsonfeed", "sitemap", "folder"]
Identity = Literal["guid", "url", "content"]
PollStatus = Literal["ok", "unchanged", "temporary", "soft", "hard", "gone"]
Verdict = Literal[
    "article",
    "paywall",
    "consent",
    "challenge",
    "missing",
    "home",
    "live",
    "not_html",
    "gone",
]
Precision = Literal["second", "minute", "hour", "day", "month", "year"]
ClaimKind = Literal["direct", "indirect", "mixed"]
Stance = Literal[
    "asserts",
    "confirms",
    "denies",
    "doubts",
    "warns",
    "expects",
    "demands",
    "asks",
    "offers",
    "other",
]
SourceType = Literal[
    "person",
    "organization",
    "government",
    "agency",
    "outlet",
    "document",
    "group",
    "anonymous",
]
TimeRole = Literal["said", "event"]
Relation = Literal["repeats", "supports", "contradicts", "updates"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A place that lists entries: a feed on the web, a sitemap, or a folder of files."""

    TABLE: ClassVar[str] = "feeds"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    url: str  #: address of the feed; for a folder its path
    kind: FeedKind
    outlet: str | None = None  #: who publishes it, as the settings say
    language: str | None = None  #: BCP 47 code that the settings declare


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What an edge brought back for one address. Not a table: bodies live in the archive."""

    url: str  #: the address asked for
    final_url: str  #: the address that answered, after redirects
    status: int  #: HTTP status; 200 for a file that could be read
    at: datetime  #: when the answer was complete
    headers: tuple[tuple[str, str], ...] = ()  #: as received, names in lower case
    redirects: tuple[str, ...] = ()  #: every address that redirected, in order
    moved_to: str | None = None  #: where permanent redirects (301, 308) lead; None: there were none
    sent: tuple[tuple[str, str], ...] = ()  #: headers of the request
    body: bytes = b""  #: decoded from gzip, br and the like; empty for 304

    def header(self, name: str) -> str | None:
        """Return the first header of that lower-case name, or None."""
        return next((value for key, value in self.headers if key == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """One look at a feed. The state of a feed is its latest poll."""

    TABLE: ClassVar[str] = "polls"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    feed_id: str
    polled_at: datetime
    status: PollStatus
    http_status: int | None = None
    note: str | None = None  #: what went wrong or was noticed, in words
    etag: str | None = None  #: validators to send next time
    last_modified: str | None = None
    seen: int = 0  #: entries listed
    new: int = 0  #: of them, not seen before
    missed: int = 0  #: estimate of entries that came and went since the poll before
    newest_at: datetime | None = None  #: newest and oldest entry times listed
    oldest_at: datetime | None = None
    failures: int = 0  #: weight of the failures in a row up to this poll
    moved_to: str | None = None  #: target of a permanent redirect, not adopted yet
    interval_s: int | None = None  #: pause chosen until the next poll, seconds
    next_due_at: datetime | None = None
    url: str | None = None  #: the address to ask next time; None: that of the feed
    identity: Identity = "guid"  #: what tells two entries of this feed apart
    trusted: bool = True  #: whether its "not modified" can be believed
    turnover_s: int | None = None  #: seconds in which half of its list came out when it was busiest


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A sighting: a feed listed something. One article may be sighted in many feeds."""

    TABLE: ClassVar[str] = "entries"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    feed_id: str
    guid: str | None  #: as the feed gave it
    url: str  #: the address that will be fetched, untouched; `file:` for a file of a folder
    canonical_url: str | None = None  #: the same without trackers, AMP, mobile hosts
    title: str | None = None
    authors: tuple[str, ...] = ()
    summary: str | None = None
    published_at: datetime | None = None
    published_offset: int | None = None  #: minutes east of UTC; None: the feed gave no zone
    updated_at: datetime | None = None
    seen_at: datetime
    outlet: str | None = None  #: of the feed
    language: str | None = None  #: declared by the feed or the settings
    media: tuple[str, ...] = ()  #: addresses of enclosures
    note: str | None = None  #: what was odd about it, e.g. a date in the future


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What is known of an entry that was listed before: enough to tell whether it is new."""

    id: str
    guid: str | None
    canonical_url: str | None
    title: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A fetched body, kept byte for byte in the archive. Carries what the feed said of it."""

    TABLE: ClassVar[str] = "documents"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str  #: of the address and the bytes; for a file of the bytes alone
    entry_id: str
    feed_id: str
    url: str
    final_url: str
    canonical_url: str | None = None
    redirects: tuple[str, ...] = ()
    status: int
    content_type: str | None = None
    fetched_at: datetime
    sha256: str
    size: int  #: bytes of the decoded body
    archive_key: str  #: where the archive keeps the bytes
    verdict: Verdict
    verdict_why: str | None = None
    outlet: str | None = None  #: of the feed
    language: str | None = None  #: declared by the feed or the settings
    listed_title: str | None = None  #: what the feed's entry said
    listed_authors: tuple[str, ...] = ()
    listed_summary: str | None = None
    listed_at: datetime | None = None
    listed_offset: int | None = None  #: minutes east of UTC; None: zone unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One value that a page or text offers for one of the article's facts, and where it stood."""

    field: str  #: title, author, outlet, published_at, updated_at …
    value: str
    origin: str  #: e.g. `json-ld datePublished`, `line 3`


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of the article's text: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One version of an article: its words, and what is known about them with its origin."""

    TABLE: ClassVar[str] = "articles"
    KEY: ClassVar[tuple[str, ...]] = ("id", "document_id", "cleaner_version")

    id: str  #: this version: of article_id and text_hash
    article_id: str  #: all versions: of the canonical address; without one, of the bytes
    document_id: str
    feed_id: str
    url: str | None  #: canonical address; `file:` where nothing better is known
    outlet: str | None = None  #: only if the feed, the page or the text says it
    outlet_inferred: str | None = None  #: a guess, with its evidence among the candidates
    title: str | None = None
    kicker: str | None = None
    authors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()  #: news agencies named as the origin
    section: str | None = None
    published_at: datetime | None = None  #: UTC; if the zone is unknown, as written
    published_offset: int | None = None  #: minutes east of UTC; None: zone unknown
    published_precision: Precision | None = None
    published_from: str | None = None  #: where it stood; None: the document does not say
    updated_at: datetime | None = None
    updated_offset: int | None = None
    updated_from: str | None = None
    candidates: tuple[Candidate, ...] = ()  #: every value met, the chosen ones too
    language: str | None = None  #: detected
    language_declared: str | None = None
    lead: str | None = None  #: standfirst; also the first lines of the text
    text: str  #: paragraphs parted by one newline
    headings: tuple[Span, ...] = ()  #: title and sub-headings inside the text
    text_hash: str
    words: int
    signature: tuple[int, ...] = ()  #: MinHash of the words, for near-duplicates
    boilerplate: tuple[str, ...] = ()  #: lines that were taken out
    seen_at: datetime  #: when the bytes were fetched
    cleaner_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """A line that several articles of a host have. Not a table: what a lesson is learned from."""

    host: str
    line: str
    pages: int  #: articles that differ otherwise
    days: int  #: on which these came out
    of_pages: int  #: articles of the host that were looked at
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Boilerplate:
    """A line that the articles of a host repeat: no words of theirs. Learned with its lesson.

    The rows of a lesson are all that is known of a host from then on; a lesson with one row
    without a line says that nothing is repeated any more.
    """

    TABLE: ClassVar[str] = "boilerplate"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str  #: of the lesson and the line
    lesson: str  #: of the host, the moment and all its lines
    host: str  #: without `www.`
    line: str | None
    pages: int
    days: int
    of_pages: int
    first_seen: datetime | None
    last_seen: datetime | None
    learned_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """The claims of one article version were looked for. Tells none found from never looked."""

    TABLE: ClassVar[str] = "extractions"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str  #: of the version and the extractor
    version_id: str  #: Article.id
    extractor_version: str
    claims: int
    skipped: str | None = None  #: why nothing was looked for, e.g. another language


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who is said to have said it, resolved within the article as far as the text allows."""

    name: str | None = None  #: None: unresolved
    role: str | None = None
    organization: str | None = None
    country: str | None = None
    type: SourceType | None = None
    anonymous: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A count or quantity in the content of a claim, as an interval."""

    text: str
    start: int
    end: int
    low: float | None  #: None: no lower bound
    high: float | None
    approximate: bool = False
    unit: str | None = None
    counted: str | None = None  #: the counted thing, e.g. `North Korean troops`


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A time expression of a claim, grounded on the article's date, as an interval of days."""

    text: str
    start: int
    end: int
    role: TimeRole  #: when it was said, or when the event is
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One attribution: a source, a cue, a content; what the source does with the content."""

    TABLE: ClassVar[str] = "claims"
    KEY: ClassVar[tuple[str, ...]] = ("id", "extractor_version")

    id: str  #: of the version and the spans
    version_id: str  #: Article.id
    article_id: str
    kind: ClaimKind
    source_text: str | None = None  #: None: the text names no source
    source_start: int | None = None
    source_end: int | None = None
    cue: str | None = None
    cue_start: int | None = None
    cue_end: int | None = None
    content: str  #: the parts joined by ` … `
    content_parts: tuple[Span, ...]
    sources: tuple[Source, ...] = ()
    via: str | None = None  #: who carried it
    stance: Stance
    hedged: bool = False
    negated: bool = False
    implicit: bool = False  #: goes on with a source without repeating the cue
    nested_in: str | None = None  #: id of the claim whose content holds this one
    numbers: tuple[Number, ...] = ()
    times: tuple[Time, ...] = ()
    said_on: date | None = None
    sentence: str
    confidence: float  #: calibrated: of claims given 0.9, nine in ten are right
    extractor_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two claims that bear on each other. `contradicts` names a candidate, not a verdict."""

    TABLE: ClassVar[str] = "links"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    claim_id: str  #: the smaller id of the two
    other_id: str
    relation: Relation
    score: float  #: 0 to 1
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One record that a stage could not take, and why. The batch went on."""

    TABLE: ClassVar[str] = "failures"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    stage: str
    record_id: str
    subject: str  #: the address or file it is about
    error: str  #: class of the error
    message: str  #: what is wrong and what to do
    failed_at: datetime


Record: TypeAlias = (
    Feed | Poll | Entry | Document | Article | Boilerplate | Extraction | Claim | Link | Failure
)
RECORDS: tuple[type[Record], ...] = (
    Feed,
    Poll,
    Entry,
    Document,
    Article,
    Boilerplate,
    Extraction,
    Claim,
    Link,
    Failure,
)
