"""Whose word a clause is given on: according to, as she put it, citing two officials."""

from __future__ import annotations

from collections.abc import Container, Iterator

from pipeline.stages.extract import surface
from pipeline.stages.extract.grammar import FINITE, NOMINAL, cue_range, subject
from pipeline.stages.extract.nominals import DAYS, LATELY, TODAY, noun_range, trimmed
from pipeline.stages.extract.passage import Candidate, Passage
from pipeline.stages.extract.tree import Range, Tree

CLAUSAL = frozenset({"VERB", "AUX"})
#: by which things go or are told apart, and which say nothing
MEASURES = frozenset({
    "ability", "age", "choice", "colour", "color", "custom", "desire", "kind", "liking", "merit",
    "mood", "need", "order", "plan", "preference", "rank", "schedule", "season", "size", "taste",
    "timetable", "type", "will", "wish", "wont",
})  # fmt: skip
CLOSING = frozenset({",", ".", ";", ")", "”", '"'})
ENDS = frozenset({".", "!", "?", "”", "’", '"', "'"})  #: of a sentence not seen as one


def according(passage: Passage, word: int) -> Iterator[Candidate]:
    """Yield the clause that `according to` gives on somebody's word, before it or behind."""
    tree = passage.tree
    start, last = tree.bounds(word)
    if word + 2 > last or tree.lower[word + 1] != "to":
        return
    noun = tree.head[word] if tree.head[word] > word + 1 else word + 2
    if tree.pos[noun] in CLAUSAL and tree.dep[word] != "case":
        noun = word + 2
    source = _named(tree, noun, word + 2, last)
    if tree.lower[source[0]] == "you" or _measure(tree, source):
        return  # `According to you, what …?`; `all went according to plan`
    top = _clause_over(tree, noun) if tree.under(word, noun) else tree.head[word]
    opens = all(tree.pos[before] in {"PUNCT", "CCONJ", "ADV"} for before in range(start, word))
    joint = word - 1 - (tree.words[word - 1] == ",")
    opens = opens or tree.words[word - 1] == ";" or (joint > start and tree.lower[joint] == "but")
    opens = opens or (tree.words[word] == "According" and tree.words[word - 1] in ENDS)
    if opens:
        begin = _past_relative(tree, source[1] + 1, last)
        while begin < last and tree.lower[begin] in DAYS | TODAY | LATELY | {"on"}:
            begin += 1
        while begin < last and tree.pos[begin] == "PUNCT" and tree.words[begin] not in '“"':
            begin += 1
        end = _before_sayer(passage, begin, last)
        parts: tuple[Range, ...] = (trimmed(tree, (begin, end)),)
        pattern = "according-first"
    else:
        parts, pattern = around(tree, top, (word, source[1])), "according"
        if start < word - 3:
            yield Candidate(
                pattern="according-all",
                head=word,
                cue=(word, word + 1),
                source=source,
                how="own",
                content=(trimmed(tree, (start, word - 1)),),
            )
    if parts and parts[0][0] <= parts[0][1]:
        yield Candidate(
            pattern=pattern,
            head=word,
            cue=(word, word + 1),
            source=source,
            how="own",
            content=parts,
        )


def _measure(tree: Tree, words: Range) -> bool:
    """Tell `according to plan`, `according to their means` from `according to the plan`."""
    first, last = words
    bare = first == last or (last == first + 1 and tree.tag[first] == "PRP$")
    return bare and tree.lemma[last] in MEASURES


def _past_relative(tree: Tree, begin: int, last: int) -> int:
    """Return where a clause begins after `, who spoke to reporters, `."""
    if begin < last and tree.words[begin] == "," and tree.lower[begin + 1] in {"who", "which"}:
        for at in range(begin + 1, last):
            if tree.words[at] == ",":
                return at
    return begin


def _named(tree: Tree, noun: int, begin: int, last: int) -> Range:
    """Return the noun phrase after `according to`, up to a comma that closes it."""
    right = begin
    while (
        right < last
        and tree.words[right + 1] not in {",", ".", ";", ":", "—"}
        and right - begin < 14
    ):
        right += 1
    if tree.words[min(right + 1, last)] in {",", "."}:
        return trimmed(tree, (begin, _before_time(tree, begin, _listed(tree, noun, right))))
    if tree.under(begin, noun) or noun == begin:
        _, right = noun_range(tree, noun, away_from=begin - 1)
    else:
        right = begin
        while right < last and tree.words[right + 1] not in {",", ".", ";", ":"}:
            right += 1
    return trimmed(tree, (begin, max(begin, right)))


def _listed(tree: Tree, noun: int, right: int) -> int:
    """Return where `Ann Lee, an analyst`, `Norway, Sweden, and Finland` end; `right`: the first."""
    end, parsed = right, tree.pos[noun] in NOMINAL and noun <= right
    for kid in tree.children[noun] if parsed else ():
        if tree.dep[kid] not in {"appos", "conj"} or not right < kid:
            continue
        begin, final = tree.left[kid], tree.right[kid]
        begin -= tree.words[begin] != ","
        closed = tree.words[min(final + 1, len(tree) - 1)] in CLOSING
        clause = any(tree.tag[at] in FINITE for at in range(begin, final))
        if begin != right + 1 or not closed or clause:
            break
        right = final
        if tree.dep[kid] == "appos" or tree.child(kid, "cc") is not None:
            end = final
    return end


