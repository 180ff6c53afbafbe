"""Commas between digits: those of a list, of thousands, or of a decimal."""

from __future__ import annotations

from derive.ir import Span
from derive.notation.brackets import Token, Tokens
from derive.notation.errors import Refusal


def check_thousands(tokens: Tokens) -> None:
    """Refuse 1,000 outside a subscript, whose commas part indices: it is a number, or a list. Raises `Refusal`."""
    items, index = tokens.items, 0
    while index < len(items):
        if items[index].kind == "script" and items[index].text == "_":
            index = tokens.partner.get(index + 1, index + 1)
        elif items[index].kind == "number":
            run = _run(items, index)
            index += max(2 * len(run) - 2, 0)
            if _groups_digits(run):
                raise _two_readings(tokens, run, "".join(token.text for token in run), "thousands")
        index += 1


def check_decimal(tokens: Tokens, cut: int) -> None:
    """Refuse the only comma of a side with a digit close on either side, as in 0,5. Raises `Refusal`."""
    run = _run(tokens.items, cut - 1)
    if len(run) == 2:
        raise _two_readings(tokens, run, ".".join(token.text for token in run), "decimals")


def _run(items: list[Token], start: int) -> list[Token]:
    """The numbers from a place on that have nothing but a comma between them."""
    run: list[Token] = []
    for index in range(start, len(items), 2):
        if items[index].kind != "number" or (run and items[index].start != run[-1].end + 1):
            break
        run.append(items[index])
        if index + 1 == len(items) or items[index + 1].text != "," or items[index + 1].start != items[index].end:
            break
    return run


def _groups_digits(run: list[Token]) -> bool:
    """Whether numbers are what commas make of one number: one to three digits, then three each."""
    if len(run) < 2 or not run[0].text.isdigit() or run[0].text[0] == "0" or len(run[0].text) > 3:
        return False
    *inner, last = (token.text for token in run[1:])
    return all(len(text) == 3 and text.isdigit() for text in (*inner, last.partition(".")[0]))


def _two_readings(tokens: Tokens, run: list[Token], number: str, what: str) -> Refusal:
    place = Span(run[0].start, run[-1].end)
    readings = (number, "the list " + ", ".join(token.text for token in run))
    message = f"`{tokens.text[place.start : place.end]}` has a comma for {what} or between the parts of a list"
    hint = f"write {number}, or a space behind the comma"
    return Refusal("ambiguous", message, place, expected=readings, hint=hint)
