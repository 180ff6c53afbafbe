"""Models of a family on the command line: ``network --layers 3,4,1`` is one model, whatever stands between."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from derive import models

TAKES_A_FILE = ("-o", "--at", "--file")
"""Options behind which a word is a file, and no family."""


def with_family(argv: Sequence[str]) -> list[str]:
    """The arguments, with the options of a family put into the name of its model.

    So everything that takes a model takes one of a family. Where the command has an option of the same name, the
    family's counts: ``--output`` of a network is its last layer's activation, and ``-o`` the file.
    """
    words = list(argv)
    for place, word in enumerate(words):
        if word == "--":
            break
        if word in models.families() and place and words[place - 1] not in TAKES_A_FILE:
            family = models.family(word)
            taken, before = family.takes(words[:place])
            behind_taken, behind = family.takes(words[place + 1 :])
            options = ("".join(part.split()) for part in (*taken, *behind_taken))
            return [*before, " ".join([word, *options]), *behind]
    return words


def meant(argv: Sequence[str], unknown: Sequence[str]) -> str:
    """What an unknown option may have meant, where the model is of a family; empty where nothing is like it."""
    names = [word.split()[0] for word in argv if word.split() and word.split()[0] in models.families()]
    known = [f"--{option.name}" for name in names for option in models.family(name).options]
    near = [found for word in unknown for found in difflib.get_close_matches(word, known, n=1)]
    return f"; did you mean {', '.join(near)}?" if near else ""


def stem_of(name: str) -> str:
    """What the files of a model are called: its name, with a hyphen for what files had better not have."""
    return re.sub(r"[^A-Za-z0-9_]+", "-", name).strip("-")
