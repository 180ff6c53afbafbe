"""A model from its draft: the formulas read one behind the other, the loss, what is learnt and what is given.

What is not an equation of a new name is refused, never passed over; in a text that is written freely, a formula may
also be published about the model, or be mentioned in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from derive.building import is_apply
from derive.conditions import ancestors
from derive.drafts import Draft, Formula, MalformedModel
from derive.ir import Expr, Span, Symbol, Var, names_in, postorder, variables
from derive.notation.counting import SLOT
from derive.notation.declarations import declared, parse_declarations
from derive.notation.errors import ReadError
from derive.notation.greek import GREEK
from derive.notation.reading import Reading, read
from derive.notation.scope import LOSS_LETTERS, OPEN, Scope
from derive.ordering import in_order, names_of
from derive.systems import System
from derive.variants import Claim, Note, Variant

LOSS_WORDS = frozenset({"MSE", "SSE", "RSS", "BCE", "NLL", "CE", "Error", "error", "objective", "Objective"})
"""Words that a loss goes by where nothing goes by one of the letters."""

ROLES = ("data", "parameter")
"""The declarations that say what a name is in a model."""

DATA_LETTERS = frozenset("xXyYt")
"""The letters that usually go for data."""

_SAYS_A_SHAPE = re.compile(r"\\in(?![A-Za-z])|∈|\\(?:re|provide)?newcommand|\\def|\\DeclareMathOperator")
_PUBLISHES = re.compile(
    r"\s*(?:\\[dt]?frac\s*\{?\s*(?:\\partial|\\mathrm\s*\{?d|d)|\\nabla|∂|∇|d[A-Za-z\\]|\\delta)|.*(?:\\leftarrow|\\gets|←)"
)
"""How a statement about derivatives begins, or a step of gradient descent."""


@dataclass
class _Taken:
    """What was taken in so far: the scope, on which line each name got its equation, and what is to be judged."""

    scope: Scope
    lines: dict[Symbol, int] = field(default_factory=dict)
    equations: list[Formula] = field(default_factory=list)
    claims: list[Formula] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def assembled(label: str, draft: Draft) -> Variant:
    """The variant that a draft describes; raises `MalformedModel` with the line at fault."""
    declared_scope, roles = _with_declarations(draft)
    start = _with_shapes(draft, _without_roles(declared_scope) if draft.free else declared_scope)
    taken = _in_some_order(draft, start)
    taken.scope = taken.scope.with_roles(data=declared_scope.data, parameters=declared_scope.parameters)
    scope = taken.scope.with_loss(_loss(taken))
    # What the equations do not name, a claim cannot be about: from here on an unknown name is an error.
    used = dict.fromkeys(v for equation in scope.given().values() for v in variables(equation))
    for v in (*used, *(Var(symbol) for symbol in sorted(scope.parameters) if symbol not in scope.variables)):
        scope = scope.with_shape(v.symbol, v.shape)
    scope = replace(scope, open=False)
    claims = tuple(Claim(f, _read(f, scope).sides) for f in (*draft.claims, *taken.claims))
    _refuse_unknown(system_of(scope), taken)
    system = _with_idle_parameters(system_of(scope, claims, roles), scope)
    if not set(system.parameters) & ancestors(system.loss, system.equations):
        raise MalformedModel(f"line {taken.lines[system.loss.symbol]}: the loss {system.loss} depends on no parameter")
    notes = (*taken.notes, *_notes(system, scope))
    return Variant(label, tuple(taken.equations), scope, system, claims, draft.numbers, notes)


# --- names


def _with_declarations(draft: Draft) -> tuple[Scope, list[Symbol]]:
    """The scope behind the declarations in comments, and the names of which they say what they are, in order."""
    scope, roles = OPEN, list[Symbol]()
    for line in draft.declarations:
        declarations, errors = parse_declarations(line.latex)
        if errors:
            raise MalformedModel(_told(errors[0], line))
        for declaration in declarations:
            scope = declared(scope, declaration)
            roles += declaration.names if declaration.key in ROLES else ()
    return scope, roles


def _without_roles(scope: Scope) -> Scope:
    """The scope in which a letter that is data or a parameter, and no more is said of it, may turn out to be an array.

    Where everything is declared, what is data and has no shape is a number; in a free text uses tell.
    """

    def words(names: frozenset[Symbol]) -> frozenset[Symbol]:
        return frozenset(name for name in names if len(name.letter) > 1 and name.letter not in GREEK)

    return replace(scope, data=words(scope.data), parameters=words(scope.parameters))


def _told(error: ReadError, formula: Formula) -> str:
    told = error.render(formula.latex, f"line {formula.line_at(error.span.start)}")
    says_how = error.hint.startswith(("say what it is", "declare"))
    return f"{told}\n  it is said in a comment: <!-- derive: … -->, or % derive: … in LaTeX" if says_how else told


def _with_shapes(draft: Draft, scope: Scope) -> Scope:
    """The scope in which all shapes are known that a formula says anywhere, and all macros."""
    said: dict[Symbol, int] = {}
    for formula in draft.equations:
        if not _SAYS_A_SHAPE.search(formula.latex):
            continue
        reading = read(formula.latex, scope, defining=True)
        if reading.macros:
            scope = scope.with_macros({macro.name: macro for macro in reading.macros})
        for statement in reading.statements or (reading,):
            for symbol, shape in statement.declares if statement.error is None else ():
                before = scope.variables.get(symbol)
                if symbol in said and before is not None and before.shape != shape:
                    told = f"{symbol} is {before.shape} on line {said[symbol]}, and {shape} here"
                    raise MalformedModel(f"line {formula.line}: {told}; say it once")
                said.setdefault(symbol, formula.line)
                scope = scope.with_shape(symbol, shape)
    return scope


# --- equations


def _in_some_order(draft: Draft, scope: Scope) -> _Taken:
    """All formulas taken in as they stand, or else in the order in which they are computed."""
    formulas = _of_the_model(draft, scope)
    try:
        return _taken(formulas, draft.free, scope)
    except MalformedModel as problem:
        ordered = in_order(formulas, scope) if isinstance(problem, _OutOfOrder) else _ordered(formulas, scope)
        if ordered == formulas:
            raise
    return _taken(ordered, draft.free, scope)


def _ordered(formulas: list[Formula], scope: Scope) -> list[Formula]:
    try:
        return in_order(formulas, scope)
    except MalformedModel:
        return formulas


class _OutOfOrder(MalformedModel):
    """A name is used before it has its equation."""


def _of_the_model(draft: Draft, scope: Scope) -> list[Formula]:
    """The formulas, of those in sentences only what defines a name that the others need, and none defines besides."""
    if not any(formula.inline for formula in draft.equations):
        return draft.equations
    names = [names_of(formula, scope) for formula in draft.equations]
    kept = [not formula.inline for formula in draft.equations]
    if not any(kept):
        return [formula for formula, (defined, _) in zip(draft.equations, names, strict=True) if defined]
    grown = True
    while grown:
        taken = [pair for pair, is_kept in zip(names, kept, strict=True) if is_kept]
        defined = {symbol for found, _ in taken for symbol in found}
        missing = {symbol for _, found in taken for symbol in found} - defined
        number = next((n for n, (own, _) in enumerate(names) if not kept[n] and own and own <= missing), None)
        grown = number is not None
        if number is not None:
            kept[number] = True
    return [formula for formula, is_kept in zip(draft.equations, kept, strict=True) if is_kept]


def _taken(formulas: Sequence[Formula], free: bool, scope: Scope) -> _Taken:
    taken = _Taken(scope)
    for formula in formulas:
        if free and _PUBLISHES.match(formula.latex) and _is_published(formula, taken.scope):
            taken.claims.append(formula)
        else:
            _take_in(formula, free, taken)
    return taken


def _is_published(formula: Formula, scope: Scope) -> bool:
    """Whether a formula says something of derivatives, and gives no name an equation; dw is ∂L/∂w behind the loss."""
    reading = read(formula.latex, scope)
    if scope.loss is not None and reading.kind == "definition":
        (symbol,) = reading.defines
        return symbol.letter[:1] == "d" and replace(symbol, letter=symbol.letter[1:]) in (
            *scope.occurring,
            *scope.variables,
        )
    return all(statement.kind in ("claim", "update") for statement in reading.statements or (reading,))


def _take_in(formula: Formula, free: bool, taken: _Taken) -> None:
    """Take in a formula of the model."""
    reading = _read(formula, taken.scope, defining=True)
    where = f"line {formula.line}"
    for statement in reading.statements or (reading,):
        if free and statement.kind in ("prose", "notation"):
            taken.notes.append(_no_equation(formula))
            continue
        if statement.kind not in ("definition", "declaration"):
            if statement.kind == "claim":
                _refuse_circle(statement, where)
            wanted = "expected an equation with a new name on its left, or a shape"
            raise MalformedModel(f"{where}: {formula.latex!r} gives no name an equation; {wanted}")
        for symbol in statement.defines:
            _refuse_order(symbol, taken, where)
            taken.lines[symbol] = formula.line
        taken.scope = statement.after(taken.scope)
        if statement.defines and formula not in taken.equations[-1:]:
            taken.equations.append(formula)


def _refuse_circle(statement: Reading, where: str) -> None:
    """Refuse an equation for a name that stands on its right side too."""
    left, *others = statement.sides or (None,)
    if isinstance(left, Var) and any(left in names_in(other) for other in others):
        raise MalformedModel(f"{where}: the equation for {left} goes in a circle: it uses {left} itself")


def _refuse_order(symbol: Symbol, taken: _Taken, where: str) -> None:
    """Refuse a name that has an equation already, or that an earlier one uses."""
    if symbol in taken.lines:
        raise MalformedModel(f"{where}: {symbol} has an equation already, on line {taken.lines[symbol]}")
    for other, equation in taken.scope.definitions.items():
        if _uses(equation, symbol):
            message = f"{symbol} is used on line {taken.lines[other]}, before it has its equation"
            raise _OutOfOrder(f"{where}: {message}; put this line before that")


def _uses(expr: Expr, symbol: Symbol) -> bool:
    return any(v.symbol == symbol for v in names_in(expr))


def _read(formula: Formula, scope: Scope, *, defining: bool = False) -> Reading:
    reading = read(formula.latex, scope, defining=defining)
    if reading.error is not None:
        raise MalformedModel(_told(reading.error, formula))
    return reading


# --- the loss


def _loss(taken: _Taken) -> Symbol:
    """The one number that all others of its kind lead to, among the names that a loss goes by."""
    scope = taken.scope
    named = [s for s in taken.lines if s.letter in LOSS_LETTERS] or [s for s in taken.lines if s.letter in LOSS_WORDS]
    losses = [symbol for symbol in named if scope.variables[symbol].shape.is_scalar]
    if not losses:
        raise MalformedModel(_without_loss(named, taken))
    given = scope.given()
    below = {symbol: {v.symbol for v in ancestors(scope.variables[symbol], given)} for symbol in losses}
    ends = [one for one in losses if not any(one in below[other] for other in losses if other != one)]
    if len(ends) > 1:
        first, second = ends[:2]
        told = f"{second} is a second loss, beside {first} on line {taken.lines[first]}"
        raise MalformedModel(f"line {taken.lines[second]}: {told}; a model has one, such as their sum")
    return ends[0]


def _without_loss(named: Sequence[Symbol], taken: _Taken) -> str:
    """What is told where no number goes by a name of a loss."""
    line = max(taken.lines.values(), default=1)
    told = f"line {line}: there is no loss up to here: an equation for L or J, a number"
    if not named:
        return told
    symbol = named[-1]
    shape = taken.scope.variables[symbol].shape
    hint = "add its entries up, or take their mean"
    return f"{told}; {symbol}, on line {taken.lines[symbol]}, has the shape {shape}: {hint}"


# --- what is learnt, and what is given


def system_of(scope: Scope, claims: tuple[Claim, ...] = (), roles: Sequence[Symbol] = ()) -> System:
    """The system of a scope with a loss; parameters are what the loss depends on, has no equation, and is not data.

    ``roles`` says in which order names were declared to be data or parameters: the order in which they are shown.
    """
    assert scope.loss is not None
    equations, loss = scope.given(), scope.variables[scope.loss]
    inputs = [v for v in _inputs(loss, equations) if v not in equations]
    declared = [v for v in inputs if _is_among(v, scope.parameters)]
    parameters = declared or [v for v in inputs if not _is_among(v, scope.data)]
    data = [v for v in inputs if v not in parameters]
    order = {symbol: i for i, symbol in enumerate(dict.fromkeys((*roles, *scope.variables)))}
    stated = {
        goal: c.sides[-1]
        for c in claims
        if len(c.sides) > 1 and is_apply(goal := _meant(c.sides[0], equations), "total")
    }
    staged = {goal: form for goal, form in stated.items() if any(map(_is_derivative, postorder(form)))}
    return System(
        equations,
        loss,
        tuple(sorted(parameters, key=lambda v: order.get(v.symbol, 0))),
        tuple(sorted(data, key=lambda v: order.get(v.symbol, 0))),
        {goal: form for goal, form in stated.items() if goal not in staged},
        scope.facts_of_variables(),
        staged,
    )


def _inputs(loss: Var, equations: Mapping[Var, Expr]) -> list[Var]:
    below = ancestors(loss, equations)
    found = dict.fromkeys(v for e in equations.values() for v in variables(e))
    return [v for v in found if v in below]


def _meant(side: Expr, equations: Mapping[Var, Expr]) -> Expr:
    """The derivative that a side is, where it is a name for one: ∂L/∂z for δ = ∂L/∂z."""
    return equations.get(side, side) if isinstance(side, Var) else side


def _is_derivative(expr: Expr) -> bool:
    return is_apply(expr, "total")


def _is_among(v: Var, names: frozenset[Symbol]) -> bool:
    """Whether a name was said to be one of those: the members xᵢ of a family are, where x is."""
    symbol = v.symbol
    bare = replace(symbol, sub=symbol.sub.replace(SLOT, ""), example=symbol.example.replace(SLOT, ""))
    return symbol in names or bare in names


def _refuse_unknown(system: System, taken: _Taken) -> None:
    """Refuse a name of which a document says nothing, where it says of others what is given and what is learnt."""
    scope = taken.scope
    if not (scope.data and scope.parameters):
        return
    for v in (*system.parameters, *system.data):
        if _is_among(v, scope.data | scope.parameters):
            continue
        user = next(symbol for symbol, equation in scope.definitions.items() if v in names_in(equation))
        line = taken.lines[user]
        formula = next(one for one in taken.equations if one.line == line)
        message = f"{v.name} has no equation, and is declared neither as data nor as a parameter"
        near = get_close_matches(v.name, [s.plain for s in (*scope.data, *scope.parameters, *scope.definitions)], n=1)
        hint = f"did you mean {near[0]}?" if near else f"give it an equation, or declare it: parameter {v.name}"
        start = max(formula.latex.find(v.symbol.letter, formula.latex.find("=")), 0)
        span = Span(start, start + len(v.symbol.letter))
        raise MalformedModel(_told(ReadError("unbound", message, span, hint=hint), formula))


def _with_idle_parameters(system: System, scope: Scope) -> System:
    """The system with the declared parameters that the loss does not depend on: their gradients are zero."""
    known = {*system.parameters, *system.data, *system.equations}
    idle = (v for symbol, v in scope.variables.items() if symbol in scope.parameters and v not in known)
    return replace(system, parameters=(*system.parameters, *idle))


def _no_equation(formula: Formula) -> Note:
    line, shown = str(formula.line), repr(" ".join(formula.latex.split()))
    return Note("no equation", f"line {line}: {shown} gives no name an equation", {"line": line, "formula": shown})


def _notes(system: System, scope: Scope) -> Iterator[Note]:
    """What was decided where nothing said it, and how to say it."""
    if not scope.data and not scope.parameters:
        names = [v.name.removesuffix(f"_{SLOT}") for v in system.parameters if v.symbol.letter in DATA_LETTERS]
        if names:
            told = f"{_listed(names)} counted among the parameters, because nothing says what is data"
            declaration = f"<!-- derive: data {', '.join(names)} -->"
            parts = {"names": ", ".join(names), "declaration": declaration}
            yield Note("parameter" if len(names) == 1 else "parameters", f"{told}: {declaration}", parts)
    inputs = (*system.parameters, *system.data)
    if all(v.shape.is_scalar for v in inputs):
        capitals = [v.name for v in inputs if len(v.symbol.letter) == 1 and v.symbol.letter.isupper()]
        if capitals:
            shape = f"${capitals[0]} \\in \\mathbb{{R}}^{{h \\times d}}$"
            told = f"{_listed(capitals)} read as numbers, because nothing says otherwise: a matrix is {shape}"
            parts = {"names": ", ".join(capitals), "shape": shape}
            yield Note("number" if len(capitals) == 1 else "numbers", told, parts)
    idle = [v.name for v in system.parameters if v not in ancestors(system.loss, system.equations)]
    if idle:
        told = f"{system.loss} does not depend on {', '.join(idle)}: the gradient is zero"
        yield Note("idle", told, {"loss": str(system.loss), "names": ", ".join(idle)})


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names)} {'is' if len(names) == 1 else 'are'}"
