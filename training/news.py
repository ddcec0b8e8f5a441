"""Sentences in the way of the news, written by us with their trees and names.

Who speaks, and how it is reported, comes from the grammar below and the names in `names.toml`; what
is said is a sentence of the licensed treebanks with its own tree. `“…,” said X, a spokesman for Y.`
has the quotation as `ccomp` of *said*, as EWT and GUM have it; in the middle of a quotation
*he said* is `parataxis` of what is said.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from training.conllu import Sentence
from training.names import Names
from training.phrases import Lexicon, Part, Phrase, attach, root

OPENERS = ("I", "I'm", "I'll", "I've")


class Newsroom(Names):
    """Writes reports of what was said; the same seed and treebanks give the same sentences."""

    def __init__(self, lexicon: Lexicon, said: list[Phrase], seed: int) -> None:
        super().__init__(lexicon, random.Random(seed))
        self.said = said

    def sentences(self, count: int) -> Iterator[Sentence]:
        """Write `count` reports; now and then the quotation goes on in a sentence of its own."""
        for _ in range(count):
            report = self.sentence()
            if projective(report.words):
                yield report
            if self.dice.random() < 0.15:
                yield Sentence(tidy(self.quotation(".")))

    def sentence(self) -> Sentence:
        """Write one report."""
        phrase = self.draw(
            [self.inverted, self.told_last, self.plain, self.that_clause, self.told_that],
            [self.colon, self.according, self.denied, self.interrupted],
            weights=[7, 2, 3, 8, 2, 2, 3, 1, 2],
        )
        if phrase[-1].form not in ".”":
            phrase = attach([(phrase, "head"), (self._mark("."), "punct")])
        return Sentence(tidy(phrase))

    # who speaks

    def _source(self) -> Phrase:
        return self.draw(
            [self.person, self.titled, self.introduced, self.organisation, self.state, self.crew],
            [self.spokesman_for, self.possessed, self.role_first, self.acronym, self._somebody_new],
            [self._pronoun, self.reporter_of, self._seat],
            weights=[5, 6, 5, 4, 3, 3, 2, 3, 2, 1, 3, 3, 2, 1],
        )

    def _pronoun(self) -> Phrase:
        return self._word(self.dice.choice(["he", "she", "they", "he", "she"]), "PRP")

    def _somebody_new(self) -> Phrase:
        return self.noun("speakers")

    def _seat(self) -> Phrase:
        seats = ["Kremlin", "Élysée Palace", "Blue House", "White House", "Vatican", "Pentagon"]
        return self.lexicon.name(f"the {self.dice.choice(seats)}", "ORG")

    def titled(self) -> Phrase:
        """Write `South Korean President X`, `Ukraine's Defense Minister X`, `Lt. Gen. X`."""
        title, chance = self.noun("titles"), self.dice.random()
        if not title[0].form.endswith(".") and chance < 0.5:
            owner: Part = (self.people(), "amod")
            if chance < 0.15:
                owner = (self._own(self.place()), "nmod:poss")
            elif chance < 0.25:
                owner = (self.bare_organisation(), "compound")
            title = attach([owner, (title, "head")])
        return attach([(title, "nmod:desc"), (self.person(), "head")])

    def introduced(self) -> Phrase:
        """Write `X, a spokesman for Y,`."""
        role = self.noun("roles")
        at = role[-1].form in ("fellow", "professor", "researcher")
        link = "at" if at else self.dice.choice(["of", "for", "of", "at"])
        body = (self._under(link, self.organisation()), "nmod")
        who = self.somebody()
        if self.dice.random() < 0.3:
            who = attach([(self.noun("titles"), "nmod:desc"), (who, "head")])
        return self._aside(who, attach([(role, "head"), body]))

    def role_first(self) -> Phrase:
        """Write `the head of the agency, X,`."""
        role = self.noun("roles")
        while role[0].form != "the":
            role = self.noun("roles")
        body = (self._under("of", self.organisation()), "nmod")
        return self._aside(attach([(role, "head"), body]), self.somebody())

    def possessed(self) -> Phrase:
        """Write `Beijing's Foreign Ministry spokesperson Lin Jian`, `Iran's Supreme Court`."""
        owner: Part = (self.people(), "amod")
        if self.dice.random() < 0.7:
            owner = (self._own(self.place()), "nmod:poss")
        names = (self.pick("agencies"), f"{self.pick('ministries')} Ministry")
        body = self.lexicon.name(self.dice.choice(names), "ORG")
        if self.dice.random() < 0.5:
            return attach([owner, (body, "head")])
        role = attach([owner, (body, "compound"), (self.noun("spokespeople"), "head")])
        return attach([(role, "nmod:desc"), (self.somebody(), "head")])

    def reporter_of(self) -> Phrase:
        """Write `Reuters reporter X`, `Kremlin spokesman X`."""
        role = attach([(self.bare_organisation(), "compound"), (self.noun("spokespeople"), "head")])
        return attach([(role, "nmod:desc"), (self.person(), "head")])

    def acronym(self) -> Phrase:
        """Write `the National Intelligence Service (NIS)`."""
        name = self.pick("agencies")
        short = "".join(piece[0] for piece in name.split() if piece[0].isupper())
        long, brief = self.lexicon.name(f"the {name}", "ORG"), self.lexicon.name(short, "ORG")
        opening, closing = self._word("(", "-LRB-"), self._word(")", "-RRB-")
        opening[0].space = False
        hang = "punct@2"
        return attach([(long, "head"), (opening, hang), (brief, "appos"), (closing, hang)])

    def crew(self) -> Phrase:
        """Write `South Korean officials`, `officials in Kyiv`."""
        if self.dice.random() < 0.6:
            return attach([(self.people(), "amod"), (self.noun("crews"), "head")])
        return attach([(self.noun("crews"), "head"), (self._under("in", self.place()), "nmod")])

    def spokesman_for(self) -> Phrase:
        """Write `a spokesman for the ministry`."""
        body = self._under(self.dice.choice(["for", "of", "at"]), self.organisation())
        return attach([(self.noun("roles"), "head"), (body, "nmod")])

    # when, where, to whom

    def _circumstance(self) -> Part | None:
        chance = self.dice.random()
        if chance < 0.45:
            return None
        day = self._word(self.pick("days"), "NNP")
        if chance < 0.51:
            return day, "obl:unmarked"
        if chance < 0.6:
            return self._under("on", day), "obl"
        if chance < 0.72:
            month = self._word(self.pick("months"), "NNP")
            number = self._word(str(self.dice.randint(1, 31)), "CD")
            return self._under("on", attach([(month, "nmod:unmarked"), (number, "head")])), "obl"
        if chance < 0.9:
            return self._under(self.dice.choice(["in", "in", "at"]), self.noun("occasions")), "obl"
        return self._under("in", self.place()), "obl"

    def _circumstances(self) -> list[Part]:
        second = self._circumstance() if self.dice.random() < 0.3 else None
        return [part for part in (self._circumstance(), second) if part]

    def _listener(self) -> Phrase:
        return self.organisation() if self.dice.random() < 0.5 else self.noun("listeners")

    # what is said

    def content(self, *, lower: bool) -> Phrase:
        """Draw a treebank sentence without its full stop; `lower` inside a longer sentence."""
        phrase = [replace(word) for word in self.dice.choice(self.said)][:-1]
        if lower and phrase[0].upos == "SCONJ":
            return self.content(lower=lower)
        first = phrase[0]
        shouted = first.form.isupper() and len(first.form) > 1
        if lower and first.upos != "PROPN" and first.form not in OPENERS and not shouted:
            first.form = first.form[0].lower() + first.form[1:]
        phrase[-1].space = True
        return phrase

    def _that(self) -> Phrase:
        return attach([(self._word("that", "IN"), "mark"), (self.content(lower=True), "head")])

    def quotation(self, end: str) -> Phrase:
        """Write `“…,”` as one phrase under the root of what is said."""
        said = (self.content(lower=False), "head")
        closing: list[Part] = [(self._mark(end), "punct"), (self._mark("”"), "punct")]
        return attach([(self._mark("“"), "punct"), said, *closing])

    # how it is reported

    def inverted(self) -> Phrase:
        """Write `“…,” X said on Monday.` and `“…,” said X.`."""
        who = self._source()
        pair: list[Part] = [(who, "nsubj"), (self._verb("direct"), "head")]
        if who[0].xpos != "PRP" and self.dice.random() < 0.5:
            pair.reverse()
        return attach([(self.quotation(","), "ccomp"), *pair, *self._circumstances()])

    def told_last(self) -> Phrase:
        """Write `“…,” X told Y.`."""
        told: list[Part] = [(self._word("told", "VBD"), "head"), (self._listener(), "iobj")]
        who = (self._source(), "nsubj")
        return attach([(self.quotation(","), "ccomp"), who, *told, *self._circumstances()])

    def plain(self) -> Phrase:
        """Write `…, X said.` without quotation marks."""
        said = attach([(self.content(lower=False), "head"), (self._mark(","), "punct")])
        who = (self._source(), "nsubj")
        return attach(
            [(said, "ccomp"), who, (self._verb("direct"), "head"), *self._circumstances()]
        )

    def that_clause(self) -> Phrase:
        """Write `X said on Monday that …`, `X said …`, at times with `, adding that …`."""
        when = self._circumstances()
        bare = not when and self.dice.random() < 0.4
        said = self.content(lower=True) if bare else self._that()
        parts: list[Part] = [(self._source(), "nsubj"), (self._verb("indirect"), "head"), *when]
        parts.append((said, "ccomp"))
        if self.dice.random() < 0.15 and len(said) < 18:
            parts.append((self.saying("participles"), "advcl"))
        return attach(parts)

    def saying(self, kind: str) -> Phrase:
        """Write `, adding that …`, `, insisting …`."""
        said = self._that() if self.dice.random() < 0.7 else self.content(lower=True)
        verb = (self._word(self.pick(kind), "VBG"), "head")
        return attach([(self._mark(","), "punct"), verb, (said, "ccomp")])

    def told_that(self) -> Phrase:
        """Write `X told Y on Monday that …`."""
        told: list[Part] = [(self._word("told", "VBD"), "head"), (self._listener(), "iobj")]
        who = (self._source(), "nsubj")
        return attach([who, *told, *self._circumstances(), (self._that(), "ccomp")])

    def colon(self) -> Phrase:
        """Write `X said: “….”`."""
        quoted = (self.quotation("."), "head")
        said = attach([(self._mark(self.dice.choice([":", ","])), "punct"), quoted])
        return attach([(self._source(), "nsubj"), (self._verb("direct"), "head"), (said, "ccomp")])

    def denied(self) -> Phrase:
        """Write `X denied the claims, saying that …`."""
        denial: list[Part] = [(self._verb("denials"), "head"), (self.noun("things"), "obj")]
        return attach([(self._source(), "nsubj"), *denial, (self.saying("defences"), "advcl")])

    def according(self) -> Phrase:
        """Write `According to X, …` and `…, according to X`."""
        first, comma = self.dice.random() < 0.5, (self._mark(","), "punct")
        cue, to = self._word("According" if first else "according", "VBG"), self._word("to", "IN")
        cue[0].lemma, cue[0].upos, cue[0].feats = "accord", "VERB", "VerbForm=Ger"
        to[0].upos, to[0].feats = "ADP", "_"
        who = self._source()
        if who[0].xpos == "PRP":
            who = self.organisation()
        group: Part = (
            attach([(attach([(cue, "head"), (to, "fixed")]), "case"), (who, "head")]),
            "head",
        )
        said = (self.content(lower=first), "head")
        if first:
            return attach([(attach([group, comma]), "obl"), said])
        return attach([said, (attach([comma, group]), "obl")])

    def interrupted(self) -> Phrase:
        """Write `“…,” X said, “….”`: the reporting clause hangs on what is said."""
        for _ in range(20):
            said = self.content(lower=False)
            commas = [i for i, w in enumerate(said) if w.form == "," and 2 < i < len(said) - 3]
            cuts = [cut for cut in commas if open_at(said, cut)]
            if cuts:
                return self.cut_in(said, self.dice.choice(cuts))
        return self.inverted()

    def cut_in(self, said: Phrase, cut: int) -> Phrase:
        """Put `” X said, “` behind the comma at `cut`."""
        who, how = self._source(), self._verb("direct")
        pair = attach([(who, "nsubj"), (how, "head"), (self._mark(","), "punct")])
        size = len(pair) + 2
        top = root(said)
        words = [replace(w, head=w.head + size * (w.head > cut)) for w in said]
        top += size * (top > cut)
        start = cut + 2
        speaker = [replace(w, head=start + w.head) for w in pair]
        verb = root(pair)
        speaker[verb] = replace(speaker[verb], head=top, dep="parataxis")
        closing, opening = (replace(self._mark(m)[0], head=top, dep="punct") for m in "”“")
        body = [*words[: cut + 1], closing, *speaker, opening, *words[cut + 1 :]]
        ends: list[Part] = [(self._mark("."), "punct"), (self._mark("”"), "punct")]
        return attach([(self._mark("“"), "punct"), (body, "head"), *ends])


def open_at(said: Phrase, cut: int) -> bool:
    """Tell whether a clause on the root can stand behind `cut` without arcs crossing."""
    top = root(said)
    spans = ((min(i, w.head), max(i, w.head)) for i, w in enumerate(said) if i != cut)
    return all(not low <= cut < high or top in (low, high) for low, high in spans)


def tidy(phrase: Phrase) -> Phrase:
    """Begin with a capital; drop a comma before another mark; no space before a mark."""
    marks = [(a.form, b.form) for a, b in pairwise(phrase)]
    doubled = {i for i, (mark, after) in enumerate(marks) if mark == "," and after in ".,:"}
    keep = [i for i in range(len(phrase)) if i not in doubled]
    moved = {old: new for new, old in enumerate(keep)}
    words = [replace(phrase[i], head=moved[phrase[i].head]) for i in keep]
    for word, after in pairwise(words):
        if after.form in (",", ".", ":", "”", "'s", ")"):
            word.space = False
    first = words[1 if words[0].form == "“" else 0]
    first.form = first.form[0].upper() + first.form[1:]
    return words


def sayable(sentence: Sentence, end: str) -> bool:
    """Tell whether a sentence can stand in a report: finite, with a subject, plain, ended so."""
    words = sentence.words
    top = root(words)
    odd = {"list", "goeswith", "reparandum", "parataxis", "vocative", "discourse", "orphan", "dep"}
    return (
        5 <= len(words) <= 26
        and words[-1].form == end
        and words[0].form[0].isupper()
        and words[0].upos != "CCONJ"
        and any(w.dep.startswith(("nsubj", "expl")) and w.head == top for w in words)
        and not odd & {w.dep for w in words}
        and not any(w.form in "\"“”'‘’()[]:;!?" or w.upos in ("X", "SYM") for w in words[:-1])
        and words[top].lemma not in ("say", "tell")
        and projective(words)
    )


def projective(words: Phrase) -> bool:
    """Tell whether no two arcs cross."""
    for place, word in enumerate(words):
        low, high = sorted((place, word.head))
        if any(not low <= words[between].head <= high for between in range(low + 1, high)):
            return False
    return True
