"""Verbs that only look like saying in their place: bidden, of nobody, done to somebody."""

from __future__ import annotations

from pipeline.stages.extract.tree import Tree

OWN_WORD = frozenset({"is", "was", "not", "needless", "suffice", "fair", "safe", "hard", "enough"})
PREPOSITIONS = frozenset({"regarding", "concerning"})  #: that look like verbs
SEEMING = frozenset({"appear", "seem"})

#: what is shown and no evidence
SHOWN = frozenset({
    "clip", "courage", "documentary", "film", "footage", "image", "interest", "photo", "photograph",
    "picture", "solidarity", "support", "video",
})  # fmt: skip


def seeming(tree: Tree, verb: int) -> bool:
    """Tell whether a verb that may attribute says nothing where it stands."""
    if tree.lower[verb] in PREPOSITIONS:
        return True
    rules = (_impersonal, _writers, _bidden, _adjectival, _accused, _summons, _shows)
    return any(rule(tree, verb) for rule in rules)


def _impersonal(tree: Tree, verb: int) -> bool:
    """Tell `it appears that`, which hedges; nobody says it."""
    return tree.lemma[verb] in SEEMING and tree.lower[verb - 1] == "it"


def _writers(tree: Tree, verb: int) -> bool:
    """Tell `which is not to say that`, the writer's own."""
    return tree.lower[max(verb - 1, 0)] == "to" and tree.lower[max(verb - 2, 0)] in OWN_WORD


def _bidden(tree: Tree, verb: int) -> bool:
    """Tell an imperative, by which nobody says anything: `Expect delays`, `Ask him whether …`."""
    if tree.tag[verb] != "VB" or tree.dep[verb] not in {"ROOT", "parataxis", "ccomp"}:
        return False
    if tree.lower[verb] == "read" and tree.words[verb - 1] in {",", "”", '"'}:
        return False  # `“…,” read the notice`
    return tree.child(verb, "nsubj", "aux", "mark", "nsubj:pass", "expl") is None


def _adjectival(tree: Tree, verb: int) -> bool:
    """Tell the participle before a noun: `the minister’s proposed deal`, `the ruling party`."""
    if verb + 1 >= len(tree) or tree.pos[verb + 1] not in {"NOUN", "PROPN"}:
        return False
    owned = verb > 0 and tree.tag[verb - 1] in {"PRP$", "POS"}
    return (owned and tree.tag[verb] in {"VBN", "VBD"}) or tree.lower[verb] == "ruling"


def _accused(tree: Tree, verb: int) -> bool:
    """Tell `people (who were) accused of theft`, whom nobody named accuses."""
    hangs = tree.dep[verb] in {"acl", "acl:relcl"} and tree.tag[verb] == "VBN"
    reduced = hangs and tree.head[verb] < verb and tree.child(verb, "obl:agent", "nsubj") is None
    return reduced and tree.lower[min(verb + 1, len(tree) - 1)] in {"of", "with"}


def _summons(tree: Tree, verb: int) -> bool:
    """Tell `called the bankers to the palace`."""
    whom = tree.child(verb, "obj") if tree.lemma[verb] == "call" else None
    if whom is None or whom < verb:
        return False
    ahead = (kid for over in (verb, whom, *tree.children[whom]) for kid in tree.children[over])
    return any(
        kid > whom and tree.lower[tree.left[kid]] == "to" and tree.pos[kid] in {"NOUN", "PROPN"}
        for kid in ahead
    )


def _shows(tree: Tree, verb: int) -> bool:
    """Tell `showed the video`, `showed interest`."""
    thing = tree.child(verb, "obj") if tree.lemma[verb] == "show" else None
    return thing is not None and tree.lemma[thing] in SHOWN
