"""What ``derive code`` prints, or writes to a file."""

from __future__ import annotations

import argparse

from derive.coding.coding import NotChecked, NotWritten, UnknownTarget, WrongCode, code
from derive.modelling import Model
from reports import formats
from reports.failing import Failure


def coded(options: argparse.Namespace, model: Model) -> str:
    """The text to be printed: the code, or the sentence that says where it was written.

    Raises `Failure` where there is no such variant or target, where something has no code, and where running the code
    did not confirm it.
    """
    if options.variant is not None and options.variant not in model.variants:
        known = " and ".join(repr(label) for label in model.variants)
        raise Failure(f"there is no variant {options.variant!r}; there is {known}")
    try:
        if options.output is not None:
            formats.refuse_others(options.output, options.force)
        made = code(model, options.to, options.variant)
        if options.output is None:
            return made.text
        formats.write_bytes(options.output, f"# {formats.NOTICE}.\n{made.text}".encode())
    except (UnknownTarget, NotWritten, formats.ReportError) as error:
        raise Failure(str(error)) from error
    except (WrongCode, NotChecked) as error:
        raise Failure(f"no code was written, because running it did not confirm it: {error}") from error
    return f"{options.output}\n"
