"""Our claims beside rule baselines and textacy's quotation extractor, on the same texts.

    python bench/claims.py [GOLD.jsonl[.gz]] [--model FOLDER] [--cues FILE]

GOLD has rows `{id, text, attributions: [{source, cue, content: [[start, end]…]}]}` with an optional
`range`; without it, the held-out texts of training/attribution/own. With --cues (one word a line),
a second column counts only attributions with such a cue: recall over the annotated ones,
precision over the predicted ones.

A predicted attribution is right when its content shares half of its words with an annotated one
(Jaccard) and the source is hit: half of its words too, or the last word of its first phrase; each
annotated one can be hit once. textacy is a peer, not a dependency: install it where this runs.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from predict_claims import article, attribution, rows

from pipeline.edges.nlp import Language
from pipeline.records import Claim, Span
from pipeline.stages.extract import extract
from pipeline.stages.extract.numbers import numbers
from pipeline.stages.extract.numbers.lexemes import lexemes
from pipeline.stages.extract.quotes import quotations
from pipeline.stages.extract.times.expressions import expressions
from pipeline.stages.extract.times.lexicon import Ground
from pipeline.stages.extract.times.tense import by_verbs

OWN = Path(__file__).parents[1] / "training" / "attribution" / "own" / "attributions.jsonl"
WORD = re.compile(r"\w+")
REPORTING = frozenset(
    {"say", "tell", "add", "state", "note", "report", "announce", "claim", "argue"}
)

Spans = list[list[int]]
Row = dict[str, Any]
Extractor = Callable[[Row, Language], list[Row]]


def ours(row: Row, language: Language) -> list[Row]:
    """Every claim of the extractor."""
    found = extract(article(row), language.doc)
    return [attribution(claim) for claim in found if isinstance(claim, Claim)]


def outermost(row: Row, language: Language) -> list[Row]:
    """Only claims that stand in no other."""
    return [each for each in ours(row, language) if not each["nested"]]


def nearest_verb(row: Row, language: Language) -> list[Row]:
    """Each quotation, with the subject of the nearest reporting verb of its line."""
    doc, made = language.doc(row["text"]), []
    verbs = [token for token in doc if token.lemma_ in REPORTING and token.pos_ == "VERB"]
    for quote in quotations(row["text"]):
        near = [
            token
            for token in verbs
            if "\n" not in row["text"][min(token.idx, quote.start) : max(token.idx, quote.end)]
            and not quote.start <= token.idx < quote.end
        ]
        if near:
            verb = min(
                near,
                key=lambda token: min(abs(token.idx - quote.end), abs(token.idx - quote.start)),
            )
            made.append(_triple(_subject(verb), verb, [[quote.start, quote.end]]))
    return made


def clause_of_said(row: Row, language: Language) -> list[Row]:
    """Each reporting verb with its clausal complement and its subject, as the parser has them."""
    made = []
    for verb in language.doc(row["text"]):
        if verb.lemma_ not in REPORTING or verb.pos_ != "VERB":
            continue
        for clause in verb.children:
            if clause.dep_ == "ccomp":
                words = list(clause.subtree)
                end = words[-1].idx + len(words[-1])
                made.append(_triple(_subject(verb), verb, [[words[0].idx, end]]))
    return made


def textacy_quotes(row: Row, language: Language) -> list[Row]:
    """textacy.extract.direct_quotations, line by line as it gives up on unpaired marks."""
    from textacy.extract import direct_quotations

    made, begin = [], 0
    for line in row["text"].split("\n"):
        try:
            for found in direct_quotations(language.doc(line)) if line.strip() else ():
                parts = ([*found.speaker], [*found.cue], [*found.content])
                who, how, what = (
                    [[begin + words[0].idx, begin + words[-1].idx + len(words[-1])]]
                    for words in parts
                )
                made.append({"source": who, "cue": how, "content": what})
        except ValueError:
            pass  # an odd number of marks: it says so and stops
        begin += len(line) + 1
    return made


def _subject(verb: Any) -> Spans:
    for child in verb.children:
        if child.dep_ == "nsubj":
            words = list(child.subtree)
            return [[words[0].idx, words[-1].idx + len(words[-1])]]
    return []


def _triple(source: Spans, verb: Any, content: Spans) -> Row:
    return {"source": source, "cue": [[verb.idx, verb.idx + len(verb)]], "content": content}


def words(text: str, spans: Spans) -> list[int]:
    """Return where each word of some spans begins."""
    return [match.start() for start, end in spans for match in WORD.finditer(text, start, end)]


def hits(text: str, gold: list[Row], made: list[Row]) -> list[bool]:
    """Tell for each prediction whether it is right."""
    return [one is not None for one in paired(text, gold, made)]


def paired(text: str, gold: list[Row], made: list[Row]) -> list[int | None]:
    """Return for each prediction the annotated one that it hits; best overlap first, one to one."""
    golds = [(set(words(text, row["content"])), words(text, row["source"])) for row in gold]
    mades = [(set(words(text, row["content"])), words(text, row["source"])) for row in made]
    pairs = sorted(
        (
            (len(g & m) / len(g | m), i, j)
            for i, (g, _) in enumerate(golds)
            for j, (m, _) in enumerate(mades)
            if g & m
        ),
        reverse=True,
    )
    right: list[int | None] = [None] * len(made)
    used, tried = set(), set()
    for share, i, j in pairs:
        if i in used or j in tried:
            continue
        used.add(i)
        tried.add(j)
        if share >= 0.5 and _who(text, golds[i][1], mades[j][1]):
            right[j] = i
    return right


def labelled(gold: list[Row], language: Language) -> Iterator[str]:
    """Yield a line for each label: how often it is right, given a claim that is."""
    right: dict[str, list[bool]] = {"stance": [], "source's name": [], "nested": []}
    for row in gold:
        made = ours(row, language)
        wanted = row["attributions"]
        for one, at in zip(made, paired(row["text"], wanted, made), strict=True):
            if at is not None and "stance" in wanted[at]:
                right["stance"].append(one["stance"] == wanted[at]["stance"])
                right["source's name"].append(one["source_name"] == wanted[at]["source_name"])
                if wanted[at]["nested_in"] is not None:
                    right["nested"].append(one["nested"])
    for label, good in right.items():
        if good:
            yield f"{label:28}{sum(good) / len(good):6.1%} of {len(good)}"


def amounts(language: Language) -> Iterator[str]:
    """Yield lines for the numbers and times of the test halves, matched where they overlap."""
    values, things, days = [], [], []
    for row in _sentences("numbers.jsonl"):
        text = row["text"]
        made = numbers(language.doc(text), [Span(start=0, end=len(text))])
        for one in row["numbers"]:
            start, end = one["span"]
            found = next((n for n in made if n.start < end and start < n.end), None)
            if "not_a_count" in one:
                values.append(found is None)
                things.append(found is None)
                continue
            bounds = found and (found.low, found.high, found.approximate, found.unit)
            good = bounds == (one["low"], one["high"], one["approximate"], one["unit"])
            values.append(good)
            things.append(good and found is not None and found.counted == one["counted"])
    for row in _sentences("times.jsonl"):
        lex = lexemes(row["text"])
        ground = Ground(
            date.fromisoformat(row["published"]), None, by_verbs(language.doc(row["text"]))
        )
        read = [
            (lex[e.first].start, lex[e.after - 1].end, e.days) for e in expressions(lex, ground)
        ]
        for one in row["times"]:
            start, end = one["span"]
            hit = next((d for a, b, d in read if a < end and start < b), (None, None))
            days.append(
                tuple(day and day.isoformat() for day in hit) == (one["first"], one["last"])
            )
    yield f"{'numbers: bounds and unit':28}{sum(values) / len(values):6.1%} of {len(values)}"
    yield f"{'… and what is counted':28}{sum(things) / len(things):6.1%} of {len(things)}"
    yield f"{'times: the days':28}{sum(days) / len(days):6.1%} of {len(days)}"


def _sentences(name: str) -> Iterator[Row]:
    for row in rows(OWN.parents[1] / name):
        if row["split"] == "test":
            yield row


def _who(text: str, gold: list[int], made: list[int]) -> bool:
    if not gold or not made:
        return not gold and not made
    one, other = set(gold), set(made)
    if len(one & other) / len(one | other) >= 0.5:
        return True
    return _head(text, gold) in other and _head(text, made) in one


def _head(text: str, places: list[int]) -> int:
    head = places[0]
    for before, place in pairwise(places):
        between = text[before:place]
        if (
            "," in between
            or "(" in between
            or WORD.match(text, place)[0].lower() in {"of", "in", "at", "for", "who", "from"}
        ):
            break
        head = place
    return head


def annotated(path: Path | None) -> Iterator[Row]:
    """Yield the gold rows."""
    if path is not None:
        yield from rows(path)
        return
    for line in OWN.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["split"] != "train":
            yield row | {"id": row["doc"]}


def measured(
    gold: list[Row], extractor: Extractor, language: Language, cues: frozenset[str]
) -> str:
    """Return a line of the table: precision, recall, F1; of reporting cues; words per second."""
    counts, spent, size = [[0, 0, 0, 0], [0, 0, 0, 0]], 0.0, 0
    pairs = []
    for row in gold:
        began = time.process_time()
        made = extractor(row, language)
        spent += time.process_time() - began
        size += len(row["text"].split())
        low, high = row.get("range", [0, len(row["text"])])
        made = [each for each in made if low <= each["content"][0][0] < high]
        wanted = row["attributions"]
        right = hits(row["text"], wanted, made)
        pairs.extend((each.get("confidence"), good) for each, good in zip(made, right, strict=True))
        for count, subset in zip(counts, (None, cues), strict=True):
            mine = [
                good for each, good in zip(made, right, strict=True) if _cued(row, each, subset)
            ]
            theirs = [each for each in wanted if _cued(row, each, subset)]
            count[0] += sum(mine)
            count[1] += len(mine)
            count[2] += sum(hits(row["text"], made, theirs))
            count[3] += len(theirs)
    table = "   ".join(
        _prf(*count) for count, subset in zip(counts, (True, cues), strict=True) if subset
    )
    return f"{table}   {size / spent:7.0f} words/s" + (
        _reliable(pairs) if extractor is ours else ""
    )


def _cued(row: Row, each: Row, subset: frozenset[str] | None) -> bool:
    if subset is None:
        return True
    cue = " ".join(row["text"][start:end].lower() for start, end in each["cue"])
    return bool(subset & set(WORD.findall(cue)))


def _prf(right: int, made: int, found: int, wanted: int) -> str:
    precision, recall = right / max(made, 1), found / max(wanted, 1)
    both = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"P {precision:6.1%} R {recall:6.1%} F {both:6.1%}"


def _reliable(pairs: list[tuple[float, bool]]) -> str:
    lines = ["", "  confidence given → right"]
    for low in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        inside = [good for given, good in pairs if low <= given < low + 0.1]
        if inside:
            lines.append(
                f"  {low:.1f}-{low + 0.1:.1f}  {sum(inside) / len(inside):6.1%}  of {len(inside)}"
            )
    return "\n".join(lines)


def main() -> None:
    """Read the arguments, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path, nargs="?")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--cues", type=Path)
    options = parser.parse_args()
    lines = options.cues.read_text(encoding="utf-8").splitlines() if options.cues else []
    cues = frozenset(line.strip().lower() for line in lines if not line.startswith("#"))
    language = Language(options.model)
    language.doc("Nothing was said.")
    gold = list(annotated(options.gold))
    print(f"{len(gold)} texts, {sum(len(row['attributions']) for row in gold)} attributions")
    systems: dict[str, Extractor] = {
        "quotation, nearest verb": nearest_verb,
        "clause of a reporting verb": clause_of_said,
        "textacy direct_quotations": textacy_quotes,
        "ours, outermost only": outermost,
        "ours": ours,
    }
    for name, extractor in systems.items():
        try:
            print(f"{name:28}{measured(gold, extractor, language, cues)}")
        except ImportError:
            print(f"{name:28}missing: textacy is not installed here (pip install textacy)")
    for line in (*labelled(gold, language), *amounts(language)):
        print(line)


if __name__ == "__main__":
    main()
