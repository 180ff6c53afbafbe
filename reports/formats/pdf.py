"""A document as PDF, set by Typst, or by LaTeX where that is asked for. The same document gives the same bytes."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Literal, TypeAlias, cast

import typst

from reports.deck import Deck
from reports.document import Document
from reports.formats import DEFAULT, EngineFailed, MissingGlyph, Options, decks, latexmk
from reports.formats.typesetter import source

ACCESSIBLE: Literal["ua-1"] = "ua-1"
"""PDF/UA-1: tagged, in reading order, with words for every formula and figure."""

Kind: TypeAlias = Literal["pdf", "png", "svg"]
"""What a picture may be compiled to."""

RESOLUTION = 220
"""The dots per inch of a PNG."""

IN_OTHER_FONTS = "write .html, .md or .txt, which show it in the reader's own fonts, or rename it"
"""What to do about a character that the fonts lack."""
METADATA = "#set document("
_QUOTED = re.compile(r'"((?:\\.|[^"\\])*)"')
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_SHOWN = re.compile(rb"\((?:\\.|[^\\)])*\)\s*Tj|\[(?:\((?:\\.|[^\\)])*\)|[^\](])*\]\s*TJ", re.DOTALL)
_STRING = re.compile(rb"\(((?:\\.|[^\\)])*)\)", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def render(document: Document | Deck, options: Options = DEFAULT) -> bytes:
    """The document as PDF. Raises `EngineFailed`, and `MissingGlyph` where the fonts lack a character.

    Set by Typst it says that it is accessible, unless its title or a heading is empty.
    """
    if options.engine == "latexmk":
        return latexmk.render(document, options)
    text = decks.source(document) if isinstance(document, Deck) else source(document, options.paper)
    try:
        content = _compiled(text, ACCESSIBLE)
    except EngineFailed:
        # The standard refuses what is no mistake here, such as a document without a title.
        content = _compiled(text)
    if _has_missing_glyph(content):
        raise MissingGlyph(f"{_named(text)}; {IN_OTHER_FONTS}")
    return content


def pages(document: Document | Deck, ppi: float = 80) -> list[bytes]:
    """The pages of the PDF as PNG images, for looking at them."""
    text = decks.source(document) if isinstance(document, Deck) else source(document)
    images = typst.compile(text.encode(), format="png", ppi=ppi, ignore_system_fonts=True)
    # The stubs promise bytes, but a document of several pages comes as a list.
    found = cast("bytes | list[bytes]", images)
    return [found] if isinstance(found, bytes) else list(found)


def picture(text: str, kind: Kind) -> bytes:
    """A source of one page as a picture. Raises `EngineFailed`, and `MissingGlyph` where the fonts lack a character."""
    if _has_missing_glyph(_compiled(text)):
        raise MissingGlyph(f"{_named(text)}; rename it for the picture")
    try:
        found = typst.compile(text.encode(), format=kind, ppi=RESOLUTION, ignore_system_fonts=True, timestamp=0)
    except typst.TypstError as error:
        raise EngineFailed(f"Typst did not accept the figure: {error.message}") from error
    return bytes(found)


def _compiled(text: str, standard: Literal["1.7", "ua-1"] = "1.7") -> bytes:
    try:
        content, _ = typst.compile_with_warnings(
            text.encode(), format="pdf", ignore_system_fonts=True, timestamp=0, pdf_standards=standard
        )
    except typst.TypstError as error:
        raise EngineFailed(f"Typst did not accept the document: {error.message}") from error
    return bytes(content)


# --- missing glyphs


def _has_missing_glyph(content: bytes) -> bool:
    """Whether a page shows glyph 0, the box that fonts draw for a character they do not have.

    Typst says nothing when a character is in none of its fonts, so the finished pages are read.
    """
    return any(_shows_glyph_zero(stream) for stream in _streams(content))


def _streams(content: bytes) -> Iterator[bytes]:
    for match in _STREAM.finditer(content):
        try:
            stream = zlib.decompress(match[1])
        except zlib.error:
            stream = match[1]
        if b" Tf" in stream and b"BT" in stream:
            yield stream


def _shows_glyph_zero(stream: bytes) -> bool:
    for shown in _SHOWN.finditer(stream):
        for string in _STRING.finditer(shown[0]):
            codes = _ESCAPE.sub(_unescaped, string[1])
            if any(codes[k : k + 2] == b"\0\0" for k in range(0, len(codes), 2)):
                return True
    return False


def _unescaped(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes([int(code, 8) & 0xFF]) if code.isdigit() else _NAMED.get(code, code)


def _named(text: str) -> str:
    """The characters of the source that have no picture, each tried on its own, and the line where it first stands."""
    unwritten = re.compile(r"\\u\{([0-9a-f]+)\}")
    shown = unwritten.sub(lambda match: chr(int(match[1], 16)), text)
    missing = [
        character
        for character in dict.fromkeys(shown)
        if not character.isascii() and _has_missing_glyph(_compiled(_probe(character)))
    ]
    if not missing:
        return "a character of the document is in none of the report's fonts"
    names = ", ".join(f"{character!r} (U+{ord(character):04X})" for character in missing)
    lines = (line for line in shown.splitlines() if not line.startswith(METADATA))
    strings = (string[1] for line in lines for string in _QUOTED.finditer(line))
    place = next((string for string in strings if missing[0] in string), "")
    k = place.find(missing[0])
    around = place[max(0, k - 30) : k + 30].strip()
    return f"the report's fonts have no picture for {names}; it stands in: {around}"


def _probe(character: str) -> str:
    escaped = f"\\u{{{ord(character):x}}}"
    return f'#set text(font: "New Computer Modern")\n#"{escaped}"; $ {escaped} $'
