"""The language pipeline: loaded once, when the first text needs it.

Hearsay ships its own spaCy pipeline (`pipeline/model`); a setting names another one, trained on
Universal Dependencies, in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import spacy
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc

from pipeline.edges.lines import steps
from pipeline.edges.names import mended
from pipeline.errors import EnvironmentFault, SettingsError, TooBig

if TYPE_CHECKING:
    from spacy.language import Language as SpacyLanguage

SHIPPED = Path(__file__).parents[1] / "model"
LISTENED_TO = ("tok2vec", "transformer")  # others read them; they run with whatever runs
PROBE = "“Nothing was decided,” Anna Berg, a spokeswoman for the court, told reporters in Oslo."
RUN = 128  #: characters; longer than words and nearly all addresses
UNBROKEN = re.compile(rf"\S{{{RUN + 1},}}")
NEEDED = {
    "POS": "parts of speech",
    "LEMMA": "lemmas",
    "DEP": "trees",
    "ENT_IOB": "names",
}
CLEAR = frozenset({"dobj", "nsubjpass", "auxpass", "pobj", "prep", "relcl", "dative"})
"""Labels of the ClearNLP scheme, used by spaCy's official English pipelines, that UD lacks."""


@cache
def shipped() -> SpacyLanguage:
    """Return the pipeline that ships, read once for a process and those copied from it."""
    try:
        return spacy.load(SHIPPED)
    except (OSError, ValueError) as error:
        raise EnvironmentFault(
            f"{SHIPPED}: no language pipeline can be read there ({error}); install hearsay anew"
        ) from error


class Language:
    """A spaCy pipeline for English: `path` a folder or an installed package, None what ships."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path

    @cached_property
    def _nlp(self) -> SpacyLanguage:
        if self.path is None:
            return shipped()
        try:
            nlp = spacy.load(self.path.as_posix())
        except (OSError, ValueError, ImportError) as error:
            raise SettingsError(
                f"language.model = {self.path}: spaCy cannot load it ({error}); "
                "name a pipeline's folder or package, or leave it empty for the one that ships"
            ) from error
        _check(nlp, self.path)
        return nlp

    def doc(self, text: str) -> Doc:
        """Return the analysis of one text, as `docs` does."""
        return next(self.docs([text]))

    def docs(
        self, texts: Iterable[str], *, components: Iterable[str] | None = None
    ) -> Iterator[Doc]:
        """Yield the analysis of each text, in order; a line break always ends a sentence.

        Only `components` run when they are named, with what they listen to. A text is analysed by
        itself: it gets the same analysis alone and among others. Offsets of tokens are offsets into
        the text as given. Raises TooBig beyond spaCy's own limit of a million characters.
        """
        nlp = self._nlp
        wanted = set(nlp.pipe_names if components is None else components)
        pipes = [pipe for name, pipe in nlp.pipeline if name in (*wanted, *LISTENED_TO)]
        way = list(steps(pipes))
        if any(_names_as_we_do(pipe) for pipe in pipes):
            way.append(mended)
        for text in texts:
            doc = _begin_lines(nlp, text)
            for step in way:
                doc = step(doc)
            yield doc


def _names_as_we_do(pipe: Any) -> bool:
    """Tell a component that finds names and labels them as the pipeline that ships does."""
    return isinstance(pipe, EntityRecognizer) and {"PERSON", "ORG", "PLACE"} <= set(pipe.labels)


def _tokens(nlp: SpacyLanguage, text: str) -> Doc:
    """Return the tokens of a text; what runs on without a space is cut every RUN characters.

    spaCy's tokenizer takes quadratic time over a run of quotation marks, brackets or emoji.
    """
    cuts = [at for run in UNBROKEN.finditer(text) for at in range(run.start(), run.end(), RUN)[1:]]
    if not cuts:
        return nlp.make_doc(text)
    pieces = [nlp.make_doc(text[a:b]) for a, b in pairwise((0, *cuts, len(text)))]
    return Doc.from_docs(pieces, ensure_whitespace=False) or nlp.make_doc(text)


def _begin_lines(nlp: SpacyLanguage, text: str) -> Doc:
    """Return the tokens of a text, a sentence begun with every line."""
    if len(text) > nlp.max_length:
        raise TooBig(f"{len(text)} characters in a text; the pipeline takes {nlp.max_length}")
    doc = _tokens(nlp, text)
    begins, broken = doc.to_array("SENT_START"), False
    for at, space in enumerate(doc.to_array("IS_SPACE").tolist()):
        if space:
            broken = broken or "\n" in doc[at].text
        elif broken:
            begins[at], broken = 1, False
    return doc.from_array(["SENT_START"], begins)  # type: ignore[arg-type]  # the stub says 2d


def _check(nlp: SpacyLanguage, path: Path) -> None:
    """Raise SettingsError when a pipeline does not give what the extraction reads."""
    doc = nlp(PROBE)
    missing = [words for attribute, words in NEEDED.items() if not doc.has_annotation(attribute)]
    if missing:
        raise SettingsError(
            f"language.model = {path}: it gives no {' and no '.join(missing)}; "
            "name a pipeline with tagger, lemmatizer, parser and ner"
        )
    foreign = sorted({token.dep_ for token in doc} & CLEAR)
    if foreign:
        raise SettingsError(
            f"language.model = {path}: its trees have {', '.join(foreign)}, which Universal "
            "Dependencies lack; name a pipeline trained on a UD treebank"
        )
