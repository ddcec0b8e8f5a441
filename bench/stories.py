"""Wire copies: precision and recall of grouping, by threshold, on pairs of our own making.

    python bench/stories.py [--texts training/attribution/own]

Copies are made from the project's own news texts the way that papers edit an agency's: cut from the
end, opened anew, sentences dropped, moved or changed, spelt otherwise, padded with lines of another
text. Not copies are: two texts on different things, the same event told independently with the same
quotes, two things told with the same paragraph of background, and reports made from one template
(weather, markets, results …) with other names and numbers.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.stages.clean import signature, story

Pair = tuple[str, str, str]  #: kind, one text, the other

SWAPS = {
    "said": "told reporters", "about": "around", "more than": "over", "people": "residents",
    "Monday": "on Monday", "government": "administration", "police": "officers", "since": "after",
    "would": "will", "however": "but", "million": "m", "per cent": "percent",
    "minister": "secretary",
}  # fmt: skip
SPELT = (("our", "or"), ("ise", "ize"), ("tre", "ter"), ("lled", "led"), ("per cent", "percent"))


def texts(folder: Path) -> list[str]:
    """Return the own-written news texts of at least 120 words, without their annotation."""
    found = []
    for file in sorted(folder.glob("*.txt")):
        for part in re.split(r"^===.*$", file.read_text("utf-8"), flags=re.MULTILINE):
            plain = re.sub(r"\{\w+ |\}", "", part).strip()
            if len(plain.split()) >= 120:
                found.append(plain)
    return found


def written(kind: str) -> list[str]:
    """Return the texts of a kind (`event` …) from the file beside this one."""
    parts = Path(__file__).with_suffix(".txt").read_text("utf-8").split("=== ")
    return [part.removeprefix(kind).strip() for part in parts if part.startswith(kind)]


def copies(all_texts: list[str], chance: random.Random) -> Iterator[Pair]:
    """Yield every text with its edited copies."""
    for at, text in enumerate(all_texts):
        sentences = re.split(r"(?<=[.!?”])\s+", text)
        other = re.split(r"(?<=[.!?”])\s+", all_texts[at - 1])
        yield "cut by 40 %", text, " ".join(sentences[: max(3, len(sentences) * 3 // 5)])
        yield "cut by 60 %", text, " ".join(sentences[: max(3, len(sentences) * 2 // 5)])
        yield "opened anew", text, " ".join([*other[:2], *sentences[2:]])
        dropped = [s for number, s in enumerate(sentences) if number % 4 != 3]
        yield "every fourth sentence dropped", text, " ".join(dropped)
        words = re.sub(r"\w+", lambda w: SWAPS.get(w[0], w[0]), text)
        yield "words changed", text, words
        added = chance.sample(other, min(len(other), len(sentences) // 2))
        half = [
            own if number % 2 else new
            for number, (own, new) in enumerate(zip(sentences, other, strict=False))
        ]
        yield "every second sentence replaced", text, " ".join(half)
        yield "padded by half", text, " ".join([*sentences, *added])
        moved = [*sentences[:2], *reversed(sentences[2:])]
        yield "sentences moved", text, " ".join(moved)
        spelt = text
        for ours, theirs in SPELT:
            spelt = re.sub(rf"{ours}\b", theirs, spelt)
        yield "spelt otherwise, cut by 20 %", text, spelt[: len(spelt) * 4 // 5]


def others(all_texts: list[str], chance: random.Random) -> Iterator[Pair]:
    """Yield pairs that are no copies."""
    pairs = list(itertools.combinations(all_texts, 2))
    for one, other in chance.sample(pairs, min(len(pairs), 1500)):
        yield "different things", one, other
    for one, _, other in (event.partition("---") for event in written("event")):
        yield "same event, written apart", one, other
    for one, other, common in (part.split("---") for part in written("background")):
        yield "same background", f"{one} {common}", f"{other} {common}"
    for template in written("template"):
        made = [filled(template, chance) for _ in range(12)]
        for one, other in itertools.combinations(made, 2):
            yield "same template", one, other


def filled(template: str, chance: random.Random) -> str:
    """Return a report from a template."""
    return template.format(
        city=chance.choice(["Valby", "Hochmatt", "Port Cavell", "Lorca", "Dunmore", "Sandholm"]),
        sky=chance.choice(["clear", "mixed", "higher", "cloudy", "lower", "unsettled"]),
        day=chance.choice(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]),
        wind=chance.choice(["north", "south-west", "east"]),
        **{name: chance.randint(2, 60) for name in "abcde"},
    )


def measure(one: str, other: str) -> float:
    """Return how much of the shorter text the longer one holds, as the view `stories` finds it."""
    left, right = signature.sign(one), signature.sign(other)
    if not (signature.meet(left, right) and story.agree(one, other)):
        return 0.0
    return story.contained(signature.resemblance(left, right), len(one.split()), len(other.split()))


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    arguments.add_argument("--texts", type=Path, default=Path("training/attribution/own"))
    found = texts(arguments.parse_args().texts)
    same = [(k, measure(a, b)) for k, a, b in copies(found, random.Random(1))]
    apart = [(k, measure(a, b)) for k, a, b in others(found, random.Random(2))]
    print(f"{len(found)} texts, {len(same)} pairs of copies, {len(apart)} of others")
    for limit in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
        hits = sum(value >= limit for _, value in same)
        wrong = sum(value >= limit for _, value in apart)
        mark = "  <- chosen" if limit == story.CONTAINED else ""
        precision = hits / max(1, hits + wrong)
        print(f"{limit:.2f}  precision {precision:.3f}  recall {hits / len(same):.3f}{mark}")
    for kind in dict.fromkeys(k for k, _ in [*same, *apart]):
        values = sorted(v for k, v in [*same, *apart] if k == kind)
        low, middle, high = values[len(values) // 20], values[len(values) // 2], values[-1]
        print(f"  {kind:30} {len(values):5}  5 % {low:.2f}  median {middle:.2f}  most {high:.2f}")


if __name__ == "__main__":
    main()
