"""What ends a command: it could not run."""

from __future__ import annotations


class Failure(Exception):
    """The command could not run; the message is for the person who typed it."""
