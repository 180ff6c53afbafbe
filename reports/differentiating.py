"""A formula differentiated by the rules of the schoolbook, for the terminal and as a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from derive import __version__
from derive.elementary import Elementary, differentiate
from derive.ir import Expr, Var, variables
from derive.kernel import ReplayError
from derive.notation.declarations import symbol_of
from derive.notation.errors import Refusal
from derive.notation.latex import latex
from derive.notation.reading import read
from derive.notation.scope import Scope
from derive.notation.styling import SPOKEN
from derive.notation.typesetting import Style, typeset
from derive.proposing import DerivingError
from reports import evidence
from reports.chains import display
from reports.document import Block, Document, Formula, Heading, Paragraph, Words, words
from reports.emitters.plain import plain
from reports.failing import Failure
from reports.showing import chain_lines
from reports.spelling import text

STYLE = Style()
MOST = 4
"""How often a formula may be differentiated at most: the lines grow with each time."""


def found(formula: str, names: Sequence[str], scope: Scope, order: int) -> list[Elementary]:
    """The derivatives of a formula by each name, or by the only one in it. Raises `Failure` for what cannot be done."""
    if not 1 <= order <= MOST:
        raise Failure(f"--order is {order}, expected 1 to {MOST}")
    body = _body(formula, scope)
    try:
        return [differentiate(body, v, order) for v in _names(names, body)]
    except (DerivingError, ReplayError) as error:
        raise Failure(f"{formula} was not differentiated: {error}") from error


def _body(formula: str, scope: Scope) -> Expr:
    reading = read(formula, scope)
    if reading.error is not None:
        raise Failure(reading.error.render(formula))
    if reading.expr is None or reading.kind not in ("expression", "definition") or len(reading.sides) > 1:
        raise Failure(f"{formula} is no formula that can be differentiated: write one without a relation, such as x^2")
    if not reading.expr.shape.is_scalar:
        raise Failure(f"{formula} is an array of shape {reading.expr.shape}; a number can be differentiated here")
    return reading.expr


def _names(names: Sequence[str], body: Expr) -> list[Var]:
    known = {v.symbol: v for v in variables(body)}
    if not names:
        numbers = [v for v in known.values() if v.shape.is_scalar]
        if len(numbers) != 1:
            listed = ", ".join(str(v) for v in known.values()) or "none"
            raise Failure(f"say by which name: there is {listed}; as in derive diff 'x^2 y' x y")
        return numbers
    wanted = []
    for name in names:
        try:
            symbol = symbol_of(name)
        except Refusal as refusal:
            raise Failure(f"{name} is no name: {refusal.error.message}") from refusal
        v = known.get(symbol, Var(symbol))
        if not v.shape.is_scalar:
            raise Failure(f"{name} is an array of shape {v.shape}; a formula is differentiated by a number here")
        wanted.append(v)
    return wanted


def lines(every: Sequence[Elementary]) -> Iterator[str]:
    """The steps for the terminal."""
    for number, one in enumerate(every):
        if number:
            yield ""
        rows = [line for chain in (*one.lemmas, *one.chains) for line in chain_lines(chain)]
        yield from (line.removeprefix("  ") for line in rows[:-1])
        if not one.depends:
            yield f"{text(one.v)} does not occur, so the derivative is 0"
        if one.assumptions:
            yield f"assuming {_assumed(one)}"


def _assumed(one: Elementary) -> str:
    """What the steps assume, in words."""
    parts = evidence.assumed(one.assumptions, SPOKEN)
    return "".join(part.text if isinstance(part, Words) else plain(part.math) for part in parts)


def document(formula: str, every: Sequence[Elementary]) -> Document:
    """The steps as a document; every line of it has been replayed."""
    blocks: list[Block] = []
    lemmas = {chain.start: chain for one in every for chain in one.lemmas}
    for chain in lemmas.values():
        blocks += [Paragraph(words("A derivative that is used below:")), display(chain, STYLE)]
    for number, one in enumerate(every):
        by = Formula(typeset(one.v, STYLE))
        blocks.append(Heading(1, (Words("By "), by), f"by-{number}"))
        blocks += [display(chain, STYLE) for chain in one.chains]
        if not one.depends:
            blocks.append(Paragraph((by, Words(" does not occur, so the derivative is 0."))))
        blocks += evidence.assumptions_callout(one.assumptions, STYLE)
    count = sum(one.replayed.equalities for one in every)
    return Document(
        (Words("The derivative of "), Formula(typeset(every[0].body, STYLE))),
        tuple(blocks),
        provenance=f"Made by derive {__version__} from {formula}; {count} equalities replayed.",
        keywords=("derivative",),
    )


def as_data(every: Sequence[Elementary]) -> list[dict[str, Any]]:
    """The same for programs."""
    return [
        {
            "by": str(one.v),
            "result": latex(typeset(one.result, STYLE)),
            "lines": [[latex(typeset(line.after, STYLE)) for line in chain.lines] for chain in one.chains],
            "assuming": _assumed(one),
            "replayed": one.replayed.equalities,
        }
        for one in every
    ]
