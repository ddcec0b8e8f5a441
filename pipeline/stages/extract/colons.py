"""Marks that attribute: a speaker before a colon, a name behind a dash."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.stages.extract.grammar import FINITE
from pipeline.stages.extract.nominals import trimmed
from pipeline.stages.extract.passage import Candidate, Passage

BEFORE_NAME = frozenset({"VERB", "AUX", "ADP", "SCONJ", "ADV"})  #: in no speaker
SPEAKER_WORDS = 8  #: words a speaker before a colon may have
DASHED = re.compile(r"\s*[—–―-]{1,2} ?[A-Z][^\n“”\"]{2,80}$")


def colons(passage: Passage) -> Iterator[Candidate]:
    """`Seoul: troops have arrived`, and a speaker before each turn of a transcript."""
    tree = passage.tree
    previous = -1
    for first in range(len(tree)):
        if tree.line[first] == previous:
            continue
        previous = tree.line[first]
        word = first + (tree.words[first] in {"“", '"', "''", "``"})
        colon = next(
            (
                at
                for at in range(word + 1, min(word + SPEAKER_WORDS, len(tree) - 2))
                if tree.words[at] == ":"
            ),
            None,
        )
        if colon is None or tree.line[colon + 1] != previous:
            continue
        if any(
            tree.pos[at] in BEFORE_NAME or (tree.pos[at] == "PUNCT" and tree.words[at] != ".")
            for at in range(word, colon)
        ):
            continue
        last = colon + 1
        while last + 1 < len(tree) and tree.line[last + 1] == previous:
            last += 1
        heading = tree.sentence[word] in passage.headings
        quoted = passage.inside[colon + 2] != -1 or tree.words[colon + 1] in '“"'
        pattern = "colon-heading" if heading else "colon-quote" if quoted else "colon"
        yield Candidate(
            pattern=pattern,
            head=colon,
            cue=(colon, colon),
            source=(word, colon - 1),
            how="own",
            content=(trimmed(tree, (colon + 1, last)),),
        )


def signed(passage: Passage) -> Iterator[Candidate]:
    """`“…” — Ann Lee`, the name to the end of the line: whose words a line is."""
    tree = passage.tree
    for number, (first, last) in enumerate(passage.spans):
        quote = passage.quotes[number]
        line_end = tree.text.find("\n", quote.outer_end)
        rest = tree.text[quote.outer_end : line_end if line_end >= 0 else len(tree.text)]
        dash = tree.at(quote.outer_end)
        if last < first or not DASHED.match(rest) or dash >= len(tree):
            continue
        final = tree.at(quote.outer_end + len(rest.rstrip())) - 1
        source = trimmed(tree, (dash + 1, final))
        if source[0] <= source[1] and not any(
            tree.tag[at] in FINITE for at in range(dash + 1, final)
        ):
            yield Candidate(
                pattern="signed",
                head=dash,
                cue=(dash, dash),
                source=source,
                how="own",
                content=((first, last),),
                quotes=(number,),
            )
