"""Clauses that the parser did not see, and where a clause may end before the parser's end."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.stages.extract.grammar import FINITE
from pipeline.stages.extract.passage import GRASPING, Candidate, Cued, Passage, proposal
from pipeline.stages.extract.tree import Tree

AROUND = frozenset({"AUX", "ADV", "PUNCT"})  #: what stands between a subject and its verb
OPENING = frozenset({"DET", "NOUN", "PROPN", "PRON", "ADJ", "NUM"})
TELLING = frozenset({"tell", "inform", "remind", "assure", "warn", "ask", "show"})


def bare(passage: Passage, cued: Cued) -> Iterator[Candidate]:
    """Yield a clause the parser did not see: after `that`, or all that follows `said`."""
    tree = passage.tree
    first = cued.cue[1] + 1
    last = _before_main(tree, cued, _before_sayer(passage, cued))
    word = _that(tree, first, last)
    if word is not None:
        under = tree.head[word]
        end = tree.right[under] if under > word else last
        yield proposal(cued, "that", (word, max(end, word + 1)))
        for stop, name in shorter(passage, cued, word, max(end, word + 1)):
            yield proposal(cued, f"that-{name}", (word, stop))
        if end < last - 1:
            yield proposal(cued, "that-to-end", (word, last))
    elif (
        cued.kind not in {"none", "act", "quote"}
        and not cued.passive
        and cued.how not in {"inverted", "behind", "agent", "none"}
        and first < last - 1
        and tree.pos[first] in OPENING
        and cued.lemma not in TELLING
        and not _counted(tree, cued)
        and _clause_ahead(tree, cued, first, last)
    ):
        yield proposal(cued, "rest", (first, last))
        for stop, name in shorter(passage, cued, first, last):
            yield proposal(cued, f"rest-{name}", (first, stop))


def _before_main(tree: Tree, cued: Cued, last: int) -> int:
    """Return the last word before the verb on which a relative clause's noun hangs, or `last`.

    `Officials who ordered that change claimed …`; `Hood, who saw the crash, said …`.
    """
    if cued.how != "relative":
        return last
    for over in tree.over(cued.verb):
        if over > cued.cue[1] and _tensed(tree, over):
            kids = (kid for kid in tree.children[over] if cued.cue[1] < kid < over)
            return min(last, min((k for k in kids if tree.pos[k] in AROUND), default=over) - 1)
    return last


def _tensed(tree: Tree, verb: int) -> bool:
    return tree.tag[verb] in FINITE or tree.child(verb, "aux", "cop") is not None


def _counted(tree: Tree, cued: Cued) -> bool:
    """Tell `added 25 points in his old arena, and Noel had 15`: a thing, not what was said."""
    if cued.lemma not in GRASPING:
        return False
    thing = tree.child(cued.verb, "obj", "obl:unmarked")
    return thing is not None and tree.child(thing, "nummod") is not None


def _before_sayer(passage: Passage, cued: Cued) -> int:
    """Return the last word before `…, she said …`, which goes on behind `When … announced …`."""
    tree, last = passage.tree, passage.tree.bounds(cued.verb)[1]
    if tree.dep[cued.verb] != "advcl" or tree.head[cued.verb] < cued.verb:
        return last
    over = tree.head[cued.verb]
    sayer = tree.child(over, "nsubj")
    begin = tree.left[sayer] if sayer is not None else over
    return max(begin - 2, cued.cue[1] + 1) if tree.words[begin - 1] == "," else last


def _that(tree: Tree, first: int, last: int) -> int | None:
    """Return the `that` a cue opens a clause with, past `on Friday, citing two officials, `."""
    inserted = False
    for word in range(first, min(first + 20, last)):
        if tree.words[word] == "," and (inserted or word == first or tree.tag[word + 1] == "VBG"):
            inserted = not inserted
        elif tree.words[word] in {",", ":", ";"}:
            return None
        elif (
            tree.lower[word] == "that"
            and not inserted
            and tree.pos[word] in {"SCONJ", "PRON"}
            and (tree.pos[word + 1] != "PUNCT" or tree.words[word + 1] in '"“')
        ):
            return None if _relative(tree, first, word) else word
    return None


def _relative(tree: Tree, first: int, that: int) -> bool:
    """Tell `tweeted about the riots that followed`: the that of a noun, which says nothing."""
    noun = that > first and tree.pos[that - 1] in {"NOUN", "PROPN"}
    return noun and tree.pos[that] == "PRON" and tree.dep[that].startswith("nsubj")


def shorter(passage: Passage, cued: Cued, begin: int, end: int) -> Iterator[tuple[int, str]]:
    """Yield where a clause may end before the parser's end, each with a name."""
    tree = passage.tree
    seen: set[str] = set()
    opener = begin + (tree.lower[begin] == "that")
    if tree.pos[opener] in {"SCONJ", "ADP"}:
        seen.update(("comma", "comma-relative"))  # that while it held, others fell
    for word in range(begin + 2, end):
        if passage.inside[word] != passage.inside[cued.verb]:
            continue
        name, joint = "", word + (tree.words[word] == ",")
        if joint < end and tree.pos[joint] == "CCONJ" and tree.lower[joint + 1] == "that":
            continue  # that no party will win, and that many will have to wait
        if tree.words[word] == ";":
            name = "semicolon"
        elif tree.pos[word] == "CCONJ":
            name = _next_verb(passage, cued, word, end)
        elif tree.words[word] == "," and tree.pos[word + 1] in {"CCONJ", "NOUN", "SCONJ", "DET"}:
            name = "" if _listed(tree, word) else "comma"
        elif tree.words[word] == "," and cued.how == "relative" and _resumed(tree, word, end):
            name = "comma-relative"
        if name and name not in seen:
            seen.add(name)
            yield word - 1, name


