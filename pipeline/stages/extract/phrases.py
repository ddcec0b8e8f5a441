"""Words other than verbs that attribute: according to, citing, nouns, adverbs, colons."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.stages.extract import surface
from pipeline.stages.extract.grammar import cue_range, noun_range, subject, trimmed
from pipeline.stages.extract.passage import Candidate, Passage
from pipeline.stages.extract.tree import Range, Tree

CLAUSAL = frozenset({"VERB", "AUX"})
GIVING = frozenset(
    {
        "make",
        "issue",
        "give",
        "release",
        "express",
        "voice",
        "have",
        "share",
        "repeat",
        "publish",
        "offer",
        "raise",
        "deliver",
        "reiterate",
        "send",
        "get",
        "receive",
        "hold",
    }
)
FROM = frozenset({"by", "from"})
SPEAKER_WORDS = 8  #: words a speaker before a colon may have


def phrases(passage: Passage) -> Iterator[Candidate]:
    """Yield what every word that is not a verb may attribute."""
    tree = passage.tree
    for word in range(len(tree)):
        lower, pos = tree.lower[word], tree.pos[word]
        if lower == "according":
            yield from _according(passage, word)
        elif pos in {"NOUN", "PROPN"}:
            known = passage.lexicon.get(tree.lemma[word], "NOUN")
            if known is not None:
                yield from _noun(passage, word)
        elif pos == "ADV":
            if passage.lexicon.get(tree.lower[word], "ADV") is not None:
                yield from _adverb(passage, word)
        elif pos == "ADJ" and passage.lexicon.get(tree.lemma[word], "ADJ") is not None:
            yield from _adjective(passage, word)
        if lower == "as" and pos in {"SCONJ", "ADP"}:
            yield from _as_said(passage, word)
    yield from _colons(passage)


def _according(passage: Passage, word: int) -> Iterator[Candidate]:
    tree = passage.tree
    start, last = tree.bounds(word)
    if word + 2 > last or tree.lower[word + 1] != "to":
        return
    noun = tree.head[word] if tree.head[word] > word + 1 else word + 2
    if tree.pos[noun] in CLAUSAL and tree.dep[word] != "case":
        noun = word + 2
    source = _named(tree, noun, word + 2, last)
    top = _clause_over(tree, noun) if tree.under(word, noun) else tree.head[word]
    opens = all(tree.pos[before] in {"PUNCT", "CCONJ", "ADV"} for before in range(start, word))
    if opens:
        begin = _past_relative(tree, source[1] + 1, last)
        while begin < last and tree.pos[begin] == "PUNCT" and tree.words[begin] not in '“"':
            begin += 1
        end = _before_sayer(passage, begin, last)
        parts: tuple[Range, ...] = (trimmed(tree, (begin, end)),)
        pattern = "according-first"
    else:
        parts, pattern = _around(tree, top, (word, source[1])), "according"
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
        return trimmed(tree, (begin, right))
    if tree.under(begin, noun) or noun == begin:
        _, right = noun_range(tree, noun, away_from=begin - 1)
    else:
        right = begin
        while right < last and tree.words[right + 1] not in {",", ".", ";", ":"}:
            right += 1
    return trimmed(tree, (begin, max(begin, right)))


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


def _around(tree: Tree, top: int, hole: Range) -> tuple[Range, ...]:
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


def _as_said(passage: Passage, word: int) -> Iterator[Candidate]:
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
    ):
        return
    found = subject(tree, verb)
    if found.word is None or found.how not in {"own", "inverted"}:
        return
    parts = _around(tree, tree.head[verb], (word, tree.right[verb]))
    if parts:
        yield Candidate(
            pattern="as-said",
            head=verb,
            cue=cue_range(tree, verb),
            source=noun_range(tree, found.word, away_from=verb),
            how="own",
            content=parts,
        )


def _noun(passage: Passage, noun: int) -> Iterator[Candidate]:
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
        if pattern in {"noun-of", "noun-about", "noun-for", "noun-on"}:
            return (tree.left[kid] + 1, tree.right[kid]), noun + 1, pattern
        if pattern:
            return (tree.left[kid], tree.right[kid]), noun, pattern
    following = noun + 1
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


def _noun_pattern(tree: Tree, noun: int, kid: int) -> str:
    """Return the construction by which a word is the content of a noun, or an empty one."""
    label, begin = tree.dep[kid], tree.left[kid]
    opener = tree.lower[begin]
    if label in {"acl", "ccomp", "xcomp", "advcl"}:
        if opener in {"that", "whether", "if", "how"}:
            return "noun-that"
        if label == "acl" and tree.child(kid, "nsubj", "nsubj:pass", "expl") is not None:
            return "noun-clause"
        if opener == "to":
            return "noun-to"
        if label == "acl" and tree.tag[kid] == "VBG" and opener not in {"of", "about", "for"}:
            return "noun-ing"
    fits = begin == noun + 1 and tree.right[kid] > begin
    if fits and label in {"nmod", "acl", "obl"} and opener in {"of", "about", "for", "on"}:
        return f"noun-{opener}"
    return ""


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
    if tree.dep[noun] in {"obj", "nsubj:pass", "obl"} and (
        known is None or tree.lemma[over] in GIVING
    ):
        found = subject(tree, over)
        if found.word is not None and noun - over <= 6 and over < noun:
            return noun_range(tree, found.word, away_from=over), cue_range(tree, over)[0], found.how
    return None, first, "none"


def _adjective(passage: Passage, word: int) -> Iterator[Candidate]:
    """`is aware that`, `are confident of`."""
    tree = passage.tree
    if tree.child(word, "cop") is None and tree.dep[word] != "xcomp":
        return
    found = subject(tree, word)
    if found.word is None:
        return
    cue, source = cue_range(tree, word), noun_range(tree, found.word, away_from=word)
    for kid in tree.children[word]:
        if kid < word or tree.dep[kid] not in {"ccomp", "advcl", "obl", "xcomp"}:
            continue
        opener = tree.lower[tree.left[kid]]
        if tree.dep[kid] in {"ccomp", "advcl"} and opener not in {
            "of",
            "about",
            "if",
            "when",
            "because",
            "as",
            "after",
        }:
            yield Candidate(
                pattern="adjective",
                head=word,
                cue=cue,
                source=source,
                how=found.how,
                content=((tree.left[kid], tree.right[kid]),),
            )
            return
        if (
            opener in {"of", "about", "over"}
            and tree.left[kid] == word + 1
            and tree.right[kid] > word + 1
        ):
            yield Candidate(
                pattern="adjective-of",
                head=word,
                cue=(cue[0], word + 1),
                source=source,
                how=found.how,
                content=((word + 2, tree.right[kid]),),
            )
            return


def _adverb(passage: Passage, word: int) -> Iterator[Candidate]:
    """Yield the clause around `reportedly`, which nobody is the source of."""
    tree = passage.tree
    over = tree.head[word]
    if over == word:
        return
    if tree.dep[over] == "acl" and tree.head[over] < over:
        noun = tree.head[over]
        parts: tuple[Range, ...] = ((tree.left[noun], noun), (word + 1, tree.right[over]))
        pattern = "adverb-acl"
    elif tree.dep[over] == "amod":
        noun = tree.head[over]
        parts, pattern = _around(tree, noun, (word, word)), "adverb-amod"
    else:
        parts, pattern = _around(tree, over, (word, word)), "adverb"
    parts = tuple(part for part in parts if part[0] <= part[1])
    if parts:
        yield Candidate(pattern=pattern, head=word, cue=(word, word), source=None, content=parts)


def _colons(passage: Passage) -> Iterator[Candidate]:
    """`Seoul: troops have arrived`, and a speaker before each turn of a transcript."""
    tree = passage.tree
    previous = -1
    for word in range(len(tree)):
        if tree.line[word] == previous:
            continue
        previous = tree.line[word]
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
            tree.pos[at] in CLAUSAL | {"ADP", "SCONJ", "ADV"}
            or (tree.pos[at] == "PUNCT" and tree.words[at] != ".")
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
