"""Loops over examples: dw += x⁽ⁱ⁾ dz⁽ⁱ⁾ line by line, folded into sums and judged against the gradient of the model.

What a line adds in every round comes to a sum over all of them; what is done to it behind the loop, such as dw /= n,
comes on top. The sum is compared with the derivative that the name stands for, or with the loss. Where it is wrong, the
line that makes it so is named: the division, where the sum itself is right, or else the line that adds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from derive import building, resizing
from derive.building import is_apply
from derive.findings import Finding, with_mistake
from derive.ir import Expr, Span, Var
from derive.judging.equalities import linked
from derive.judging.grounds import Grounds
from derive.notation.errors import Refusal
from derive.notation.grammar import parse
from derive.notation.reading import read
from derive.notation.surface import Fractional, Group, Number, Product, Statement, Surface, indices, unmarked
from derive.notation.tokens import tokenize
from derive.notation.updating import rule_of
from derive.verdicts import Mistake

NOT_RESET = "nothing here sets it to 0 before the loop"
NOT_DIVIDED = "behind the loop it must be divided by {}"
DIVIDED = "the sum is right before this line: it must not be divided by {}"
RESET = "it begins at 0: nothing was judged"
BEHIND_WRONG = "it rests on a line that is wrong: nothing was judged"
OTHER_ENTRY = "an entry of another number is added: both must have the same index"

_DIVISION = re.compile(r"^\s*(?P<target>[^=]+?)\s*/\s*=\s*(?P<by>[^=]+?)\s*$")
_ENTRY = re.compile(r"_\{?(\d+)\}?")
_FREE = "j"
"""The letter for the number of an entry."""


@dataclass(frozen=True)
class Line:
    """One statement of an algorithm, and the text that its places are counted in."""

    statement: Statement
    text: str

    @property
    def own(self) -> str:
        """The text of the statement itself."""
        return self.cut(self.statement.span).strip()

    def cut(self, span: Span) -> str:
        """The part of the text at a place."""
        return self.text[span.start : span.end]


@dataclass
class _Account:
    """What has been added up under a name: the derivative or loss that it stands for, and the lines that did it.

    ``entries`` are the number of the entry on the left of a line and another one of what it adds.
    """

    due: Expr
    value: Expr
    reset: int | None = None
    added: list[int] = field(default_factory=list)
    divided: list[tuple[int, Expr, Expr]] = field(default_factory=list)
    broken: bool = False
    entries: tuple[int, int] | None = None


def lines_of(texts: Sequence[str], grounds: Grounds) -> list[Line]:
    """The statements of an algorithm, one behind the other; a line that is no formula, as its head, is left out."""
    found = []
    for text in texts:
        division = _DIVISION.match(text)
        spelled = f"{division['target']} = {division['target']} / {division['by']}" if division else text
        try:
            statements = parse(tokenize(spelled, grounds.scope.words, grounds.scope.macros))
        except Refusal:
            continue
        found += [Line(statement, spelled) for statement in statements]
    return found


def judged_loop(lines: Sequence[Line], grounds: Grounds) -> dict[int, Finding]:
    """What becomes of the lines that add up, by their number: of all others nothing is said.

    Lines are the statements of one algorithm in their order. Nothing is found where no line adds for each example.
    """
    accounts: dict[str, _Account] = {}
    for number, line in enumerate(lines):
        _book(number, line, accounts, grounds)
    if not any(account.added for account in accounts.values()):
        return {}
    found: dict[int, Finding] = {}
    for account in accounts.values():
        if account.added and not account.broken:
            found.update(_settled(account, lines, grounds))
    return found


def _book(number: int, line: Line, accounts: dict[str, _Account], grounds: Grounds) -> None:
    """Enter one line into the account of the name on its left."""
    statement = line.statement
    if len(statement.sides) != 2 or not statement.relations or statement.relations[0] not in ("=", ":=", "<-", "->"):
        return
    name = line.cut(statement.sides[0].span).strip()
    due = _due(name, grounds)
    if due is None:
        return
    right = unmarked(statement.sides[1])
    if isinstance(right, Number) and right.value == 0:
        accounts[name] = _Account(due, building.broadcast(building.ZERO, due.shape), reset=number)
        return
    account = accounts.get(name) or _Account(due, building.broadcast(building.ZERO, due.shape))
    by = _divisor(right, name, line, grounds)
    terms = rule_of(statement).terms if line.text[right.span.start :].lstrip().startswith(name) else ()
    if by is not None and account.added:
        account.divided.append((number, by, account.value))
        account.value = building.div(account.value, by)
    elif terms and (account.added or _in_rounds(terms)):
        accounts[name] = account
        account.added.append(number)
        for sign, term in terms:
            _add(account, sign, line.cut(term.span), indices(term), _ENTRY.search(name), grounds)


def _in_rounds(terms: Sequence[tuple[int, Surface]]) -> bool:
    """Whether something that belongs to one example is added."""
    return any(_index(indices(term)) for _, term in terms)


def _index(letters: set[str]) -> str:
    return next((letter for letter in ("i", "k", "t", "s", "m") if letter in letters), "")


def _due(name: str, grounds: Grounds) -> Expr | None:
    """What a name on the left of a line must come to: a derivative of the loss, or the loss itself."""
    reading = read(_ENTRY.sub(f"_{_FREE}", name) if _ENTRY.search(name) else name, grounds.scope)
    found = reading.sides[0] if reading.error is None and len(reading.sides) == 1 else None
    if found is None:
        return None
    loss = grounds.bench.system.loss
    return found if found is loss or is_apply(found, "total") else None


def _divisor(right: Surface, name: str, line: Line, grounds: Grounds) -> Expr | None:
    """By what a name is divided on the right of its own line: dw / n, or the same as a fraction; None elsewhere."""
    top, bottom = None, None
    if isinstance(right, Product) and right.operations == ("/",):
        top, bottom = right.parts
    elif isinstance(right, Fractional):
        top, bottom = right.top, right.bottom
    elif isinstance(right, Product) and len(right.parts) == 2:
        first = unmarked(right.parts[0])
        one = unmarked(first.top) if isinstance(first, Fractional) else None
        if isinstance(first, Fractional) and isinstance(one, Number) and one.value == Fraction(1):
            top, bottom = right.parts[1], first.bottom
    if top is None or bottom is None or line.cut(_inner(top).span).strip() != name:
        return None
    reading = read(line.cut(_inner(bottom).span), grounds.scope)
    return reading.sides[0] if reading.error is None and len(reading.sides) == 1 else None


def _inner(node: Surface) -> Surface:
    node = unmarked(node)
    return node.items[0] if isinstance(node, Group) and len(node.items) == 1 else node


def _add(
    account: _Account, sign: int, term: str, letters: set[str], entry: re.Match[str] | None, grounds: Grounds
) -> None:
    """Add what a term comes to over all rounds; an account with a term that cannot be read is not judged."""
    index = _index(letters)
    spelled = re.sub(rf"_\{{?{entry[1]}\}}?(?!\d)", f"_{_FREE}", term) if entry is not None else term
    value = _summed(spelled, index, account.due, grounds)
    other = _ENTRY.search(spelled)
    if value is None and entry is not None and other is not None:
        account.entries = int(entry[1]), int(other[1])
        value = _summed(_ENTRY.sub(f"_{_FREE}", term), index, account.due, grounds)
    if value is None:
        account.broken = True
        return
    account.value = building.add(account.value, value if sign > 0 else building.neg(value))


def _summed(term: str, index: str, due: Expr, grounds: Grounds) -> Expr | None:
    """A term summed over its example, in the shape of what is due."""
    summed = rf"\sum_{{{index}}} \left( {term} \right)" if index else term
    reading = read(f"{summed} = {summed}", grounds.scope)
    fits = reading.error is None and len(reading.sides) == 2 and reading.sides[0].shape == due.shape
    return reading.sides[0] if fits else None


def _settled(account: _Account, lines: Sequence[Line], grounds: Grounds) -> Iterator[tuple[int, Finding]]:
    """The findings about the lines of one account."""
    numbers = [*account.added, *(number for number, _, _ in account.divided)]
    base = {number: Finding("update", "update", lines[number].own) for number in numbers}
    hint = NOT_RESET if account.reset is None else ""
    if account.reset is not None:
        yield account.reset, Finding("update", "update", lines[account.reset].own, message=RESET)
    due, value = account.due, account.value
    if account.entries is not None:
        mine, other = map(building.number, account.entries)
        due, value = building.call("take", due, mine), building.call("take", value, other)
    whole = linked(due, value, base[account.added[0]], grounds, due)
    if whole.outcome != "refuted":
        for number in numbers:
            yield number, replace(whole, latex=base[number].latex, hint=hint if number in account.added else "")
        return
    culprit, mistake = _culprit(account, whole, grounds)
    for number in numbers:
        if number == culprit:
            found = replace(whole, latex=base[number].latex)
            yield number, found if mistake is None else with_mistake(found, mistake)
        else:
            message = BEHIND_WRONG if number > culprit else ""
            yield number, replace(base[number], message=message, hint=hint)


def _culprit(account: _Account, whole: Finding, grounds: Grounds) -> tuple[int, Mistake | None]:
    """The line that makes a sum wrong, and what is wrong with it where the whole does not say."""

    if account.entries is not None:
        return account.added[0], Mistake("index", OTHER_ENTRY)

    def is_right(value: Expr) -> bool:
        return linked(account.due, value, whole, grounds, account.due).outcome == "proved"

    for number, by, before in account.divided:
        if is_right(before):
            return number, Mistake("sum-mean", DIVIDED.format(_said(by)))
    for name in resizing.size_names(account.due, account.value, *grounds.bench.system.equations.values()):
        if is_right(building.div(account.value, building.extent(name))):
            return account.added[-1], Mistake("sum-mean", NOT_DIVIDED.format(name))
    return account.added[0], None


def _said(by: Expr) -> str:
    return str(by.symbol) if isinstance(by, Var) else str(dict(getattr(by, "attrs", ())).get("size", by))
