"""Verbs with an object, an infinitive, a preposition, or in the passive."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.stages.extract.cues import lexicon
from pipeline.stages.extract.grammar import NOMINAL
from pipeline.stages.extract.nominals import DAYS, LATELY, MONTHS, bare_noun, noun_range, with_that
from pipeline.stages.extract.passage import GRASPING, Candidate, Cued, Passage, proposal
from pipeline.stages.extract.sources.lists import NAMED_OUTLETS
from pipeline.stages.extract.tree import Range, Tree

CIRCUMSTANCES = frozenset({"as", "when", "after", "before", "because", "since", "while", "until"})
PROPOSITIONS = lexicon().lists["propositions"]
HEARERS = lexicon().lists["hearers"]
IF = frozenset({"if", "unless", "provided"})
#: verbs that say something of their object by another preposition: `ascribed his death to a fall`
LINKING = {
    "to": frozenset({"ascribe", "attribute", "compare", "credit", "liken"}),
    "with": frozenset({"charge", "compare", "credit"}),
}
SOMEBODY = frozenset({"him", "her", "me", "us"})  #: confirmed in an office
TOLD_OF = frozenset({"warn", "accuse"})
BORN = frozenset({"child", "baby", "twin", "addition", "arrival"})  #: expected by parents
FIGURED = frozenset({"put", "estimate", "measure", "peg", "set", "see", "place", "calculate"})
PREPOSITIONS = frozenset(
    {"for", "of", "on", "about", "to", "at", "against", "with", "upon", "over", "into", "in", "as"}
)


def infinitive(passage: Passage, cued: Cued) -> Iterator[Candidate]:
    """Yield `promised to go`, `urged them to go`, `is believed to have gone`, `denied going`."""
    tree = passage.tree
    after = "".join(tree.lower[cued.cue[1] + 1 : cued.cue[1] + 2])
    if cued.kind == "none" or (cued.lemma == "call" and after in {"on", "upon", "for"}):
        return  # `called on them to go` takes its preposition
    kid = _infinitive(tree, cued)
    if kid is None:
        following = cued.cue[1] + 1
        if following < len(tree) and tree.tag[following] == "VBG" and not cued.passive:
            under = tree.head[following] == cued.verb
            yield proposal(
                cued, "ing" if under else "ing-loose", (following, tree.right[following])
            )
        return
    begin, end = max(tree.left[kid], cued.cue[1] + 1), _end(tree, cued.verb, kid)
    reduced = tree.dep[cued.verb] == "acl" and tree.tag[cued.verb] == "VBN"
    if cued.passive or (reduced and cued.source is None):
        yield from _raised(tree, cued, begin, end)
        return
    someone = tree.child(cued.verb, "obj", "iobj")
    if tree.dep[kid] == "advcl" and (someone is None or cued.lemma in GRASPING):
        return
    if someone is not None and cued.verb < someone < kid:
        yield proposal(cued, "somebody-to", (tree.left[someone], end))
    else:
        yield proposal(cued, "to", (begin, end))


def _infinitive(tree: Tree, cued: Cued) -> int | None:
    for kid in tree.children[cued.verb]:
        opener = tree.lower[tree.left[kid]]
        if tree.dep[kid] in {"xcomp", "advcl"} and kid > cued.verb and opener in {"to", "not"}:
            return kid
    return None


def _end(tree: Tree, verb: int, kid: int) -> int:
    """Return where an infinitive ends: `is expected to resign, leave the city and sell her house`.

    A bare infinitive is joined to it, wherever the parse hangs it, unless the verb is bare, too; a
    finite verb is not: `promised to resign and left`.
    """
    end = tree.right[kid]
    if tree.tag[kid] != "VB":
        return end
    for other in tree.children[kid]:
        if tree.dep[other] == "conj" and tree.tag[other] in {"VBD", "VBZ"} and other > kid:
            return tree.left[other] - 1
    for other in tree.children[verb] if tree.tag[verb] != "VB" else ():
        bare = tree.tag[other] == "VB" and tree.child(other, "nsubj", "aux") is None
        if bare and tree.dep[other] == "conj" and other > kid:
            end = max(end, tree.right[other])
    return end


def _raised(tree: Tree, cued: Cued, begin: int, end: int) -> Iterator[Candidate]:
    """Yield `The ship` + `to have sunk`, with and without the circumstances."""
    if cued.patient is None:
        if tree.dep[cued.verb] == "acl":
            noun = tree.head[cued.verb]
            whom = bare_noun(tree, noun, (tree.left[noun], noun))
            yield proposal(cued, "raised-acl", whom, (begin, end))
        return
    patient = _patient(tree, cued.verb, cued.patient)
    yield proposal(cued, "raised", patient, (begin, end))
    for word in range(begin + 3, end):
        together = "well" in (tree.lower[word - 1], tree.lower[word + 1])
        if tree.lower[word] in CIRCUMSTANCES and not together:
            yield proposal(cued, "raised-short", patient, (begin, word - 1))
            return


def object_(passage: Passage, cued: Cued) -> Iterator[Candidate]:
    """Yield `denied the reports`, `called the vote a farce`, `accused them of fraud`."""
    tree = passage.tree
    if cued.kind == "none" or cued.passive:
        return
    kid = next((kid for kid in tree.children[cued.verb] if _thing(tree, cued, kid)), None)
    if kid is None:
        return
    begin, end = noun_range(tree, kid, away_from=cued.verb)
    end = _with_condition(tree, cued.verb, without_hearers(tree, (begin, end)))
    if (
        cued.lemma == "answer"
        or (cued.lemma == "encourage" and tree.pos[kid] == "NOUN")
        or (cued.lemma == "confirm" and tree.lower[kid] in SOMEBODY)
    ):
        return
    more = _predicate(tree, cued.verb, kid)
    if (more is None or more[0] in {"of", "for"}) and _grasped(tree, cued, kid):
        return
    if more is not None:
        whole = _with_condition(tree, cued.verb, max(more[1], end))
        yield proposal(cued, more[0], (begin, whole))
    else:
        yield proposal(cued, "object", (begin, end))
    longer = with_that(tree, end)
    if longer > end and passage.lexicon.get(tree.lemma[end], "NOUN") is not None:
        yield proposal(cued, "object-that", (begin, longer))
    yield from _longer(passage, cued, begin, end)


def _thing(tree: Tree, cued: Cued, kid: int) -> bool:
    """Tell the object of a verb; who is warned of something is one, too."""
    labels = {"obj", "iobj"} if cued.lemma in TOLD_OF else {"obj"}
    return tree.dep[kid] in labels and kid > cued.verb and tree.pos[kid] in NOMINAL | {"INTJ"}


def _with_condition(tree: Tree, verb: int, end: int) -> int:
    """Return where something said ends with what it hangs on: `promised aid if they disarm`."""
    for kid in tree.children[verb]:
        if tree.dep[kid] == "advcl" and tree.left[kid] == end + 1 and tree.lower[end + 1] in IF:
            return tree.right[kid]
    return end


def without_hearers(tree: Tree, words: Range) -> int:
    """Return where something said ends without to whom: `the talks | to investigators`."""
    begin, end = words
    for word in range(end - 1, begin, -1):
        if tree.lower[word] == "to" and tree.pos[word] == "ADP" and end - word < 5:
            whom = " ".join(tree.words[word + 1 : end + 1]).lower()
            return word - 1 if whom in NAMED_OUTLETS or tree.lower[end] in HEARERS else end
    return end


def _grasped(tree: Tree, cued: Cued, noun: int) -> bool:
    """Tell a thing from what is said: claimed a title, maintained a fleet, added 2%."""
    if cued.lemma == "expect" and tree.lemma[noun] in BORN:
        return True
    if cued.lemma not in GRASPING or tree.lemma[noun] in PROPOSITIONS:
        return False
    denied = cued.lemma == "find" and tree.lower[tree.left[noun]] in {"no", "little"}
    return not denied and (cued.lemma != "claim" or tree.pos[noun] != "NUM")


def _longer(passage: Passage, cued: Cued, begin: int, end: int) -> Iterator[Candidate]:
    """Yield an object with what the parser hung elsewhere: `to …`, `that …`, a quotation."""
    tree = passage.tree
    last = tree.bounds(cued.verb)[1]
    if cued.kind == "name":
        yield proposal(cued, "object-to-end", (begin, last))
    for word in range(begin + 1, min(end + 3, last)):
        if tree.lower[word] == "to" and tree.tag[word + 1] == "VB":
            yield proposal(cued, "somebody-to-loose", (begin, tree.right[word + 1]))
            break
    if end + 2 < last and tree.lower[end + 1] == "of" and tree.tag[end + 2] == "VBG":
        yield proposal(cued, "of", (begin, tree.right[end + 2]))
    quote = next(
        (at for at in range(end + 1, min(end + 4, last)) if passage.inside[at] != -1), None
    )
    if quote is not None and passage.inside[cued.verb] == -1:
        closing = passage.spans[passage.inside[quote]][1]
        yield proposal(cued, "object-quote", (begin, closing))


def _predicate(tree: Tree, verb: int, noun: int) -> tuple[str, int] | None:
    """Return what is said of an object: `as a farce`, `a farce`, `of shelling the port`."""
    for kid in tree.children[verb]:
        if kid <= noun:
            continue
        opener = tree.lower[tree.left[kid]]
        if tree.dep[kid] == "xcomp" and opener not in {"to", "as"}:
            return "predicate", tree.right[kid]
        if tree.dep[kid] not in {"obl", "advcl", "xcomp"}:
            continue
        if opener == "as":
            return "as", tree.right[kid]
        if opener == "at" and tree.lemma[verb] in FIGURED:
            return "at", tree.right[kid]
        if opener in {"of", "for"} and tree.left[kid] - noun < 12:
            return opener, tree.right[kid]
        if tree.lemma[verb] in LINKING.get(opener, ()):
            return "of", tree.right[kid]
    return None


def preposition(passage: Passage, cued: Cued) -> Iterator[Candidate]:
    """Yield `called for calm`, `warned of floods`; the cue takes in the preposition."""
    tree = passage.tree
    if cued.passive:
        return
    following = cued.cue[1] + 1
    if following + 1 >= len(tree) or tree.lower[following] not in PREPOSITIONS:
        return
    if tree.pos[following] == "PART" or tree.lower[following + 1] in MONTHS:
        return
    if tree.lower[following + 1] in LATELY and DAYS & set(
        tree.lower[following + 2 : following + 3]
    ):
        return  # `said on last Wednesday they would come`
    kid = next(
        (
            kid
            for kid in tree.children[cued.verb]
            if tree.dep[kid] in {"obl", "advcl", "ccomp", "xcomp"} and tree.left[kid] == following
        ),
        None,
    )
    if kid is None:
        return
    word = tree.lower[following]
    known = passage.lexicon.get(f"{cued.lemma} {word}", "VERB")
    if (known is None and cued.kind == "none") or (known is not None and known.kind == "act"):
        return
    end = tree.right[kid]
    for other in tree.children[cued.verb]:
        if (
            other > kid
            and tree.dep[other] in {"advcl", "xcomp"}
            and tree.lower[tree.left[other]] == "to"
            and tree.left[other] == end + 1
        ):
            end = tree.right[other]
    end = without_hearers(tree, (following + 1, end))
    yield proposal(cued, f"prep-{word}", (following + 1, end), cue=(cued.cue[0], following))


def _patient(tree: Tree, verb: int, noun: int) -> Range:
    return bare_noun(tree, noun, noun_range(tree, noun, away_from=verb))


def _complement(tree: Tree, cued: Cued, patient: Range) -> Iterator[Candidate]:
    """Yield `was rated` with its rest: `the vessel` + `seaworthy`, `farmers` + `open markets`."""
    kids = [
        kid
        for kid in tree.children[cued.verb]
        if kid > cued.cue[1]
        and tree.dep[kid] in {"obj", "xcomp", "obl"}
        and tree.lower[kid] not in MONTHS
    ]
    if kids and tree.dep[kids[0]] != "obl:agent":
        yield proposal(cued, "passive-rest", patient, (tree.left[kids[0]], tree.right[kids[0]]))


def passive_(passage: Passage, cued: Cued) -> Iterator[Candidate]:
    """Yield `the fire was described by police as arson`, `was confirmed by the ministry`."""
    tree = passage.tree
    if not cued.passive or cued.patient is None or cued.kind == "none":
        return
    if cued.lemma == "admit":
        return  # he was admitted to hospital on Saturday
    patient = _patient(tree, cued.verb, cued.patient)
    for kid in tree.children[cued.verb]:
        opener = tree.lower[tree.left[kid]]
        if (
            kid > cued.verb
            and tree.dep[kid] in {"obl", "advcl", "xcomp"}
            and opener in {"as", "of", "for", "at", "with", "on"}
            and tree.lower[kid] not in MONTHS
        ):
            yield proposal(cued, f"passive-{opener}", patient, (tree.left[kid], tree.right[kid]))
            return
    if cued.source is not None:
        yield proposal(cued, "passive-agent", patient)
    yield from _complement(tree, cued, patient)
    following = cued.cue[1] + 1
    if following < len(tree) and tree.lower[following] in {"of", "about"}:
        kid2 = next((kid for kid in tree.children[cued.verb] if tree.left[kid] == following), None)
        if kid2 is not None:
            yield proposal(
                cued,
                "passive-told",
                (following + 1, tree.right[kid2]),
                cue=(cued.cue[0], following),
            )