def _before_time(tree: Tree, begin: int, end: int) -> int:
    """Return where a source ends before when it spoke: `the institute | late on Monday`."""
    if end > begin and tree.lower[end] in DAYS | TODAY:
        end -= 1
        while end > begin and tree.lower[end] in LATELY | {"on"}:
            end -= 1
    return end


def _clause_over(tree: Tree, word: int) -> int:
    """Return the nearest head that makes a clause."""
    for over in tree.over(word):
        if (
            tree.pos[over] in CLAUSAL
            or tree.dep[over] == "ROOT"
            or tree.child(over, "nsubj", "cop", "nsubj:pass") is not None
        ):
            return over
    return word


def around(tree: Tree, top: int, hole: Range) -> tuple[Range, ...]:
    """Return the clause of `top` without the words of the hole."""
    begin, end = tree.left[top], tree.right[top]
    while begin < hole[0] and tree.pos[begin] in {"PUNCT", "CCONJ"}:
        begin += 1
    if (
        tree.dep[top] in {"ccomp", "advcl"}
        and tree.dep[begin] == "mark"
        and tree.lower[begin] != "that"
    ):
        begin += 1
    parts = []
    if begin < hole[0]:
        parts.append(trimmed(tree, (begin, hole[0] - 1)))
    following = hole[1] + 1
    if following < end:
        rest = trimmed(tree, (following, end))
        if rest[1] - rest[0] >= 1:
            parts.append(rest)
    return tuple(parts)


def _before_sayer(passage: Passage, begin: int, last: int) -> int:
    """Return the last word before a closing `, he said`."""
    tree = passage.tree
    for verb in range(last, begin, -1):
        if tree.lower[verb] in {"said", "says", "added", "told"} and passage.inside[verb] == -1:
            found = subject(tree, verb)
            if found.word is None or found.how not in {"own", "inverted"}:
                continue
            first = min(verb, tree.left[found.word])
            if tree.words[first - 1] == "," and first - 1 > begin:
                return first - 2
    return last


def as_said(passage: Passage, word: int) -> Iterator[Candidate]:
    """`As the minister put it, …`: the clause goes on around it."""
    tree = passage.tree
    verb = tree.head[word]
    if tree.dep[word] != "mark" or tree.dep[verb] not in {"advcl", "parataxis"} or verb < word:
        return
    known = passage.cue(verb)
    if (
        known is None
        or tree.child(verb, "ccomp", "xcomp") is not None
        or tree.right[verb] - verb > 6
        or tree.lower[min(verb + 1, len(tree) - 1)] in {"of", "about"}  # `as unions warn of ruin`
    ):
        return
    found = subject(tree, verb)
    if found.word is None or found.how not in {"own", "inverted"}:
        return
    parts = around(tree, tree.head[verb], (word, tree.right[verb]))
    if parts:
        yield Candidate(
            pattern="as-said",
            head=verb,
            cue=cue_range(tree, verb),
            source=noun_range(tree, found.word, away_from=verb),
            how="own",
            content=parts,
        )


def _citer(tree: Tree, citing: int, said: Container[int]) -> int | None:
    """Return the verb of `The paper, citing two officials, writes that …`."""
    over = tree.head[citing]
    over = tree.head[over] if tree.dep[citing] == "acl" else over
    return over if over > citing and over in said and tree.pos[over] == "VERB" else None


def citing(passage: Passage, made: list[Candidate]) -> Iterator[Candidate]:
    """Yield `…, citing sources, …`: what the cue before it says, what is cited as its source."""
    tree = passage.tree
    by_head: dict[int, list[Candidate]] = {}
    for one in made:
        by_head.setdefault(one.head, []).append(one)
    for verb in range(len(tree)):
        if tree.lemma[verb] not in {"cite", "quote"} or tree.tag[verb] != "VBG":
            continue
        noun = tree.child(verb, "obj")
        source = (
            surface.after(passage, verb)
            if noun is None or noun < verb
            else noun_range(tree, noun, away_from=verb)
        )
        start = tree.bounds(verb)[0]
        outer = next(
            (
                at
                for at in range(verb - 1, start - 1, -1)
                if at in by_head and tree.pos[at] == "VERB" and at != verb
            ),
            None,
        )
        outer = _citer(tree, verb, by_head) if outer is None else outer
        if source is None or outer is None:
            continue
        for one in by_head[outer]:
            if one.source is not None:
                yield Candidate(
                    pattern=f"citing {one.pattern}",
                    head=verb,
                    cue=(verb, verb),
                    source=source,
                    how="own",
                    content=one.content,
                    quotes=(),
                )
