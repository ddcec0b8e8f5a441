"""Sentences of what happened, with trees and names: who did what, where, with what result.

Where `news.py` takes the content from the treebanks, here all words are ours; they bring names into
every place of a sentence: first word, object, genitive, pair, aside, headline.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from training.conllu import Sentence
from training.news import Newsroom, projective, sayable, tidy
from training.phrases import Lexicon, Part, Phrase, attach, root, without_article


class Events(Newsroom):
    """Writes what happened, and who says so; `questions` are treebank sentences, as `said` is."""

    def __init__(self, sentences: Iterable[Sentence], seed: int) -> None:
        banks = list(sentences)
        said = [s.words for s in banks if sayable(s, ".")]
        self.questions = [s.words for s in banks if sayable(s, "?")]
        super().__init__(Lexicon(banks), said, seed)

    def events(self, count: int) -> Iterator[Sentence]:
        """Write `count` sentences."""
        return (self.event() for _ in range(count))

    def event(self) -> Sentence:
        """Write one sentence."""
        phrase = self.draw(
            [self.deed, self.accusation, self.headline, self.market, self.deed_said],
            [self.passive, self.journey, self.asked, self.parted],
            weights=[8, 3, 3, 3, 5, 2, 3, 2, 2],
        )
        if phrase[-1].form not in ".”" and phrase[-1].misc != "headline":
            phrase = attach([(phrase, "head"), (self._mark("."), "punct")])
        words = tidy(phrase)
        return Sentence(words) if projective(words) else self.event()

    def clause(self, kind: str) -> Phrase:
        """Draw a verb with its object: all before the last noun hangs on it, it on the verb."""
        verb, _, rest = self.pick(kind).partition(" ")
        head = self._word(*verb.rsplit("/", 1))
        if not rest:
            return head
        thing = self.lexicon.phrase(rest)
        label = "compound:prt" if thing[-1].xpos == "RP" else "obj"
        return attach([(head, "head"), (thing, label)])

    def actor(self) -> Phrase:
        """Draw who did it: a body, a state, a person, two of them, one with an aside."""
        chance = self.dice.random()
        one = self.draw(
            [self.organisation, self.state, self.person, self.titled, self.crew, self.possessed],
            [self.introduced, self.seat_or_body],
            weights=[7, 7, 3, 3, 2, 3, 1, 2],
        )
        if chance < 0.12:
            other = self.draw([self.organisation, self.state], weights=[1, 1])
            linked = attach([(self._word("and", "CC"), "cc"), (other, "head")])
            return attach([(one, "head"), (linked, "conj")])
        if chance < 0.22:
            return self._who(one)
        return one

    def seat_or_body(self) -> Phrase:
        """Draw a body without its article or a seat of government."""
        return self._seat() if self.dice.random() < 0.5 else self.bare_organisation()

    def _who(self, one: Phrase) -> Phrase:
        """Add `, which signed an agreement,`."""
        person = any((word.name or "").endswith("PERSON") for word in one)
        which = self._word("who" if person else "which", "WP" if person else "WDT")
        relative = attach([(which, "nsubj"), (self.clause("deeds"), "head")])
        comma = self._mark(",")
        parts: list[Part] = [(comma, "punct@2"), (relative, "acl:relcl"), (comma, "punct")]
        return attach([(one, "head"), *parts])

    def deed(self) -> Phrase:
        """Write `In Rabat, X and Y signed an agreement on Monday, ending the dispute`."""
        when = self._circumstances()
        parts: list[Part] = [(self.actor(), "nsubj"), (self.clause("deeds"), "head")]
        if when and self.dice.random() < 0.25:
            lead = attach([(when[0][0], "head"), (self._mark(","), "punct")])
            parts.insert(0, (lead, when[0][1]))
            when = when[1:]
        parts += when
        if self.dice.random() < 0.2:
            result = attach([(self._mark(","), "punct"), (self.clause("results"), "head")])
            parts.append((result, "advcl"))
        return attach(parts)

    def deed_said(self) -> Phrase:
        """Write `X signed an agreement, Y said` and `Y says X signed an agreement`."""
        who, verb = self._source(), self._verb("direct")
        if self.dice.random() < 0.6:
            deed = attach([(self.deed(), "head"), (self._mark(","), "punct")])
            return attach([(deed, "ccomp"), (who, "nsubj"), (verb, "head")])
        return attach([(who, "nsubj"), (verb, "head"), (self.deed(), "ccomp")])

    def accusation(self) -> Phrase:
        """Write `X accused Y of violating the truce`, alone or behind `X denied the claims,`."""
        whom = self.draw([self.organisation, self.state, self.person], weights=[3, 4, 1])
        doing = attach([(self._word("of", "IN"), "mark"), (self.clause("doings"), "head")])
        if self.dice.random() < 0.6:
            verb = (self._word(self.dice.choice(["accused", "suspected"]), "VBD"), "head")
            return attach([(self.actor(), "nsubj"), verb, (whom, "obj"), (doing, "advcl")])
        verb = (self._word("accusing", "VBG"), "head")
        tail = attach([(self._mark(","), "punct"), verb, (whom, "obj"), (doing, "advcl")])
        denial: list[Part] = [(self._verb("denials"), "head"), (self.noun("things"), "obj")]
        return attach([(self.actor(), "nsubj"), *denial, (tail, "advcl")])

    def passive(self) -> Phrase:
        """Write `The town was seized by X`."""
        thing = self.noun("listeners")
        was = self._word("were" if thing[-1].xpos == "NNS" else "was", "VBD")
        was[0].upos, was[0].lemma = "AUX", "be"
        done = self._word(self.dice.choice(["criticized", "arrested", "quoted", "praised"]), "VBN")
        agent = self._under("by", self.actor())
        parts: list[Part] = [(thing, "nsubj:pass"), (was, "aux:pass"), (done, "head")]
        return attach([*parts, (agent, "obl:agent"), *self._circumstances()])

    def journey(self) -> Phrase:
        """Write `X arrived in Y for talks with Z`."""
        verb = self._word(self.dice.choice(["arrived", "met", "landed", "gathered"]), "VBD")
        place = (self._under("in", self.place()), "obl")
        talks = self._word("talks", "NNS")
        with_whom = (self._under("with", self.actor()), "nmod")
        talks = self._under("for", attach([(talks, "head"), with_whom]))
        return attach([(self.actor(), "nsubj"), (verb, "head"), place, (talks, "obl")])

    def market(self) -> Phrase:
        """Write `X shares fell 3 percent after Y cut 3,000 jobs`."""
        things = self.noun("subjects")
        owner = (self._own(self.actor_name()), "nmod:poss")
        if self.dice.random() < 0.5:
            owner = (self.bare_organisation(), "compound")
        figure = str(self.dice.choice([2, 3, 5, 7, 10, 12, 25, "1.5", "4.2", "0.3"]))
        sign = self.dice.choice(["percent", "%"])
        percent = self._word(sign, "NN")
        if sign == "%":
            percent[0].upos, percent[0].lemma = "SYM", "%"
        number = self._word(figure, "CD")
        number[0].space = sign != "%"
        share = attach([(number, "nummod"), (percent, "head")])
        by = self.dice.random() < 0.5
        amount: Part = (self._under("by", share), "obl") if by else (share, "obl:unmarked")
        subject = attach([owner, (things, "head")])
        parts: list[Part] = [(subject, "nsubj"), (self.clause("moves"), "head"), amount]
        if self.dice.random() < 0.5:
            return attach([*parts, *self._circumstances()])
        reason = attach([(self.actor(), "nsubj"), (self.clause("deeds"), "head")])
        linked = attach([(self._word("after", "IN"), "mark"), (reason, "head")])
        return attach([*parts, (linked, "advcl")])

    def actor_name(self) -> Phrase:
        """Draw a bare name."""
        return self.draw([self.organisation, self.state], weights=[1, 1])

    def headline(self) -> Phrase:
        """Write `X signs deal with Y as fears grow`, without a full stop."""
        who = without_article(self.draw([self.actor_name, self.person], weights=[3, 1]))
        parts: list[Part] = [(who, "nsubj"), (self.clause("headlines"), "head")]
        if self.dice.random() < 0.3:
            parts.append((self._under("in", without_article(self.place())), "obl"))
        if self.dice.random() < 0.5:
            thing, verb = (self._word(*w.rsplit("/", 1)) for w in self.pick("grounds").split(" "))
            mark = self._word(self.dice.choice(["as", "after", "while"]), "IN")
            mark[0].upos, mark[0].lemma = "SCONJ", mark[0].form
            ground = attach([(mark, "mark"), (thing, "nsubj"), (verb, "head")])
            parts.append((ground, "advcl"))
        words = attach(parts)
        words[-1].misc = "headline"
        return words

    def asked(self) -> Phrase:
        """Write `“…?” X asked` and `“…?” asked X`."""
        said = [replace(word) for word in self.dice.choice(self.questions)][:-1]
        closing: list[Part] = [(self._mark("?"), "punct"), (self._mark("”"), "punct")]
        quoted = attach([(self._mark("“"), "punct"), (said, "head"), *closing])
        pair: list[Part] = [(self._source(), "nsubj"), (self._word("asked", "VBD"), "head")]
        if pair[0][0][0].xpos != "PRP" and self.dice.random() < 0.4:
            pair.reverse()
        return attach([(quoted, "ccomp"), *pair])

    def parted(self) -> Phrase:
        """Write `“The cuts,” X said, “came too late.”`: the report behind the subject."""
        for _ in range(20):
            said = self.content(lower=False)
            top = root(said)
            subject = [i for i, w in enumerate(said) if w.dep == "nsubj" and w.head == top]
            end = subject[0] + 1 if subject else 0
            while 1 < end < top and said[end].head < end and said[end].head != top:
                end += 1
            if 1 < end < top and all(w.head < end or w.head == top for w in said[:end]):
                words = [replace(w, head=w.head + (w.head >= end)) for w in said]
                comma = replace(self._mark(",")[0], head=top + 1, dep="punct")
                return self.cut_in([*words[:end], comma, *words[end:]], end)
        return self.inverted()
