"""Endings: where a content ends because the writer, or another, goes on alone."""

from __future__ import annotations

from pipeline.stages.extract.grammar import FINITE
from pipeline.stages.extract.passage import Candidate, Passage
from pipeline.stages.extract.tree import Range, Tree

CONCESSIVE = frozenset({"while", "although", "though", "whereas", "despite"})
COMMENTS = frozenset({
    "accusation", "allegation", "announcement", "assertion", "charge", "claim", "comment",
    "decision", "development", "figure", "idea", "move", "notion", "phrase", "prospect",
    "reference", "remark", "sign", "statement", "step", "suggestion", "warning",
})  # fmt: skip
SAYING = frozenset({
    "say", "warn", "quote", "argue", "confirm", "deny", "write", "name", "judge", "claim", "demand",
})  # fmt: skip
CAUSING = frozenset({"prompt", "draw", "spark", "trigger", "provoke", "fuel", "anger", "enrage"})
ARTICLES = frozenset({"a", "an", "the"})
MARKS = frozenset({"”", '"', "''"})
BREAKS = frozenset({",", "—", "–", "-", ";"})
WITH = 12  #: words that may stand between `with` and what somebody is `saying`


def ending(read: Passage, one: Candidate, part: Range) -> int:
    """Return the last word of a part of a content when the writer's own words are left out."""
    tree = read.tree
    begin, end = part
    for at in range(begin + 1, end - 1):
        if tree.words[at] in MARKS and tree.words[at - 1] == ",":
            if _behind_quotation(read, one, at + 1, end):
                return at
        elif (
            tree.words[at] in BREAKS
            and read.inside[at] == read.inside[one.head]
            and _goes_on_alone(read, one, at + 1, end)
        ):
            return at - 1
    return end


def _behind_quotation(read: Passage, one: Candidate, after: int, end: int) -> bool:
    """Tell `“He never forgets,” a remark the aide denies`; `“is late,” adding …`, `while …`."""
    tree = read.tree
    if tree.lower[after] in ARTICLES:
        return _comments(tree, after, end)
    adding = tree.tag[after] == "VBG" and after > one.head + 1 and _reports(read, after)
    return adding or tree.lower[after] in CONCESSIVE or tree.lower[after] == "meaning"


def _goes_on_alone(read: Passage, one: Candidate, after: int, end: int) -> bool:
    """Tell whether the writer, or another source, goes on behind a break."""
    tree = read.tree
    word, comma = tree.lower[after], tree.words[after - 1] == ","
    if word in ARTICLES:
        return _comments(tree, after, end)
    if comma and (word in CONCESSIVE or (word == "something" and _told_of(tree, after))):
        return True
    if after < one.head:
        return False
    joined = tree.tag[tree.head[after]] == "VBG"  # playing games, reading books
    adding = tree.tag[after] == "VBG" and not joined and _reports(read, after)
    along = word == "with" and _along(read, after, end)
    return adding or along or (comma and _caused(tree, after))


def _told_of(tree: Tree, something: int) -> bool:
    """Tell `…, something the mayor denies`: what the writer knows of it."""
    return tree.child(something, "acl:relcl") is not None


def _along(read: Passage, word: int, end: int) -> bool:
    """Tell `…, with some newspapers claiming …`: what another says."""
    tree = read.tree
    for verb in range(word + 1, min(word + WITH, end)):
        if tree.tag[verb] == "VBG" and _reports(read, verb):
            return tree.head[word] == verb or tree.child(verb, "nsubj") is not None
        if tree.tag[verb] in FINITE:
            return False
    return False


def _caused(tree: Tree, word: int) -> bool:
    """Tell what followed from it, which the writer tells: `, prompting …`, `, which drew …`."""
    which = tree.lower[word] == "which"
    verb = word + which
    told = tree.tag[verb] in FINITE if which else tree.tag[verb] == "VBG"
    return told and tree.lemma[verb] in CAUSING


def _comments(tree: Tree, article: int, end: int) -> bool:
    """Tell whether `, a development that …` begins here."""
    for word in range(article + 1, min(article + 5, end)):
        if tree.lemma[word] in COMMENTS:
            return tree.lower[word + 1] in {"that", "which", "he", "she", "they", "it"} or (
                tree.pos[word + 1] in {"DET", "PROPN"}
                and any(tree.tag[at] in FINITE for at in range(word + 2, min(word + 6, end + 1)))
            )
    return False


def _reports(read: Passage, word: int) -> bool:
    known = read.cue(word)
    return known is not None and known.kind in SAYING and known.reports != "rarely"
