"""Features: the names of all that is seen of a proposed attribution; the scorer weighs them."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.stages.extract.grammar import FINITE, NEGATION
from pipeline.stages.extract.passage import Candidate, Passage
from pipeline.stages.extract.sources.lists import (
    AGENCY,
    ANONYMOUS,
    DOCUMENTS,
    GOVERNMENT,
    GROUPS,
    ORGANIZATION,
    OUTLETS,
    ROLES,
    UNNAMED,
)
from pipeline.stages.extract.tree import Range, Tree

MODALS = frozenset({"would", "could", "should", "may", "might", "must", "will", "can", "shall"})
MARKS = frozenset({"“", '"', "«", "„", "``", "''"})
SMALL = frozenset({"SCONJ", "ADP", "PART", "PRON", "DET", "ADV", "CCONJ"})
FIRST = frozenset({"i", "me", "you"})
#: what the noun of a source is: a word of several lists is of the first of them
CLASS = {
    word: kind
    for kind, words in (
        ("body", GOVERNMENT | AGENCY | ORGANIZATION),
        ("group", GROUPS),
        ("document", DOCUMENTS),
        ("outlet", OUTLETS),
        ("person", ROLES | ANONYMOUS | UNNAMED),
    )
    for word in words
}


def features(read: Passage, one: Candidate) -> list[str]:
    """Return the names of everything that is seen of a candidate."""
    tree, pattern, how = read.tree, one.pattern, one.how
    known = read.cue(one.head) if one.cue is not None else None
    kind = known.kind if known else "none"
    reports = known.reports if known else "unknown"
    lemma = tree.lemma[one.head] if one.cue is not None else "-"
    p, g, k, r = f"p={pattern}", f"g={pattern.split('-')[0]}", f"k={kind}", f"r={reports}"
    # fmt: off
    seen = [
        "bias", p, k, f"l={lemma}", r, f"{p} {k}", f"{p} l={lemma}", f"{p} {r}",
        f"how={how}", f"how={how} {p}", f"how={how} {k}",
        g, f"{g} {r}", f"{g} {k}", f"{g} how={how}", f"{g} how={how} {r}",
    ]
    # fmt: on
    where = "inside" if read.inside[one.head] != -1 else "outside"
    for sign in _source(tree, one):
        seen.append(sign)
        if sign.startswith("s="):
            seen += f"{where} {sign} {k}", f"{where} {sign} l={lemma}"
        seen += f"{sign} {k}", f"{sign} {g}"
    for sign in _cue(read, one):
        seen += sign, f"{sign} {k}", f"{sign} {g}", f"{sign} {r}"
    for sign in _content(read, one):
        seen += sign, f"{sign} {p}", f"{sign} {k}"
    return seen


def _source(tree: Tree, one: Candidate) -> Iterator[str]:
    if one.source is None:
        yield "s=none"
        return
    first, last = one.source
    if one.cue is not None:
        behind = first > one.cue[0]
        apart = first - one.cue[1] if behind else one.cue[0] - last
        yield f"apart={_bucket(apart) if apart > 0 else 'in'}{'+' if behind else '-'}"
        opener = first - 1
        if opener < tree.bounds(one.head)[0]:
            yield "before=^"
        else:
            sign = tree.pos[opener] == "PUNCT"
            yield f"before={tree.words[opener] if sign else tree.pos[opener]}"
    head = last
    for at in range(first, last + 1):
        if not first <= tree.head[at] <= last or tree.head[at] == at:
            head = at
            break
    pos = tree.pos[head]
    word = tree.lower[head]
    yield f"s={_person(word) if pos == 'PRON' else pos}"
    if pos in {"NOUN", "PRON"}:
        yield f"sl={tree.lemma[head]}"
    if pos == "NOUN":
        yield f"sk={CLASS.get(word) or CLASS.get(tree.lemma[head], 'thing')}"
    elif pos == "PROPN":
        yield f"sk={tree.name[head]}"
    if tree.lower[first] in {"a", "an", "the", "this", "his", "her", "their", "its", "my"}:
        yield f"s1={tree.lower[first]}"
    yield f"sn={min(last - first, 6) // 2}"


def _person(pronoun: str) -> str:
    """Return a pronoun, first and second person each as one."""
    return "I" if pronoun in FIRST else "we" if pronoun in {"we", "us"} else pronoun


def _cue(read: Passage, one: Candidate) -> Iterator[str]:
    tree, head = read.tree, one.head
    if one.cue is None:
        yield "c=none"
        yield f"c1={tree.lower[head]}"
        yield f"cd={tree.tag[head]}"
        return
    yield f"t={tree.tag[head]}"
    yield f"d={tree.dep[head]}"
    yield "inside" if read.inside[head] != -1 else "outside"
    if tree.sentence[head] in read.headings:
        yield "heading"
    yield from _auxiliaries(tree, range(one.cue[0], head))
    kids = {
        tree.lower[kid]
        for kid in tree.children[head]
        if tree.dep[kid] in {"mark", "advmod"} and kid < head
    }
    for mark in ("if", "to", "when", "as", "because", "that", "what", "how", "why"):
        if mark in kids:
            yield f"mark={mark}"
    last = tree.bounds(head)[1]
    if tree.words[last] == "?":
        yield "question"
    yield f"within={_within(read, head)}"
    chain = [tree.dep[over] for over, _ in zip(tree.over(head), range(3), strict=False)]
    yield "under=" + ",".join(chain[:2])
    if one.cue[1] > head:
        yield f"prep={tree.lower[one.cue[1]]}"
    following = one.cue[1] + 1
    if following <= last:
        yield f"next={_sign(tree, following)}"
    if following < last:
        yield f"next2={_sign(tree, following)} {_sign(tree, following + 1)}"


def _within(read: Passage, head: int) -> str:
    """Return the class of the nearest word over a cue that may attribute it to somebody."""
    for over in read.tree.over(head):
        known = read.cue(over)
        if known is not None and known.kind != "act":
            return known.kind
    return "none"


def _sign(tree: Tree, at: int) -> str:
    """Return a word by itself where it is a small one or a mark, else its part of speech."""
    return tree.lower[at] if tree.pos[at] in SMALL | {"PUNCT", "AUX"} else tree.pos[at]


def _auxiliaries(tree: Tree, words: range) -> Iterator[str]:
    for at in words:
        if tree.lower[at] in MODALS:
            yield f"modal={tree.lower[at]}"
        if tree.dep[at] == "advmod" and tree.lower[at] in NEGATION:
            yield "negated"
        if tree.dep[at].startswith("aux"):
            yield f"aux={tree.lemma[at]}"


def _content(read: Passage, one: Candidate) -> Iterator[str]:
    yield from _shape(read, one)
    yield from _head(read, one)
    yield from _edges(read, one)


def _shape(read: Passage, one: Candidate) -> Iterator[str]:
    """Yield how large a content is, how it opens, how much of it is quoted, how far it lies."""
    tree = read.tree
    first, last = one.content[0][0], one.content[-1][1]
    size = sum(end - begin + 1 for begin, end in one.content)
    yield f"n={_bucket(size)}"
    start = _past_marks(tree, tree.bounds(first)[0])
    opened = first - 1 if tree.words[max(first - 1, 0)] not in MARKS else first - 2
    yield f"intro={_sign(tree, opened) if opened >= start else '^'}"
    yield f"parts={min(len(one.content), 3)}"
    yield f"o={tree.lower[first] if tree.pos[first] in SMALL else tree.pos[first]}"
    inside = sum(
        read.inside[at] != -1 and read.inside[one.head] == -1
        for begin, end in one.content
        for at in range(begin, end + 1)
    )
    yield f"q={'all' if inside >= 0.8 * size else 'some' if inside else 'none'}"
    finite = any(
        tree.tag[at] in {"VBD", "VBZ", "VBP", "MD"}
        for begin, end in one.content
        for at in range(begin, end + 1)
    )
    yield f"finite={finite}"
    if one.cue is not None:
        gap = first - one.cue[1] if first > one.head else one.cue[0] - last
        yield f"gap={_bucket(gap) if gap > 0 else 'in'}{'+' if first > one.head else '-'}"


def _head(read: Passage, one: Candidate) -> Iterator[str]:
    tree = read.tree
    top = _top(tree, one.content[-1] if one.pattern == "raised" else one.content[0])
    yield f"h={tree.pos[top]}"
    yield f"hd={tree.dep[top]}"
    if tree.pos[top] in {"NOUN", "PRON"}:
        known = read.lexicon.get(tree.lemma[top], "NOUN")
        yield f"hk={known.kind if known else 'none'}"
        yield f"hl={tree.lemma[top]}"


def _edges(read: Passage, one: Candidate) -> Iterator[str]:
    """Yield what stands behind a content, and what is joined or said within it."""
    tree = read.tree
    first, last = one.content[0][0], one.content[-1][1]
    after = last + 1
    final = tree.bounds(last)[1]
    if after <= final:
        yield f"after={_sign(tree, after)}"
        if after < final:
            yield f"after2={_sign(tree, after)} {tree.tag[after + 1]}"
    else:
        yield "after=end"
    yield f"opens={first <= _past_marks(tree, tree.bounds(last)[0])}"
    yield f"last={tree.pos[last]}"
    joined = [at for at in range(first, last) if tree.pos[at] == "CCONJ"]
    yield f"joined={min(len(joined), 3)}"
    sayers = sum(
        (known := read.cue(at)) is not None and known.reports == "always"
        for part in one.content
        for at in range(part[0], part[1] + 1)
        if tree.tag[at] in FINITE and read.inside[at] == read.inside[one.head] and at != one.head
    )
    yield f"sayers={min(sayers, 2)}"


def _past_marks(tree: Tree, word: int) -> int:
    """Return the first word of a sentence behind the quotation marks that open it."""
    while word + 1 < len(tree) and tree.words[word] in MARKS:
        word += 1
    return word


def _top(tree: Tree, words: Range) -> int:
    first, last = words
    for at in range(first, last + 1):
        top = not first <= tree.head[at] <= last or tree.head[at] == at
        if top and tree.pos[at] not in {"PUNCT", "SCONJ", "ADP", "PART"}:
            return at
    return first


def _bucket(size: int) -> int:
    for step, edge in enumerate((1, 2, 3, 5, 8, 13, 21, 34, 55)):
        if size <= edge:
            return step
    return 9
