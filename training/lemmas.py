"""Lemmas by rule: the tables of `spacy-lookups-data` (MIT), corrected by what the treebanks say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from spacy.language import Language
from spacy.lookups import Lookups, load_lookups

from training.conllu import Sentence

ENDINGS = {
    "noun": (
        "s",
        "f",
        "x",
        "z",
        "ch",
        "sh",
        "man",
        "y",
        "se",
        "ve",
        "xe",
        "ze",
        "che",
        "she",
        "ie",
        "fe",
    ),
    "verb": ("",),
    "adj": ("",),
}
"""Of the words the rules may arrive at, only those are kept where two rules can disagree."""
CLOSED = ("AUX", "PRON", "DET", "PART", "ADP", "CCONJ", "SCONJ", "INTJ", "NUM")
OPEN = ("VERB", "NOUN", "ADJ", "ADV")


def tables(sentences: Iterable[Sentence]) -> Lookups:
    """Make rules, exceptions and known words; a form has the lemma the treebanks mostly give it."""
    base = load_lookups("en", ["lemma_rules", "lemma_exc", "lemma_index"])
    rules, known, odd = (base.get_table(f"lemma_{part}") for part in ("rules", "index", "exc"))
    exceptions = {pos: dict(odd.get(pos, {})) for pos in ("noun", "verb", "adj", "adv")}
    for (pos, form), lemma in treebank_lemmas(sentences).items():
        for spelling in {form, form.replace("'", "’")}:
            exceptions.setdefault(pos, {})[spelling] = [lemma]
    index = {pos: {w: 1 for w in known.get(pos) if kept(w, pos)} for pos in ENDINGS}
    lookups = Lookups()
    lookups.add_table("lemma_rules", {pos: rules.get(pos) for pos in ENDINGS})
    lookups.add_table("lemma_exc", exceptions)
    lookups.add_table("lemma_index", index)
    return lookups


def kept(word: str, pos: str) -> bool:
    """Tell whether the rules need to know a word."""
    longest = 8 if pos == "adj" else 14
    return word.isalpha() and len(word) <= longest and word.endswith(ENDINGS[pos])


def treebank_lemmas(sentences: Iterable[Sentence]) -> dict[tuple[str, str], str]:
    """Return the commonest lemma of each form: of closed classes all, of others if seen twice."""
    seen: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for word in sentence.words:
            if word.upos in (*CLOSED, *OPEN):
                form = word.form.lower().replace("’", "'")
                seen[word.upos.lower(), form][word.lemma] += 1
    found = {}
    for (pos, form), lemmas in seen.items():
        lemma, count = lemmas.most_common(1)[0]
        if pos.upper() in CLOSED or (count > 1 and lemma != form and lemma.isalpha()):
            found[pos, form] = lemma
    return found


def add(nlp: Language, sentences: Iterable[Sentence]) -> None:
    """Give a pipeline the lemmatizer, after the component that knows parts of speech."""
    lemmatizer = nlp.add_pipe("lemmatizer", config={"mode": "rule"}, after="morphologizer")
    lemmatizer.initialize(lookups=tables(sentences))
