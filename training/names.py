"""Names and small words, drawn at random from what we wrote down in `names.toml`."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from training.entities import PLACES
from training.phrases import Lexicon, Phrase, attach, without_article

KNOWN = Path(__file__).parents[1] / "pipeline" / "edges" / "names.toml"
Maker = Callable[[], Phrase]
TAGS = {"“": "``", "”": "''", ".": ".", ",": ",", ":": ":", "?": "."}


def tables() -> dict[str, Any]:
    """Read the names and words this grammar draws from."""
    with (Path(__file__).parent / "names.toml").open("rb") as file:
        data = tomllib.load(file)
    with KNOWN.open("rb") as file:
        known = tomllib.load(file)["organisations"].split("\n")
    data["names"]["organisations"] += "|" + "|".join(line for line in known if line)
    return data


def bare(name: str) -> str:
    """Return a name without its article."""
    return name.removeprefix("the ")


class Names:
    """Draws names: people, bodies, places, peoples, as phrases with their trees."""

    def __init__(self, lexicon: Lexicon, dice: random.Random) -> None:
        self.lexicon, self.dice = lexicon, dice
        data = tables()
        with PLACES.open("rb") as file:
            countries = tomllib.load(file)["countries"]
        self.families = {key: [part.split() for part in row] for key, row in data["people"].items()}
        self.words = {
            key: row.split("|")
            for table in ("names", "patterns", "phrases", "words", "events")
            for key, row in data[table].items()
        }
        self.countries = [name for c in countries for name in (c["name"], *c.get("also", ()))]
        self.capitals = [c["capital"] for c in countries]
        endings = ("n", "i", "h", "ese", "ss")
        self.peoples = [p for c in countries for p in c["people"] if p.endswith(endings)]

    def pick(self, kind: str) -> str:
        """Draw one of a row of `names.toml`."""
        return self.dice.choice(self.words[kind])

    def noun(self, kind: str) -> Phrase:
        """Draw a noun phrase."""
        return self.lexicon.phrase(self.pick(kind))

    def full_name(self) -> str:
        """Put a given and a family name together; Chinese and Korean family names come first."""
        region = self.dice.choices(list(self.families), [6, 3, 3, 3, 2, 2, 1, 2, 2, 2, 1, 1])[0]
        first, last = (self.dice.choice(part) for part in self.families[region])
        initial = f" {self.dice.choice('ABCDEHJKLMRSTW')}." if region == "west" else ""
        return f"{first}{initial if self.dice.random() < 0.15 else ''} {last}"

    def family_name(self) -> str:
        """Draw a family name."""
        return self.full_name().rsplit(" ", 1)[-1]

    def person(self) -> Phrase:
        """Draw a full name, or a family name alone."""
        name = self.full_name()
        if self.dice.random() < 0.35:
            name = name.rsplit(" ", 1)[-1]
        return self.lexicon.name(name, "PERSON")

    def somebody(self) -> Phrase:
        """Draw a full name."""
        return self.lexicon.name(self.full_name(), "PERSON")

    def organisation(self) -> Phrase:
        """Draw a body: a known one, one by a pattern, a ministry, an agency, a firm."""
        chance = self.dice.random()
        if chance < 0.45:
            name = self.pick("organisations")
        elif chance < 0.75:
            name = self.patterned("bodies")
        elif chance < 0.87:
            name = f"the {self.pick('ministries')} Ministry"
        elif chance < 0.94:
            name = f"the {self.pick('agencies')}"
        else:
            name = f"{self.family_name()} {self.pick('companies')}"
        return self.lexicon.name(name, "ORG")

    def patterned(self, kind: str) -> str:
        """Make a name by one of the patterns of a row: `the {town} Times`."""
        return self.pick(kind).format(
            town=bare(self.pick("cities")),
            region=bare(self.pick("regions")),
            family=self.family_name(),
            given=self.full_name().split(" ")[0],
            people=self.dice.choice(self.peoples),
        )

    def bare_organisation(self) -> Phrase:
        """Draw a body without its article, as in `Pentagon spokesman`."""
        return without_article(self.organisation())

    def place(self) -> Phrase:
        """Draw a country, a city, a region, a building, a site by a pattern."""
        rows = [self.countries, self.capitals, *map(self.words.get, ("cities", "regions"))]
        rows += [self.words["facilities"], [self.patterned("sites")]]
        row = self.dice.choices(rows, [32, 13, 26, 16, 3, 10])[0] or self.countries
        return self.lexicon.name(self.dice.choice(row).replace("’", "'"), "PLACE")

    def occurrence(self) -> Phrase:
        """Draw a war, a storm, a feast, a contest."""
        known = self.dice.random() < 0.6
        name = self.pick("events") if known else self.patterned("happenings")
        return self.lexicon.name(name, "EVENT")

    def state(self) -> Phrase:
        """Draw a country, or the capital that stands for it."""
        name = self.dice.choice(self.countries + self.capitals).replace("’", "'")
        return self.lexicon.name(name, "PLACE")

    def people(self) -> Phrase:
        """Draw an adjective of nationality."""
        words = [self.lexicon.word(w, "JJ") for w in self.dice.choice(self.peoples).split(" ")]
        for place, word in enumerate(words):
            word.upos, word.feats, word.lemma = "ADJ", "Degree=Pos", word.form
            word.head, word.dep = len(words) - 1, "amod"
            word.name = ("I-" if place else "B-") + "NORP"
        return words

    def draw(self, *makers: list[Maker], weights: Sequence[int]) -> Phrase:
        """Let one of the makers make a phrase."""
        return self.dice.choices([m for group in makers for m in group], weights)[0]()

    def _word(self, form: str, tag: str) -> Phrase:
        return [self.lexicon.word(form, tag)]

    def _verb(self, kind: str) -> Phrase:
        form = self.pick(kind)
        return self._word(form, "VBZ" if form == "says" else "VBD")

    def _mark(self, form: str) -> Phrase:
        word = self.lexicon.word(form, TAGS[form])
        word.upos, word.lemma, word.feats = "PUNCT", form, "_"
        word.space = form != "“"
        return [word]

    def _own(self, phrase: Phrase) -> Phrase:
        return attach([(phrase, "head"), (self._word("'s", "POS"), "case")])

    def _under(self, preposition: str, phrase: Phrase) -> Phrase:
        return attach([(self._word(preposition, "IN"), "case"), (phrase, "head")])

    def _aside(self, head: Phrase, apposition: Phrase) -> Phrase:
        comma = self._mark(",")
        return attach([(head, "head"), (comma, "punct@2"), (apposition, "appos"), (comma, "punct")])
