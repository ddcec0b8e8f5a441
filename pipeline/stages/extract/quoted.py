"""Verbs by a quotation: `“…,” she said`, `she said: “…”`, `“…,” she said, “…”`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.stages.extract.grammar import FINITE, NOMINAL
from pipeline.stages.extract.nominals import speaker
from pipeline.stages.extract.passage import Candidate, Cued, Passage, proposal
from pipeline.stages.extract.tree import Range, Tree

BETWEEN = 30  #: words that may stand between a cue and the quotation it announces
MARKS = frozenset({"”", '"', "''", "’"})


def quoted(passage: Passage, cued: Cued) -> Iterator[Candidate]:
    """Yield the quotations beside a cue: before it, after it, or on both sides."""
    if passage.inside[cued.verb] != -1 or _hands_on(passage, cued):
        return
    between = cued if cued.passive else _between(passage, cued)
    yield from _beside(passage, between if cued.how == "none" else cued)
    if cued.how in {"own", "behind", "before"} and between.source != cued.source:
        yield from _beside(passage, between)


def _hands_on(passage: Passage, cued: Cued) -> bool:
    """Tell `“…,” the agency quoted her as saying`: whom it quotes says it."""
    tree = passage.tree
    if cued.lemma not in {"quote", "cite"} or cued.passive:
        return False
    ahead = range(cued.verb + 2, min(cued.verb + BETWEEN, tree.bounds(cued.verb)[1] + 1))
    return any(tree.lower[at - 1] == "as" and tree.tag[at] == "VBG" for at in ahead)


def _beside(passage: Passage, cued: Cued) -> Iterator[Candidate]:
    before, after = quote_before(passage, cued.first), quote_after(passage, cued)
    if before is not None and _participial(passage, cued, before):
        before = None
    numbers = [number for number in (before, after) if number is not None]
    if not numbers:
        return
    if before is not None:
        begin, end = passage.spans[before]
        lead = sentence_lead(passage, before)
        content: list[Range] = [(begin if lead is None else lead, end)]
        if after is not None and _goes_on(passage, cued, after):
            content.append(passage.spans[after])
        else:
            numbers = [before]
        whole = tuple(numbers) if lead is None else ()
        yield proposal(
            cued, "after-quote" if lead is None else "after-mixed", *content, quotes=whole
        )
    elif after is not None:
        begin, end = passage.spans[after]
        tail = _tail(passage, after)
        if tail is None:
            yield proposal(cued, "before-quote", (begin, end), quotes=(after,))
        else:
            yield proposal(cued, "before-mixed", (begin, tail))


def _participial(passage: Passage, cued: Cued, number: int) -> bool:
    """Tell `Calling it a “farce” the bishop said …` and, of another cue, `…,” adding: “…”`."""
    tree, lead = passage.tree, sentence_lead(passage, number)
    if cued.how == "shared" and tree.tag[cued.verb] == "VBG":
        return True
    return lead is not None and tree.tag[lead] == "VBG" and tree.head[lead] == cued.verb


def _between(passage: Passage, cued: Cued) -> Cued:
    """Return a cue with all words between a quotation and itself as its source."""
    tree = passage.tree
    at = cued.cue[0] - 1
    while (
        at > 0
        and cued.cue[0] - at < BETWEEN
        and passage.inside[at] == -1
        and tree.tag[at] not in FINITE
        and tree.words[at] not in {"”", '"', "''", "’", ".", "?", "!", ":"}
    ):
        at -= 1
    if at >= cued.cue[0] - 1 or tree.words[at] not in {"”", '"', "''", "’"}:
        return cued
    if tree.pos[at + 1] == "SCONJ":
        return cued  # “a great day,” while Ann Lee noted its “warmth”
    source = speaker(tree, (at + 1, cued.cue[0] - 1))
    if tree.pos[source[1]] not in NOMINAL:
        return cued
    return replace(cued, source=source, how="between", first=source[0])


def quote_before(passage: Passage, first: int) -> int | None:
    """Return the quotation that ends right before a word of the same line, or None."""
    tree = passage.tree
    probe = first = _past_adverb(tree, first)
    probe -= 1
    while probe >= 0 and tree.pos[probe] in {"PUNCT", "SYM"} and passage.inside[probe] == -1:
        probe -= 1
    if probe < 0 or passage.inside[probe] == -1 or tree.line[probe] != tree.line[first]:
        return None
    number = passage.inside[probe]
    quote = passage.quotes[number]
    between = tree.text[quote.outer_end : tree.start[first]].strip()
    last = tree.text[quote.end - 1 : quote.end]
    if between in {",", "-", "–", "—", ";"} or (not between and last in ",?!…-—–"):
        return number
    if not between and tree.lower[first] in {"say", "says", "said"}:
        return number
    return number if not between and last not in ".;:" else None


def _past_adverb(tree: Tree, first: int) -> int:
    """Return the word before which a quotation may end: `“…,” however, she said`."""
    start = tree.bounds(first)[0]
    at = first - 1
    while at > start and (tree.pos[at] == "ADV" or (tree.words[at] == "," and at == first - 1)):
        at -= 1
    return at + 1 if at + 1 < first and tree.words[at] in MARKS else first


def quote_after(passage: Passage, cued: Cued) -> int | None:
    """Return the quotation that a cue announces, further on in its sentence, or None."""
    tree = passage.tree
    start = max(
        cued.cue[1], cued.source[1] if cued.source and cued.how in {"inverted", "behind"} else -1
    )
    limit = min(start + BETWEEN, len(tree) - 1)
    for word in range(start + 1, limit + 1):
        number = passage.inside[word]
        if tree.line[word] != tree.line[cued.verb] and (
            tree.line[word] > tree.line[word - 1] + 2
            or tree.words[word - 1] not in {":", ",", "“", '"', "«"}
        ):
            return None
        if number != -1:
            gap = tree.text[tree.end[start] : passage.quotes[number].outer_start].strip()
            return number if _announces(gap) else None
        if tree.words[word] in {";", ".", "?", "!"} or _announced(passage, cued, word):
            return None
    return None


def _announced(passage: Passage, cued: Cued, word: int) -> bool:
    """Tell a nearer cue: `laughed when he urged them, “…”`, `explained the cut, saying “…”`."""
    tree, known = passage.tree, passage.cue(word)
    if known is None or known.reports == "rarely":
        return False
    speaking = tree.tag[cued.verb] == "VBG" and cued.kind in {"talk", "quote"}
    if tree.tag[word] == "VBG":
        return known.reports == "always" and tree.dep[word] in {"advcl", "ccomp", "xcomp", "acl"}
    own = tree.child(word, "nsubj") if tree.tag[word] in FINITE else None
    under = tree.under(cued.verb, word) and not speaking
    return own is not None and cued.verb < own < word and not under


def _announces(gap: str) -> bool:
    return not gap or gap[-1] in ",:" or gap in {"that", "as"}


def sentence_lead(passage: Passage, number: int) -> int | None:
    """Return the first word of the sentence that a quotation ends, None if it is a whole one."""
    tree, quote = passage.tree, passage.quotes[number]
    begin = passage.spans[number][0]
    line_start = tree.text.rfind("\n", 0, quote.outer_start) + 1
    before = tree.text[line_start : quote.outer_start].rstrip()
    if not before or before[-1] in '.!?”":…—–':
        return None
    lead = tree.bounds(max(begin - 2, 0))[0]
    while lead < begin and (passage.inside[lead] not in {-1, number} or tree.pos[lead] == "PUNCT"):
        lead += 1
    return lead if lead < begin else None


def _tail(passage: Passage, number: int) -> int | None:
    """Return the last word of the clause that goes on after a quoted piece, None if none does."""
    tree, quote = passage.tree, passage.quotes[number]
    begin, end = passage.spans[number]
    following = end + 1
    while following < len(tree) and tree.start[following] < quote.outer_end:
        following += 1
    if following >= len(tree) or tree.line[following] != tree.line[end]:
        return None
    if tree.text[quote.end - 1 : quote.end] in ".!?," or not tree.lower[following][0].isalpha():
        return None
    if tree.lower[following] in {
        "and",
        "but",
        "while",
        "as",
        "in",
        "on",
        "during",
        "after",
        "when",
    }:
        return None
    if not tree.lower[following][0].islower() or end - begin > 15:
        return None
    top = begin
    while tree.head[top] != top and tree.head[top] > begin:
        top = tree.head[top]
    return max(tree.right[top], end)


def _goes_on(passage: Passage, cued: Cued, number: int) -> bool:
    """Tell whether `…," he said, "…` splits one sentence or a colon opens the next quotation."""
    tree = passage.tree
    between = range(cued.cue[1] + 1, passage.spans[number][0])
    if any(tree.tag[at] == "VBG" and passage.cue(at) is not None for at in between):
        return False  # `“…,” she said, before adding: “…”`
    gap = tree.text[tree.end[cued.cue[1]] : passage.quotes[number].outer_start].rstrip()
    return "." not in gap or gap.endswith(",")
