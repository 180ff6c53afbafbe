"""What the reader understood, printed in the style of its scope, is read as the same expression."""

from collections.abc import Iterator, Mapping, Sequence

import pytest
from scoreboard import Unjudged, _statements, scope_of
from textbook_entries import COURSES, DECKS, HOMEWORK, PAPERS, TEXTBOOKS, Entry, load_entries

from derive.ir import Expr, Symbol, Var, variables
from derive.notation import naming
from derive.notation.latex import latex
from derive.notation.reading import Reading, read
from derive.notation.scope import Scope
from derive.notation.typesetting import PLAIN, Style, style_of, typeset, typeset_sides

ENTRIES = {
    entry.id: entry for folder in (TEXTBOOKS, DECKS, COURSES, HOMEWORK, PAPERS) for entry in load_entries(folder)
}

ONLY_IN_THEIR_STATEMENT: Mapping[str, str] = {
    "c1-attention-scaled-dot-product": "the k of d_k is no index because the left side has none",
    "c1-convolution-channels-and-filters": "the left side says in which order the indices are axes",
    "c1-jacobian-inverse-by-entries": "the left side says in which order the indices are axes",
    "c1-jacobian-product-of-matrices": "the left side says in which order the indices are axes",
    "c1-norm-derivative-of-the-mean": "the left side says that the number holds for every entry",
    "c1-optimisers-minimiser-has-no-gradient": "a 0 is the array of zeros beside an array",
    "c1-optimisers-nesterov": "t is no index because of the t + 1 on the left side",
    "c1-recurrent-lstm-cell": "t is no index because of the t - 1",
    "c1-recurrent-lstm-gate-in-rows": "t is no index because of the t - 1",
    "c1-softmax-focal": "the t is a part of the name on the left side as well",
    "delta-weight-components": "the left side says which index is that of the rows",
    "sgd-on-one-example": "the i of the one example is an index where no other side stands without it",
    "time-adam-step": "t is no index because of the t + 1 on the left side",
    "time-momentum": "t is no index because of the t + 1 on the left side",
}
"""The entries with a side that alone means something else, and why; together with the other side it reads back."""


def read_statements(entry: Entry) -> Iterator[tuple[Reading, Scope]]:
    """The statements of an entry, each with the scope in which it stands, where the entry is read at all."""
    try:
        scope = scope_of(entry)
    except Unjudged:
        return
    reading = read(entry.latex, scope)
    if reading.error is not None:
        return
    for statement in _statements(reading):
        yield statement, _naming_all(statement.within(scope), statement.sides)
        scope = statement.after(scope)


def _naming_all(scope: Scope, sides: Sequence[Expr]) -> Scope:
    """The scope with the names that the statement itself brings in, as one says what k is behind its formula."""
    for var in variables(*sides):
        if var.symbol not in scope.variables and not scope.open and not naming.count_slots(var.symbol):
            scope = scope.with_shape(var.symbol, var.shape)
    return scope


def lost(side: Expr, scope: Scope, style: Style) -> str:
    """How a side reads that is printed alone, where that is not the side; empty where it is."""
    printed = latex(typeset(side, style))
    again = read(printed, scope)
    return "" if (again.error, again.sides) == (None, (side,)) else f"{printed} is read as {again.sides}: {again.error}"


def reads_in_its_statement(statement: Reading, scope: Scope, style: Style) -> bool:
    """Whether the statement reads back, printed with all of its sides and with what it defines in front."""
    signs = {"->": r"\to", "<-": r"\leftarrow"}
    defined = [Var(symbol, statement.sides[0].shape) for symbol in statement.defines]
    relations = ["=" for _ in defined] + [signs.get(sign, sign) for sign in statement.relations]
    first, *others = map(latex, typeset_sides([*defined, *statement.sides], style))
    joined = zip(relations, others, strict=True)
    again = read(" ".join([first, *(f"{sign} {side}" for sign, side in joined)]), scope)
    return again.error is None and again.sides == statement.sides


@pytest.mark.parametrize("name", ENTRIES)
def test_what_is_printed_reads_back(name: str) -> None:
    alone = []
    for statement, scope in read_statements(ENTRIES[name]):
        style = style_of(scope)
        found = [told for side in statement.sides if (told := lost(side, scope, style))]
        alone += found
        assert not found or reads_in_its_statement(statement, scope, style), found
    if name in ONLY_IN_THEIR_STATEMENT:
        assert alone != [], f"{name} reads back by itself now"
    else:
        assert alone == []


def test_what_only_reads_in_its_statement_is_in_the_corpus() -> None:
    assert set(ONLY_IN_THEIR_STATEMENT) <= set(ENTRIES)


def test_nearly_everything_takes_part() -> None:
    """An entry that is not read has nothing to print: these are the refusals that the corpora ask for, and few more."""
    sides = sum(len(statement.sides) for entry in ENTRIES.values() for statement, _ in read_statements(entry))
    assert sides > 1_800


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("layout-transposed-jacobian", "the gradient would be a row"),
        ("function-log-declared-ten", "the logarithm would be one to the base 10"),
        ("letter-ell-and-l", "the sum would run to a size that has no name"),
    ],
)
def test_another_style_does_not_read_back(name: str, why: str) -> None:
    for statement, scope in read_statements(ENTRIES[name]):
        assert any(lost(side, scope, PLAIN) for side in statement.sides), why


def test_a_wrong_formula_is_noticed() -> None:
    scope = Scope().with_shape(Symbol("x"), read("1", Scope()).sides[0].shape)
    (side,) = read("x + 1", scope).sides
    (other,) = read("x", scope).sides
    assert lost(side, scope, PLAIN) == ""
    assert lost(other, Scope(), PLAIN)
