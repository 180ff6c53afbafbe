"""Packages of Office files: parts of XML in a zip, read so that no package can do harm.

Only parts are read whose size is known beforehand and is bounded; no part is unpacked to a file, and a name in it is a
key and no path. A document type, and with it every entity, is refused. Nothing is fetched.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from derive.documents import BadDocument

MOST_BYTES = 64_000_000
"""How many bytes a package may have: most of them are pictures, which are not looked at."""

MOST_UNPACKED = 32_000_000
"""How many bytes all the parts of a package that are read may have together."""

MOST_ELEMENTS = 500_000
"""How many elements a part may have."""

MOST_NESTED = 200
"""How deep they may be nested."""

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
"""What is raised for archives that are damaged, encrypted, or packed in a way that is not known."""

_OLD = b"\xd0\xcf\x11\xe0"
"""How the formats before 2007 begin, and files behind a password."""

_PREFIXES = {
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/presentationml/2006/main": "p",
    "http://purl.oclc.org/ooxml/presentationml/main": "p",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
}
"""What the namespaces are called here, whichever way a file abbreviates them; others are called ``other``."""


class Package:
    """The parts of an Office file. Raises `BadDocument` for what is none, and for parts that are missing or too big."""

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        self.left = MOST_UNPACKED
        if content.startswith(_OLD):
            self._refuse("it is of an old format, or behind a password; save it as .docx or .pptx without one")
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(content))
        except _BROKEN as error:
            self._refuse(f"it is no Office file: {error}")

    def main(self, kind: str) -> str:
        """The name of the part that a package is about, whose content has that kind; Raises `BadDocument`."""
        for target in self.related("", "officeDocument").values():
            if target.startswith(kind) and target in self.archive.namelist():
                return target
        self._refuse(f"it is no Office file of this kind: it has no document in {kind}")
        raise AssertionError

    def related(self, part: str, kind: str) -> Mapping[str, str]:
        """The parts to which a part has relations of that kind, by their identifiers."""
        folder, file = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{file}.rels")
        if relations not in self.archive.namelist():
            return {}
        found = {}
        for relation in self.tree(relations):
            inside = relation.get("TargetMode") != "External"
            if inside and relation.get("Type", "").endswith(f"/{kind}"):
                target = posixpath.join("/", folder, relation.get("Target", ""))
                found[relation.get("Id", "")] = posixpath.normpath(target).lstrip("/")
        return found

    def tree(self, part: str) -> Element:
        """The elements of a part, whose names begin with ``m-``, ``w-``, ``a-`` or ``p-``. Raises `BadDocument`."""
        try:
            size = self.archive.getinfo(part).file_size
            self.left -= size
            if self.left < 0:
                self._refuse(f"its parts have more than {MOST_UNPACKED:,} bytes: divide it")
            with self.archive.open(part) as file:
                content = file.read(size)
        except KeyError:
            self._refuse(f"its part {part} is missing")
        except _BROKEN as error:
            self._refuse(f"its part {part} cannot be unpacked: {error}")
        return _Reader(f"{self.name}: its part {part}").tree(content)

    def _refuse(self, why: str) -> None:
        raise BadDocument(f"{self.name}: {why}")


class _Reader:
    """XML to elements, within the bounds."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.builder = TreeBuilder()
        self.depth = self.elements = 0

    def tree(self, content: bytes) -> Element:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.builder.data
        try:
            parser.Parse(content, True)
        except expat.ExpatError as error:
            raise BadDocument(f"{self.what} is no XML: {error}") from error
        return self.builder.close()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > MOST_NESTED or self.elements > MOST_ELEMENTS:
            told = f"has more than {MOST_ELEMENTS:,} elements, or nests them more than {MOST_NESTED} deep"
            raise BadDocument(f"{self.what} {told}: divide it")
        self.builder.start(_named(name), {_named(key): value for key, value in attributes.items()})

    def _end(self, name: str) -> None:
        self.depth -= 1
        self.builder.end(_named(name))

    def _doctype(self, *_: object) -> None:
        raise BadDocument(f"{self.what} has a document type, which Office files have not")


def _named(name: str) -> str:
    """The name with a prefix for its namespace; one without a namespace as it is."""
    space, _, local = name.rpartition(" ")
    return f"{_PREFIXES.get(space, 'other')}-{local}" if space else local
