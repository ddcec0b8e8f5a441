"""Compare: what two claims are to each other, by their words and figures, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.records import Claim, Number, Relation
from pipeline.stages.link.terms import Figure, Terms

SAME_WORDS = 0.6  #: share of the shorter quotation that the other holds
NEAR = 0.6  #: share of telling words that near-same contents have in common
FEW = 4  #: telling words below which two contents cannot be called near-same
LEEWAY = 0.1  #: of a figure given as approximate
VAGUENESS = 0.3  #: of a range that a vague word stands for
APART = 12.0  #: ratio past which two figures are taken to count different things
TELLING = 3  #: shared words around two figures that say they are about one thing
SHARE = 0.4  #: of the words around either figure; above it, one word less will do
YES = frozenset(("asserts", "confirms"))


@dataclass(frozen=True, slots=True)
class Found:
    """A relation of two claims, how sure, and why in plain words."""

    relation: Relation
    score: float
    why: str


def compared(first: Terms, second: Terms) -> Iterator[Found]:
    """Yield what two claims are to each other, at most once for each relation."""
    apart = first.claim.article_id != second.claim.article_id
    if _one_in_the_other(first.claim, second.claim) or not (apart or first.names ^ second.names):
        return  # in one article a source goes on, and does not contradict itself
    made: dict[Relation, Found] = {}
    for found in (*_by_words(first, second), *_by_figures(first, second)):
        if apart or found.relation == "contradicts":
            best = made.get(found.relation)
            if best is None or found.score > best.score:
                made[found.relation] = found
    if {"repeats", "supports"} & made.keys() and not _denied(first.claim, second.claim):
        made.pop("contradicts", None)
    if "repeats" in made:
        made.pop("supports", None)
    yield from made.values()


def _one_in_the_other(first: Claim, second: Claim) -> bool:
    """Tell a claim nested in the other, or read from the same words."""
    if first.version_id != second.version_id:
        return False
    begin, end = _stretch(first)
    start, stop = _stretch(second)
    return begin < stop and start < end


def _stretch(claim: Claim) -> tuple[int, int]:
    return claim.content_parts[0].start, claim.content_parts[-1].end


# -- words ----------------------------------------------------------------------------------------


def _by_words(first: Terms, second: Terms) -> Iterator[Found]:
    shared = len(first.quoted & second.quoted)
    shorter = min(len(first.quoted), len(second.quoted))
    if shorter and shared / shorter >= SAME_WORDS:
        words = shared + 4
        yield Found(
            "repeats", min(1.0, 0.7 + shared / 40), f"the same {words} quoted words or more"
        )
        return
    score = _alike(first.words, second.words)
    if score < NEAR:
        return
    who = f"{_who(first)} and {_who(second)}"
    if _denied(first.claim, second.claim):
        yes, no = (first, second) if first.claim.stance in YES else (second, first)
        why = f"{_who(yes)} {yes.claim.stance} what {_who(no)} denies"
        yield Found("contradicts", 0.9 * score, why)
    elif {first.claim.stance, second.claim.stance} <= YES and not (
        first.claim.numbers and second.claim.numbers
    ):
        same = bool(first.names & second.names)
        told = "says much the same twice" if same else "say much the same"
        why = f"{_who(first)} {told}" if same else f"{who} {told}"
        yield Found("repeats" if same else "supports", 0.9 * score, why)


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of telling words in common; 0 where there are too few to tell."""
    if min(len(one), len(other)) < FEW:
        return 0.0
    shared = len(one & other)
    return (shared / len(one | other) + shared / min(len(one), len(other))) / 2


def _denied(first: Claim, second: Claim) -> bool:
    stances = {first.stance, second.stance}
    return "denies" in stances and bool(stances & YES)


# -- figures --------------------------------------------------------------------------------------


def _by_figures(first: Terms, second: Terms) -> Iterator[Found]:
    """Compare the figures that are nearest to each other, where a claim has several of one thing.

    `at least 11,000 soldiers, over 3,000 of them at the front` says 11,000 where others say 10,000.
    """
    pairs = [
        (_distance(one.number, other.number), i, j, near)
        for i, one in enumerate(first.figures)
        for j, other in enumerate(second.figures)
        if (near := _same_thing(one, other, first, second)) > 0
    ]
    taken: set[tuple[str, int]] = set()
    for _, i, j, near in sorted(pairs):
        if not {("first", i), ("second", j)} & taken:
            taken |= {("first", i), ("second", j)}
            yield from _figures(first.figures[i], second.figures[j], first, second, near)