def _listed(tree: Tree, comma: int) -> bool:
    """Tell the comma of a list: `in Iran, the Cayman Islands and Dubai`."""
    over = tree.head[comma]
    joined = tree.dep[over] == "conj" and tree.head[over] < comma < over
    return joined and not _tensed(tree, over) and tree.child(over, "nsubj", "nsubj:pass") is None


def _resumed(tree: Tree, comma: int, end: int) -> bool:
    """Tell `, which had said that …, now admits …`: the verb of the noun before the clause."""
    at = comma + 1
    while at < end and tree.pos[at] == "ADV":
        at += 1
    return tree.tag[at] in FINITE | {"MD"}


def _next_verb(passage: Passage, cued: Cued, conjunction: int, end: int) -> str:
    """Tell what follows `and`: another cue of the source, another verb of it, or neither."""
    tree = passage.tree
    verb = conjunction + 1
    while verb < end and tree.pos[verb] in {"ADV", "AUX", "PART"}:
        verb += 1
    modal = tree.tag[verb] == "VB" and tree.child(verb, "aux") is not None
    if not (modal or tree.tag[verb] in FINITE | {"VBN"}) or tree.child(verb, "nsubj") not in {
        None,
        cued.verb,
    }:
        return "and-speaker" if _speaks(passage, conjunction, end) else ""
    known = passage.cue(verb)
    return "and-verb" if known is None or known.kind == "act" else "and"


def _speaks(passage: Passage, conjunction: int, end: int) -> bool:
    """Tell whether `and` begins a clause with a cue and a subject of its own."""
    tree = passage.tree
    for verb in range(conjunction + 2, min(conjunction + 8, end)):
        if tree.pos[verb] == "VERB":
            known = passage.cue(verb)
            subject = tree.child(verb, "nsubj")
            return (
                known is not None
                and known.kind != "act"
                and subject is not None
                and conjunction < subject < verb
            )
    return False


def clausal(tree: Tree, first: int, last: int) -> bool:
    """Tell whether a finite verb stands between two words."""
    return any(
        tree.tag[at] in FINITE or tree.tag[at] == "MD" or tree.pos[at] in {"VERB", "AUX"}
        for at in range(first, last)
    )


def _clause_ahead(tree: Tree, cued: Cued, first: int, last: int) -> bool:
    """Tell whether a verb stands there; behind a thing, one that is neither its nor the cue's."""
    if cued.lemma not in GRASPING and tree.child(cued.verb, "obj") is None:
        return clausal(tree, first, last)
    tensed = FINITE | {"MD"}
    return any(
        (tree.tag[at] in tensed if cued.lemma in GRASPING else tree.pos[at] in {"VERB", "AUX"})
        and not _aside(tree, cued.verb, at)
        for at in range(first, last)
    )


def _aside(tree: Tree, verb: int, at: int) -> bool:
    """Tell what stands in a relative clause, or in a clause joined to the cue: `and he left`."""
    for word in (at, *tree.over(at)):
        if word <= verb:
            return False
        if tree.dep[word] == "acl:relcl":
            return True
        if tree.dep[word] == "conj" and tree.head[word] == verb:
            return tree.child(word, "nsubj", "nsubj:pass", "expl") is not None
    return False
