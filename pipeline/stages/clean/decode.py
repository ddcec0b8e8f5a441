"""Bytes → characters: what was declared, what the bytes show, and never silence about a loss."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from pipeline.errors import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FORMATS = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a sound, film or WebP file"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x7fELF", "a program"),
    (b"ID3", "an MP3 file"),
)
_DECLARED = re.compile(
    rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{2,40})""", re.IGNORECASE
)
_HEAD = 2048  #: bytes in which a page may declare its encoding; HTML asks for 1,024
_WINDOWS = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}  # as browsers do
_ENCODINGS = re.compile(  # what pages are written in; not Python's idna, punycode, zip …
    r"utf-?(?:8|16|32)|(?:x-)?(?:iso|cp|windows|koi8|mac|gb|big5|euc|shift|sjis|tis|latin|us-ascii)",
    re.IGNORECASE,
)
_C1 = {  # the characters that Windows-1252 has where Latin-1 has control codes
    ord(bytes([code]).decode("cp1252")): code
    for code in range(0x80, 0xA0)
    if code not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")  #: not tab, line, page, escape
_MOJIBAKE = re.compile("â€[™œ\x9d“”˜]|Ã[©¨¤¶¼±³¡]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters of a body and how they were come by."""

    text: str
    encoding: str
    note: str | None = None  #: what was lost or mended


def decode(body: bytes, declared: str | None, *, name: str) -> Decoded:
    """Return the characters of `body`, which `name` stands for in messages.

    In order: a byte order mark; UTF-8, with single bad bytes replaced; the encoding declared in
    the content type or the first 2 kB; the encoding that the bytes look like. Raises Unreadable
    for bytes that are no text.
    """
    _refuse_formats(body, name)
    for mark, marked in _MARKS:
        if body.startswith(mark):
            return _lossy(body[len(mark) :], marked)
    if (encoding := _wide(body)) is None and body.count(b"\0") > len(body) // 100:
        raise Unreadable(f"{name}: binary, not text; give a page or a text file")
    decoded = _lossy(body, encoding) if encoding else _narrow(body, declared)
    if _control(decoded.text) > 0.05:
        raise Unreadable(f"{name}: binary, not text; give a page or a text file")
    return decoded


def _refuse_formats(body: bytes, name: str) -> None:
    if not body.strip(b" \t\r\n\0"):
        raise Unreadable(f"{name}: empty; there is nothing to read")
    for magic, what in _FORMATS:
        if body.startswith(magic):
            raise Unreadable(f"{name}: {what}, not a page or text; extract its text first")


def _wide(body: bytes) -> str | None:
    """Return the UTF-16 that has no byte order mark: every other byte of Latin text is NUL."""
    head = body[:2000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < len(head) * 0.3 or min(even, odd) > len(head) * 0.05:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _narrow(body: bytes, declared: str | None) -> Decoded:
    try:
        return _mended(Decoded(body.decode("utf-8"), "utf-8"))
    except UnicodeDecodeError:
        pass
    if _mostly_utf8(body):
        return _lossy(body, "utf-8")
    for found in (declared, *_DECLARED.findall(body[:_HEAD])):
        if found and (encoding := _known(found)) and encoding != "utf-8":
            return _lossy(body, encoding)
    from charset_normalizer import from_bytes

    best = from_bytes(body[:20_000], steps=5, chunk_size=512).best()
    encoding = (best.encoding if best else "cp1252").replace("_", "-")
    decoded = _lossy(body, _WINDOWS.get(encoding, encoding))
    return Decoded(decoded.text, decoded.encoding, decoded.note or "encoding guessed")


def _known(declared: str | bytes) -> str | None:
    name = declared.decode("ascii") if isinstance(declared, bytes) else declared
    name = name.rpartition("charset=")[2].strip("\"' ;")
    if not _ENCODINGS.match(name):
        return None
    try:
        codec = codecs.lookup(name)
    except LookupError:
        return None
    return _WINDOWS.get(codec.name, codec.name)


def _mostly_utf8(body: bytes) -> bool:
    """Tell if bad bytes are few beside good sequences of several bytes: a slip, not a code."""
    text = body.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = len(body) - len(text.encode("ascii", "ignore")) - bad
    return bad * 10 <= good


def _lossy(body: bytes, encoding: str) -> Decoded:
    text = body.decode(encoding, "replace")
    bad = text.count("\ufffd")
    return Decoded(text, encoding, f"{bad} characters could not be read" if bad else None)


def _mended(decoded: Decoded) -> Decoded:
    """Undo UTF-8 that was once read as Windows-1252 (`â€™` for `’`), if all of it can be."""
    if not (("â€" in decoded.text or "Ã" in decoded.text) and _MOJIBAKE.search(decoded.text)):
        return decoded
    try:
        text = decoded.text.translate(_C1).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return decoded
    return Decoded(text, "utf-8", "was encoded twice")


def _control(text: str) -> float:
    """Return the share of characters that no text has."""
    head = text[:5000]
    return len(_CONTROLS.findall(head)) / max(1, len(head))