def _distance(a: Number, b: Number) -> float:
    """Return how many times the larger amount is the smaller, open sides left out; 1 is equal."""
    one, other = (n.low if n.low is not None else n.high or 0.0 for n in (a, b))
    if one == other:
        return 1.0
    low, high = sorted((abs(one), abs(other)))
    return high / low if low else float("inf")


def _same_thing(one: Figure, other: Figure, first: Terms, second: Terms) -> float:
    """Return how surely two figures count the same thing, 0 to 1.

    Soldiers are told by whose they are, in the counted words or elsewhere in both claims. What is
    measured and not counted (per cent, dollars, years) can be anything: words around must agree.
    """
    if one.kind != other.kind or one.each != other.each:
        return 0.0
    near = one.near & other.near
    told = one.modifiers & other.modifiers
    both = (one.modifiers | other.modifiers) & first.words & second.words
    known = told and near if one.number.unit else told or both
    share = len(near) / max(1, min(len(one.near), len(other.near)))
    if not known and len(near) < TELLING - (share >= SHARE):
        return 0.0
    foreign = one.modifiers ^ other.modifiers
    strange = len(foreign - first.words) + len(foreign - second.words)
    context = (first.words & second.words) - {one.kind}
    return max(0.0, min(1.0, 0.35 + 0.15 * len(told) + 0.1 * len(context) - 0.1 * strange))


def _figures(
    one: Figure, other: Figure, first: Terms, second: Terms, near: float
) -> Iterator[Found]:
    same_source = bool(first.names & second.names)
    a, b = one.number, other.number
    if _equal(a, b):
        relation: Relation = "repeats" if same_source else "supports"
        yield Found(relation, near, f"{_told(one, first)} as {_told(other, second)}")
    elif _overlap(a, b):
        if not same_source and _distance(a, b) <= APART:
            why = f"{_told(one, first)} goes with {_told(other, second)}"
            yield Found("supports", 0.7 * near, why)
    elif _ratio(a, b) <= APART:
        days = first.claim.said_on, second.claim.said_on
        newer = same_source and days[0] is not None and days[1] is not None and days[0] != days[1]
        if newer:
            old, new = sorted(
                ((first, one), (second, other)), key=lambda p: str(p[0].claim.said_on)
            )
            why = f"{_told(new[1], new[0])} after {_told(old[1], old[0])}"
            yield Found("updates", near, why)
        elif not _of_other_times(first.claim, second.claim):
            why = f"{_told(one, first)} against {_told(other, second)}"
            yield Found("contradicts", near, why)


def _of_other_times(first: Claim, second: Claim) -> bool:
    """Tell if both say when it was, and one was over before the other began."""
    one, other = ([t for t in c.times if t.role == "event"] for c in (first, second))
    if not one or not other:
        return False
    return max(t.last for t in one) < min(t.first for t in other) or max(
        t.last for t in other
    ) < min(t.first for t in one)


def _equal(a: Number, b: Number) -> bool:
    return (a.low, a.high) == (b.low, b.high)


def _overlap(a: Number, b: Number) -> bool:
    """Tell whether one value could be meant by both; the end of a leeway is meant by nobody."""
    low_a, high_a = _bounds(a)
    low_b, high_b = _bounds(b)
    if a.approximate or b.approximate:
        return low_a < high_b and low_b < high_a
    return low_a <= high_b and low_b <= high_a


def _bounds(number: Number) -> tuple[float, float]:
    low = float("-inf") if number.low is None else number.low
    high = float("inf") if number.high is None else number.high
    if number.approximate:
        leeway = LEEWAY if number.low == number.high else VAGUENESS
        low, high = low - abs(low) * leeway, high + abs(high) * leeway
    return low, high


def _ratio(a: Number, b: Number) -> float:
    """Return how many times the larger figure is the smaller, at their nearest bounds."""
    high, low = sorted((_nearest(a, b), _nearest(b, a)), reverse=True)
    return high / low if low > 0 else float("inf")


def _nearest(a: Number, b: Number) -> float:
    low, high = _bounds(a)
    other_low, _ = _bounds(b)
    value = high if high < other_low else low
    return value if abs(value) != float("inf") else 0.0


def _told(figure: Figure, own: Terms) -> str:
    """Return `12,000 troops (Yonhap, 18 Oct 2024)`."""
    number = figure.number
    thing = f" {number.counted}" if number.counted else ""
    day = own.claim.said_on
    when = f", {day.day} {day:%b %Y}" if day else ""
    return f"{number.text}{thing} ({_who(own)}{when})"


def _who(own: Terms) -> str:
    claim = own.claim
    names = [source.name for source in claim.sources if source.name]
    return " and ".join(names) if names else claim.source_text or "no source named"
