"""Nouns that attribute: its statement that, reports of, issued a warning about."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.stages.extract.grammar import GIVING, cue_range, subject
from pipeline.stages.extract.nominals import noun_range
from pipeline.stages.extract.passage import Candidate, Passage
from pipeline.stages.extract.tree import Range, Tree

PLACE = 6  #: words that may tell where `reports | on social media | that …` stand
#: whose subject is told of, or does not speak: `the show drew criticism`, `easing fears that …`
RECEIVING = frozenset({
    "attract", "draw", "ease", "face", "fuel", "get", "heighten", "prompt", "receive", "spark",
    "stir", "trigger", "win",
})  # fmt: skip
FROM = frozenset({"by", "from"})


def noun_cue(passage: Passage, noun: int) -> Iterator[Candidate]:
    """Yield what a noun of the lexicon attributes: `the agency's claim that …`."""
    tree = passage.tree
    content, last, pattern = _noun_content(tree, noun)
    if content is None:
        return
    source, first, how = _noun_source(passage, noun, content)
    cue = (min(first, noun), last)
    yield Candidate(pattern=pattern, head=noun, cue=cue, source=source, how=how, content=(content,))


def _noun_content(tree: Tree, noun: int) -> tuple[Range | None, int, str]:
    """Return what a noun says, the last word of the cue, the construction."""
    for kid in tree.children[noun]:
        if kid < noun:
            continue
        pattern = _noun_pattern(tree, noun, kid)
        if tree.lemma[noun] == "talk" and pattern != "noun-of":
            continue  # talks on a treaty
        if pattern in {"noun-of", "noun-about", "noun-for", "noun-on"}:
            return (tree.left[kid] + 1, tree.right[kid]), noun + 1, pattern
        if pattern:
            return (tree.left[kid], tree.right[kid]), noun, pattern
    following = _past_place(tree, noun)
    if following < tree.bounds(noun)[1] and tree.lower[following] == "that":
        end = tree.right[tree.head[following]] if tree.head[following] > following else following
        if end > following + 1:
            return (following, end), noun, "noun-that-loose"
    over = tree.head[noun]
    if tree.dep[noun] == "nsubj:outer" and over > noun:
        begin = next((at for at in range(noun, over) if tree.lower[at] == "that"), None)
        if begin is not None:
            return (begin, tree.right[over]), noun, "noun-is"
    return None, noun, ""


def _past_place(tree: Tree, noun: int) -> int:
    """Return the word behind a noun and where it stands: `reports | in the press | that …`."""
    after, last = noun + 1, tree.bounds(noun)[1]
    if after < last and tree.lower[after] in {"in", "on", "from"}:
        for at in range(after + 1, min(after + PLACE, last)):
            if tree.lower[at] == "that" and tree.pos[at] == "SCONJ":
                return at
            if tree.pos[at] in {"VERB", "AUX", "PUNCT"}:
                break
    return after


def _noun_pattern(tree: Tree, noun: int, kid: int) -> str:
    """Return the construction by which a word is the content of a noun, or an empty one."""
    label, begin = tree.dep[kid], tree.left[kid]
    opener = tree.lower[begin]
    if label == "acl:relcl" and opener == "that" and tree.dep[begin] != "nsubj":
        return "noun-that" if tree.dep[begin] == "mark" else "noun-that-relative"
    if label in {"acl", "ccomp", "xcomp", "advcl"} and (found := _noun_clause(tree, kid)):
        return found
    fits = begin == noun + 1 and tree.right[kid] > begin
    if fits and label in {"nmod", "acl", "obl"} and opener in {"of", "about", "for", "on"}:
        return f"noun-{opener}"
    return ""


def _noun_clause(tree: Tree, kid: int) -> str:
    """Return the construction of a clause that hangs on a noun, or an empty one."""
    label, opener = tree.dep[kid], tree.lower[tree.left[kid]]
    if opener in {"that", "whether", "if", "how"}:
        return "noun-that"
    if label == "acl" and tree.child(kid, "nsubj", "nsubj:pass", "expl") is not None:
        return "noun-clause"
    if opener == "to":
        return "noun-to"
    verbal = label == "acl" and tree.tag[kid] == "VBG" and opener not in {"of", "about", "for"}
    verbal = verbal and tree.lemma[tree.head[kid]] != "report"  # reports circulating in the city
    return "noun-ing" if verbal else ""


def _noun_source(passage: Passage, noun: int, content: Range) -> tuple[Range | None, int, str]:
    """Return who stands behind a noun, the first word of the cue, and how it was found."""
    tree = passage.tree
    first = noun
    owner = tree.child(noun, "nmod:poss")
    if owner is None and noun > 0 and tree.tag[noun - 1] == "PRP$":
        owner = noun - 1
    over = tree.head[noun]
    light = tree.dep[noun] == "obj" and tree.lemma[over] in GIVING and over < noun
    if owner is not None and not (light and tree.pos[owner] == "PRON"):
        return (tree.left[owner], tree.right[owner]), noun, "owner"
    for kid in tree.children[noun]:
        if tree.dep[kid] in {"nmod", "obl", "obl:agent"} and tree.lower[tree.left[kid]] in FROM:
            left, right = noun_range(tree, kid, away_from=noun)
            if not left <= content[0] <= right:
                return (tree.left[kid] + 1, max(right, tree.left[kid] + 1)), noun, "from"
    known = passage.cue(over)
    got = tree.lemma[over] in RECEIVING
    if tree.dep[noun] in {"obj", "nsubj:pass", "obl"} and (
        not got and (known is None or tree.lemma[over] in GIVING)
    ):
        found = subject(tree, over)
        if found.word is not None and noun - over <= 6 and over < noun:
            return noun_range(tree, found.word, away_from=over), cue_range(tree, over)[0], found.how
    return None, first, "none"
