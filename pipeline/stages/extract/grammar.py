"""What the grammar says of a cue: who its subject is, how far its words and its source reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.stages.extract.cues import lexicon
from pipeline.stages.extract.tree import Range, Tree

How = Literal[
    "own", "inverted", "relative", "conj", "participle", "acl", "light", "infinitive", "agent",
    "none",
]  # fmt: skip
NEGATION = frozenset({"not", "n't", "n’t", "never", "neither", "nor"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ", "X", "SYM"})
SUBJECT = ("nsubj", "nsubj:outer", "nsubj:pass")
RELATIVE = frozenset({"who", "which", "that"})
OCCASION = frozenset({"in", "at", "on", "during", "after", "before", "while", "when", "asked"})
QUESTIONED = frozenset({"ask", "press", "question", "quiz"})
ABSOLUTE = frozenset({"despite", "with", "without"})
#: verbs that a noun of saying makes a cue: issued a statement
GIVING = frozenset({
    "deliver", "express", "get", "give", "have", "hold", "issue", "make", "offer", "publish",
    "raise", "receive", "reiterate", "release", "repeat", "send", "share", "voice",
})  # fmt: skip
#: in which somebody speaks: `said Lee in a statement`
UTTERANCES = frozenset({
    "address", "blog", "briefing", "call", "conference", "email", "hearing", "interview", "letter",
    "memo", "message", "note", "post", "speech", "statement", "testimony", "text", "tweet", "video",
})  # fmt: skip
EACH = frozenset({"all", "both", "each"})
PARTICLES = frozenset({"out", "aside", "off", "back", "up", "down"})
DEPTH = 8  #: steps up the tree in search of a subject


@dataclass(frozen=True, slots=True)
class Subject:
    """The word that heads the subject of a cue, and how it was found."""

    word: int | None
    how: How


NOBODY = Subject(None, "none")


def subject(tree: Tree, verb: int, depth: int = DEPTH) -> Subject:
    """Return who does what a verb says, inherited where the verb has no subject of its own."""
    own = _own(tree, verb)
    if own is not None:
        return own
    label, over = tree.dep[verb], tree.head[verb]
    if over == verb or depth == 0:
        return NOBODY
    if label == "acl":
        return _of_noun(tree, verb, over)
    how = _inherits(tree, verb)
    if how is None:
        return NOBODY
    if how == "infinitive" and (object_ := tree.child(over, "obj", "iobj")) is not None:
        return Subject(object_, how)
    found = _agent(tree, verb, over) if how == "participle" else None
    found = found or _surface(tree, over) or subject(tree, over, depth - 1)
    return Subject(found.word, how) if found.word is not None else NOBODY


def _of_noun(tree: Tree, verb: int, noun: int) -> Subject:
    """Return who says in `a report showing that …`, `the firm issued a statement saying that …`."""
    if (giver := giving(tree, noun)) is not None:
        found = subject(tree, giver)
        return Subject(found.word, "light") if found.word is not None else NOBODY
    doing = tree.tag[verb] != "VBN"
    return Subject(noun, "acl") if doing and tree.pos[noun] in NOMINAL else NOBODY


def giving(tree: Tree, noun: int) -> int | None:
    """Return the verb of `issued a statement` by which a noun of saying is given."""
    verb = tree.head[noun]
    light = tree.dep[noun] == "obj" and tree.lemma[verb] in GIVING
    return verb if light and tree.lemma[noun] in UTTERANCES else None


def antecedent(tree: Tree, verb: int, pronoun: int | None) -> int | None:
    """Return the noun that a relative clause hangs on, in place of `who` or `which`."""
    for over in (verb, *tree.over(verb)):
        if tree.dep[over] == "acl:relcl" and tree.head[over] < verb:
            noun, who = tree.head[over], pronoun is not None and tree.lower[pronoun] == "who"
            noun = _joined_last(tree, noun, over)
            apart = who and pronoun and tree.words[pronoun - 1] == ","
            return _apposed(tree, noun) if apart else noun
    return pronoun


def _joined_last(tree: Tree, noun: int, clause: int) -> int:
    """Return the name right before its clause: `politicians and Ann Lee who wrote`."""
    before = tree.left[clause] - 1
    for kid in tree.children[noun]:
        named = tree.pos[kid] == "PROPN" and tree.pos[noun] != "PROPN"
        if tree.dep[kid] == "conj" and named and tree.right[kid] == before:
            return kid
    return noun


def _apposed(tree: Tree, noun: int) -> int:
    """Return the person of `Ann Lee, an analyst at the bank, who`, whom the parser lets go."""
    top = noun
    while tree.dep[top] in {"nmod", "appos"} and tree.head[top] < top:
        top = tree.head[top]
        if tree.dep[top] == "appos" or (tree.pos[top] == "PROPN" and tree.right[top] >= noun):
            noun = top
    return noun


def passive(tree: Tree, verb: int) -> bool:
    """Tell whether a verb is passive: its subject is what is said, not who says it."""
    kids = tree.children[verb]
    if any(tree.dep[kid] in {"nsubj:pass", "aux:pass", "csubj:pass"} for kid in kids):
        return True
    before = verb - 1
    while before >= 0 and tree.pos[before] == "ADV":
        before -= 1
    return before >= 0 and tree.tag[verb] == "VBN" and tree.lemma[before] == "be"


def _own(tree: Tree, verb: int) -> Subject | None:
    agent = tree.child(verb, "obl:agent")
    if passive(tree, verb) or (agent is not None and tree.tag[verb] == "VBN"):
        return Subject(agent, "agent") if agent is not None else NOBODY
    kid = _nearest(tree, verb, "nsubj", "nsubj:outer")
    if kid is not None and tree.lemma[verb] in QUESTIONED and tree.words[verb - 1] == ",":
        return NOBODY  # `Grant, asked whether he knew, said`: who was asked
    if kid is not None:
        if tree.lower[kid] in RELATIVE and tree.pos[kid] == "PRON":
            return Subject(kid, "relative")
        return Subject(kid, "inverted" if kid > verb else "own")
    noun = _absolute(tree, verb)
    return Subject(noun, "own") if noun is not None else _inverted(tree, verb)


def _absolute(tree: Tree, verb: int) -> int | None:
    """Return who does it in `despite Seoul and Kyiv both confirming it`."""
    if tree.dep[verb] not in {"advcl", "acl"} or tree.tag[verb] != "VBG":
        return None
    before = verb - 1
    while before > 0 and (tree.lower[before] in EACH or tree.pos[before] == "ADV"):
        before -= 1
    for noun in (before, *tree.over(before)):
        case = tree.child(noun, "case")
        if case is not None and tree.lower[case] in ABSOLUTE and tree.left[noun] == case:
            return noun if tree.right[noun] in {before, tree.right[verb]} else None
    return None


def _inverted(tree: Tree, verb: int) -> Subject | None:
    """Return the noun after `…, says`, however the parser called it."""
    reads = tree.lower[verb] == "read" and tree.tag[verb] == "VB"  # `“…”, read the notice`
    if verb == 0 or not (reads or tree.tag[verb] in {"VBD", "VBZ", "VBP", "VBN"}):
        return None
    if tree.sentence[verb - 1] != tree.sentence[verb] or tree.words[verb - 1] not in ",”\"'’":
        return None
    word = verb + 1
    if word > tree.bounds(verb)[1] or tree.pos[word] not in NOMINAL | {"VERB"}:
        return None
    while (
        tree.head[word] > verb
        and tree.left[tree.head[word]] == verb + 1
        and tree.head[word] != word
    ):
        word = tree.head[word]
    return Subject(word, "inverted") if tree.pos[word] in NOMINAL else None


def _inherits(tree: Tree, verb: int) -> How | None:
    label = tree.dep[verb]
    if label == "conj":
        return "conj"
    if label == "xcomp":
        return "infinitive"
    if label == "advcl" and tree.tag[verb] in {"VBG", "VB"}:
        return "participle"
    if trails(tree, verb):
        return "participle"
    return None


def trails(tree: Tree, verb: int) -> bool:
    """Tell `…, adding`, which the parser may take for what was said before it."""
    return (
        tree.tag[verb] == "VBG"
        and tree.dep[verb] in {"ccomp", "parataxis"}
        and tree.head[verb] < verb
        and tree.words[verb - 1] == ","
    )


def _agent(tree: Tree, verb: int, over: int) -> Subject | None:
    """Return who speaks in `the vote was called historic by Lee, saying it would …`."""
    agent = tree.child(over, "obl:agent")
    said = lexicon().get(tree.lemma[over], "VERB") is not None
    return Subject(agent, "agent") if said and agent is not None and agent < verb else None


def _surface(tree: Tree, verb: int) -> Subject | None:
    kid = _nearest(tree, verb, *SUBJECT)
    return None if kid is None else Subject(kid, "own")


def _nearest(tree: Tree, verb: int, *labels: str) -> int | None:
    """Return the subject nearest to a verb: the other is one of what is quoted before it."""
    kids = [kid for kid in tree.children[verb] if tree.dep[kid] in labels]
    return min(kids, key=lambda kid: abs(kid - verb), default=None)


def cue_range(tree: Tree, verb: int) -> Range:
    """Return a verb with its auxiliaries, negation, the adverbs between them and its particle."""
    first = verb
    probe = verb - 1
    while probe >= 0 and tree.head[probe] == verb and tree.dep[probe] in _BEFORE:
        if tree.dep[probe] != "advmod" or tree.lower[probe] in NEGATION:
            first = probe
        probe -= 1
    if first > 2 and tree.lower[first - 1] == "nor" and tree.lower[first - 3] == "neither":
        first -= 3  # neither confirmed nor denied
    last = verb
    if verb + 1 < len(tree) and tree.head[verb + 1] == verb:
        label = tree.dep[verb + 1]
        last += label == "compound:prt" or tree.lower[verb + 1] in PARTICLES
    return first, last


_BEFORE = frozenset({"aux", "aux:pass", "cop", "advmod"})
