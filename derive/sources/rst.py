"""reStructuredText: the role ``:math:`` and the directive ``math``; literal blocks and comments hold no formula."""

from __future__ import annotations

import re
from collections.abc import Iterator

from derive.documents import Document, decoded, document
from derive.sources import Context

SUFFIXES = (".rst",)

_ROLE = re.compile(r":math:`([^`\n]+)`")
_DIRECTIVE = re.compile(r"^(\s*)\.\.\s+(?P<name>[\w:-]+)::[ \t]*(?P<rest>.*)$")
_OPTION = re.compile(r"^\s+:[\w-]+:.*$")
_UNDERLINE = re.compile(r"^([=\-~^\"'`#*+.:_<>])\1{2,}\s*$")
_DECLARED = re.compile(r"^\s*\.\.\s+(derive:.*)$")


def read(content: bytes, name: str, context: Context) -> Document:
    """The formulas of the text. Raises `BadDocument`."""
    lines = decoded(content, name).split("\n")
    return document("\n".join(_converted(lines)), name, "delimited")


def _converted(lines: list[str]) -> Iterator[str]:
    """The lines with dollars around formulas and without what is none; as many as there were."""
    at = 0
    while at < len(lines):
        line = lines[at]
        directive, declared = _DIRECTIVE.match(line), _DECLARED.match(line)
        if declared is not None:
            yield f"% {declared[1]}"
            at += 1
        elif directive is not None or line.rstrip().endswith("::") or line.lstrip().startswith(".. "):
            end = _end_of_block(lines, at)
            block = lines[at + 1 : end]
            is_formula = directive is not None and directive["name"] == "math"
            yield from _display(line, directive["rest"], block) if is_formula and directive else _nothing(line, block)
            at = end
        else:
            yield "\f" if _UNDERLINE.match(line) and at and lines[at - 1].strip() else _ROLE.sub(r"      $\1$", line)
            at += 1


def _end_of_block(lines: list[str], start: int) -> int:
    """Where the lines end that are set in below a line."""
    depth = len(lines[start]) - len(lines[start].lstrip())
    end = start + 1
    while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > depth):
        end += 1
    return end


def _display(line: str, rest: str, block: list[str]) -> Iterator[str]:
    """A directive whose paragraphs are formulas of their own."""
    yield f"$${rest}$$" if rest.strip() else ""
    block = ["" if _OPTION.match(text) else text for text in block]
    for number, text in enumerate(block):
        first = text.strip() and not (number and block[number - 1].strip())
        last = text.strip() and not (number + 1 < len(block) and block[number + 1].strip())
        yield f"{'$$' if first else ''}{text}{'$$' if last else ''}"


def _nothing(line: str, block: list[str]) -> Iterator[str]:
    """A literal block, a comment or another directive: its own line is text, what is below is none."""
    yield "" if line.lstrip().startswith("..") else _ROLE.sub(r"      $\1$", line)
    yield from ("" for _ in block)
