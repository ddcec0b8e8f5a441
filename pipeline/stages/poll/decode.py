"""Bytes → text, once, whatever the labels say; what no parser should meet is taken out or refused.

Order of trust: byte order mark, UTF-8 that holds, the label (header, then declaration), and for
bytes that are none of these UTF-8 with the bad ones replaced or, where nearly all of them are bad,
windows-1252. Encoding names mean what the WHATWG Encoding Standard says they mean on the web.
"""

from __future__ import annotations

import codecs
import re
import sys
import zlib
from dataclasses import dataclass

from pipeline.errors import TooBig, Unreadable

INFLATED = 50_000_000  #: bytes; what sitemaps.org allows one file
ENTITY, ENTITIES, GROWTH = 1_000, 100, 1_000_000  #: characters, count, characters altogether

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
ALIASES = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "iso8859-11": "cp874",
    "utf-7": "utf-8",  # a way to smuggle markup, never meant
}
SEVEN_BITS = ("iso2022", "iso-2022", "hz")
DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{2,40})["']""")
CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{2,40})""", re.IGNORECASE)
DECLARATION = re.compile(r"\s*<\?xml[^>]{0,400}\?>")
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
CODE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,12})|(\d{1,12}));?")
PROLOG = re.compile(r"(?=<)(?:<\?[^>]*\?>\s*|<!--(?:[^-]|-(?!->))*-->\s*)*")  #: up to the root
PLAIN_ENTITY = re.compile(r"""<!ENTITY\s{1,9}(\w{1,40})\s{1,9}(?:"([^"&%<]*)"|'([^'&%<]*)')\s*>""")


@dataclass(frozen=True, slots=True)
class Text:
    """Decoded text, and what was odd about its bytes."""

    text: str
    notes: tuple[str, ...] = ()


def decode(body: bytes, content_type: str | None) -> Text:
    """Return the text of a feed. Raises TooBig for a gzip bomb."""
    body = inflated(body)
    for mark, encoding in BOMS:
        if body.startswith(mark):
            return Text(body[len(mark) :].decode(encoding, "replace"))
    if body[:1] == b"\0" or body[1:2] == b"\0":
        return Text(body.decode("utf-16-be" if body[:1] == b"\0" else "utf-16-le", "replace"))
    declared = _declared(body, content_type)
    if declared and declared.startswith(SEVEN_BITS):
        return Text(body.decode(declared, "replace"))
    try:
        return Text(body.decode("utf-8"))
    except UnicodeDecodeError:
        return _repaired(body, declared)


def inflated(body: bytes) -> bytes:
    """Return the body, unpacked if it is gzip. Raises TooBig past 50 MB."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    gzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        plain = gzip.decompress(body, INFLATED)
    except zlib.error as error:
        raise Unreadable(f"gzip that cannot be unpacked: {error}") from None
    if gzip.unconsumed_tail:
        raise TooBig(f"unpacks to more than {INFLATED:,} bytes")
    return plain


def _declared(body: bytes, content_type: str | None) -> str | None:
    """Return the name that Python has for the encoding of the header or the declaration."""
    in_header = CHARSET.search(content_type or "")
    in_body = DECLARED.search(body[:1_000])
    for name in (in_header and in_header[1], in_body and in_body[1].decode()):
        try:
            known = codecs.lookup(name or "").name
        except LookupError:
            continue
        return ALIASES.get(known, known)
    return None


def _repaired(body: bytes, declared: str | None) -> Text:
    """Decode bytes that are no clean UTF-8."""
    if declared and declared != "utf-8":
        text = body.decode(declared, "replace")
        bad = text.count("\ufffd")
        return Text(text, (f"{bad} bytes are not {declared}; they were replaced",) if bad else ())
    text = body.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(map(len, re.findall(r"[^\x00-\x7f\ufffd]+", text)))
    if bad > 2 * good:
        return Text(body.decode("cp1252", "replace"), ("labelled UTF-8, is windows-1252",))
    return Text(text, (f"{bad} bytes are not UTF-8; they were replaced",))


def clean(text: str) -> str:
    """Take out what XML forbids, the declaration, and a DTD with a few plain entities (put in).

    Raises Unreadable for a DTD whose entities could grow or reach out: bombs and external entities.
    """
    text = CODE.sub(_legal, ILLEGAL.sub("", text))
    text = DECLARATION.sub("", text, count=1)
    prolog = PROLOG.search(text)
    start = prolog.end() if prolog else 0
    if text[start : start + 9].lower() != "<!doctype":
        return text
    end = _end_of_doctype(text, start)
    doctype, text = text[start:end], text[:start] + text[end:]
    return _with_entities(text, doctype) if "<!ENTITY" in doctype else text


def _legal(code: re.Match[str]) -> str:
    """Return a character reference as it is, or nothing for what is no character of XML."""
    number = int(code[1], 16) if code[1] else int(code[2])
    return "" if number > sys.maxunicode or ILLEGAL.match(chr(number)) else code[0]


def _end_of_doctype(text: str, start: int) -> int:
    """Return where a DOCTYPE ends: behind `]>` if it has a subset, else behind `>`."""
    bracket, close = text.find("[", start), text.find(">", start)
    if 0 <= bracket < close:
        inner = re.compile(r"\]\s*>").search(text, bracket)
        close = inner.end() - 1 if inner else -1
    return close + 1 or len(text)


def _with_entities(text: str, doctype: str) -> str:
    plain = {name: one or two for name, one, two in PLAIN_ENTITY.findall(doctype)}
    growth = sum(text.count(f"&{name};") * len(value) for name, value in plain.items())
    if (
        len(plain) != doctype.count("<!ENTITY")
        or len(plain) > ENTITIES
        or any(len(value) > ENTITY for value in plain.values())
        or growth > GROWTH
    ):
        raise Unreadable("a DTD with entities that could grow or reach out; it is never parsed")
    for name, value in plain.items():
        text = text.replace(f"&{name};", value)
    return text
