"""Counted: the noun phrase that a figure counts, without the figure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.stages.extract.numbers.lexemes import FUNCTION, word_list

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PERIODS = frozenset(("second", "minute", "hour", "day", "week", "month", "quarter", "year"))
LONGEST = 8  #: tokens of a counted phrase
EXTRA = word_list("extra")
NOT_COUNTED = word_list("not_counted")
LEADING = frozenset(("most", "near", "once", "only"))  #: function words that may open a phrase
MARKS = frozenset("\"“”‘’'«»")
DETERMINERS = word_list("determiners")
OTHERS = word_list("others")
BARE = word_list("bare")
PARENTS = word_list("parents")
CHANGES = word_list("changes")
OWNERS = frozenset(("’s", "'s", "’", "'"))
OWNING = frozenset(("DET", "ADJ", "NOUN", "PROPN", "NUM", "PART"))  #: parts of `the land’s`
PAID_IN = word_list("paid_in")
CLASSIFIERS = word_list("classifiers")
PLURALS = word_list("plurals")
PLURAL = re.compile(r"[a-z][a-z’'-]*[^s’']s")


def direct(doc: Doc, i: int, *, determined: bool = False) -> str | None:
    """Return the noun phrase that begins at token `i`, behind a determiner if that is allowed."""
    if determined and i < len(doc) and doc[i].lower_ in DETERMINERS:
        i += 1
    while i < len(doc) and (doc[i].lower_ in EXTRA or doc[i].text in MARKS):
        i += 1
    if i < len(doc) and (_is_small(doc[i]) or _is_pronoun(doc, i)):
        return None
    if i + 1 < len(doc) and (doc[i].lower_, doc[i + 1].lower_) == ("worth", "of"):
        return of(doc, i + 1)  # $10 worth of goods
    head = _head(doc, i)
    if head is None:
        return doc[i].text if _is_people(doc, i) else None
    if doc[head].lower_ in CHANGES and head + 1 < len(doc) and doc[head + 1].lower_ == "in":
        k = head + 2 + (doc[min(head + 2, len(doc) - 1)].lower_ in DETERMINERS)
        inner = _head(doc, k)  # a tenfold rise in prices
        return _text(doc, k, inner) if inner is not None else None
    filled = doc[head].lower_ in CLASSIFIERS and doc[min(head + 1, len(doc) - 1)].lower_ == "of"
    inner = _head(doc, head + 2) if filled else None
    if inner is not None and inner + 1 < len(doc) and doc[inner + 1].tag_ == "VBG":
        inner = None  # 20 cases of nurses selling pills
    return _text(doc, i, head if inner is None else inner)


def _text(doc: Doc, first: int, last: int) -> str:
    """Return the words of a phrase without quotation marks."""
    words = doc[first : last + 1]
    kept = (token.whitespace_ if _is_mark(token) else token.text_with_ws for token in words)
    return " ".join("".join(kept).split())


def _is_mark(token: Token) -> bool:
    return token.text in MARKS and token.tag_ != "POS"


def _is_people(doc: Doc, i: int) -> bool:
    """Tell the `American` of `killed one American and hurt two others`."""
    if i + 1 >= len(doc) or i == 0 or doc[i - 1].lower_ not in {"one", "1"}:
        return False  # three African and two European lands
    if doc[i].pos_ != "ADJ" or not doc[i].is_title:
        return False
    return doc[i + 1].pos_ not in {"ADJ", "NOUN", "PROPN", "NUM"}


def _is_pronoun(doc: Doc, i: int) -> bool:
    """Tell `one offering free tuition` before token `i`."""
    return doc[i].tag_ == "VBG" and i > 0 and doc[i - 1].lower_ == "one"


def _is_small(token: Token) -> bool:
    """Tell a word that no counted phrase begins with; `US companies` and `lower courts` do."""
    if token.text == "US" or (token.lower_ in {"lower", "higher"} and token.dep_ == "amod"):
        return False
    return token.lower_ in NOT_COUNTED | FUNCTION - LEADING


def of(doc: Doc, i: int) -> str | None:
    """Return the noun phrase of `of …` that begins at token `i`."""
    while i < len(doc) and doc[i].text in MARKS:
        i += 1
    if i >= len(doc) or doc[i].lower_ != "of":
        return None
    k = i + 1
    owner = k
    while owner < min(k + 5, len(doc)) and (not doc[owner].pos or doc[owner].pos_ in OWNING):
        owner += 1
        if doc[owner - 1].text in OWNERS:
            k = owner
            break
    while k < len(doc) and (doc[k].lower_ in DETERMINERS | {"past"} or doc[k].like_num):
        k += 1
    people = k < len(doc) and doc[k - 1].lower_ == "the" and doc[k].is_title
    return direct(doc, k) or (doc[k].text if people else None)


def before(doc: Doc, i: int) -> str | None:
    """Return the noun of `a loss of FIGURE` whose figure begins at token `i`."""
    if i < 2 or doc[i - 1].lower_ != "of":
        return None
    noun = doc[i - 2]
    if noun.lower_ in PARENTS:
        return "children"
    verb = noun.pos_ in {"VERB", "AUX"}  # residents speak of 15
    if not noun.is_alpha or verb or noun.lower_ in FUNCTION | BARE:
        return None
    first = i - 2
    while first and doc[first - 1].dep_ in {"compound", "amod"} and doc[first - 1].head == noun:
        first -= 1  # temperature increases of 2 degrees
    return doc[first : i - 1].text


def each(doc: Doc, i: int) -> str | None:
    """Return the noun of `a share`, `per head`, `each` at token `i`."""
    if i + 1 >= len(doc) or doc[i].lower_ not in {"a", "an", "per"}:
        return None
    if i + 2 < len(doc) and doc[i + 2].lower_ in {"ago", "earlier", "before", "later"}:
        return None
    period = doc[i + 1].lower_ in PERIODS  # $30 billion a year
    return doc[i + 1].text if doc[i + 1].is_alpha and not period else None


def paid_in(doc: Doc, i: int) -> str | None:
    """Return what money is given or owed as: the `state aid` of `$2 million in state aid`."""
    if i + 1 >= len(doc) or doc[i].lower_ != "in":
        return None
    head = _head(doc, i + 1)
    return _text(doc, i + 1, head) if head is not None and doc[head].lower_ in PAID_IN else None


def _head(doc: Doc, i: int) -> int | None:
    """Return the token of the noun that the phrase from token `i` on ends with."""
    if i >= len(doc) or doc[i].is_punct:
        return None
    if doc[i].pos:
        return _head_by_tags(doc, i)
    return _head_by_words(doc, i)


def _head_by_tags(doc: Doc, i: int) -> int | None:
    """Take the longest run of words that may stand in a noun phrase; it ends with a noun."""
    last = None
    for k in range(i, min(i + LONGEST, len(doc))):
        token = doc[k]
        if token.pos_ in {"NOUN", "PROPN"} or token.lower_ in OTHERS:
            if last is not None and _begins(doc, last, k):
                break
            last = k
        elif not _inside(doc, k) or (last is not None and _ends(doc, last, k)):
            break
    if last is not None and doc[last].dep:
        return _within_the_tree(doc, i, last)
    return last


def _ends(doc: Doc, noun: int, k: int) -> bool:
    """Tell whether a phrase ends with its noun: `cuts planned`, `fibre daily`, `lands’ border`."""
    if doc[k].tag_ == "POS" and k == noun + 1:
        numbered = any(token.pos_ == "NUM" for token in doc[max(0, noun - 2) : noun])
        return doc[noun].tag_ == "NNS" and numbered
    moved = k == noun + 1 and doc[noun].tag_ == "NNS" and doc[k].tag_ in {"VBG", "VBN"}
    return moved or doc[k].pos_ == "ADV"


def _begins(doc: Doc, noun: int, k: int) -> bool:
    """Tell a noun that is of another phrase than the one before: `people | age 12`, a name."""
    if doc[noun].lower_ in OTHERS:
        return True  # two wounded Tuesday
    many = doc[noun].tag_ == "NNS"
    return many and (doc[k].ent_iob_ == "B" or doc[k].lower_ in {"age", "ages"})


def _inside(doc: Doc, k: int) -> bool:
    token = doc[k]
    if token.i and token.nbor(-1).text == "-" and not token.nbor(-1).whitespace_:
        return True  # stay-at-home parents
    if token.lower_ == "worth":
        return False
    if token.lower_ == "mine" and k + 1 < len(doc) and doc[k + 1].pos_ == "NOUN":
        return True  # mine workers
    if (
        token.dep_ == "amod"
        or token.pos_ in {"ADJ", "ADV", "NUM"}
        or token.tag_ in {"VBG", "VBN", "POS", "HYPH"}
    ):
        return True
    if token.lower_ == "and" and k > 0 and doc[k - 1].pos_ == "ADJ":
        return k + 1 < len(doc) and not doc[k + 1].like_num  # 12 dead and 40 hurt
    return _is_mark(token) or token.text in {"-", "–"}


def _within_the_tree(doc: Doc, i: int, last: int) -> int | None:
    """Cut the run where the tree says that a noun of it already heads the phrase."""
    for k in range(i, last):
        token = doc[k]
        if token.tag_ in {"NNS", "NNPS"} and not i <= token.head.i <= last:
            return k
    return last


def _head_by_words(doc: Doc, i: int) -> int | None:
    """Without tags: up to the first plural in lower case, else the words before a small one."""
    last = None
    for k in range(i, min(i + LONGEST, len(doc))):
        token = doc[k]
        if (token.lower_ in FUNCTION and token.text != "US") or not re.match(
            r"[^\W\d]", token.text
        ):
            break
        last = k
        if token.lower_ in PLURALS or token.lower_ in OTHERS or PLURAL.fullmatch(token.text):
            break
    return last
