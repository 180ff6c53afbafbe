"""Models: from a Markdown document with equations, a loss and published gradients to systems that can be derived.

A document has a title, a paragraph, and the sections ``Model``, ``Loss``, ``Claims``, ``Numbers`` and ``Sources``;
a section called ``Model for n examples`` belongs to another statement of the same model, the variant ``n
examples``. Formulas stand between dollars; shapes are formulas such as ``w \\in \\mathbb{R}^{m}``, and ``<!--
derive: data x, y -->`` says what is data.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from derive import models
from derive.building import is_apply
from derive.conditions import ancestors
from derive.deriving import Order, derive_gradient, derive_gradients
from derive.families import BadOption, words_of
from derive.gradients import Gradient
from derive.ir import Expr, Symbol, Var, postorder, variables
from derive.notation.declarations import declared, parse_declarations
from derive.notation.reading import Reading, read
from derive.notation.scope import OPEN, Scope
from derive.steps import Derivation
from derive.systems import System

SECTIONS = ("model", "loss", "claims", "numbers", "sources")
"""The kinds of sections, by the first word of their heading."""

FORMULAS = ("model", "loss", "claims")
"""The kinds of sections that hold formulas."""


ROLES = ("data", "parameter")
"""The declarations that say what a name is in a model."""


class UnknownModel(Exception):
    """There is no model of that name. The message names the nearest ones."""


class MalformedModel(Exception):
    """A document does not make a model. The message says where (line) and what would be right."""


@dataclass(frozen=True)
class Formula:
    """A formula as it stands in a document: its LaTeX, and the line on which it begins, counted from 1."""

    latex: str
    line: int


@dataclass(frozen=True)
class Claim:
    """A published statement about the model: the formula, and its two sides as read."""

    formula: Formula
    sides: tuple[Expr, ...]


@dataclass(frozen=True)
class Variant:
    """One statement of a model: its equations as written and as read, what is published about it,
    and the values of a worked example, as YAML."""

    label: str
    equations: tuple[Formula, ...]
    scope: Scope
    system: System
    claims: tuple[Claim, ...]
    numbers: Formula | None = None

    @cached_property
    def derivation(self) -> Derivation:
        """The derivation of all gradients, outer factors first. It has not been replayed."""
        return derive_gradients(self.system)

    def gradient(self, name: str | Var, order: Order = "outer-inner") -> Gradient:
        """The derivation of ∂loss/∂name. Raises `UnknownModel` for a name that the model does not have."""
        v = self.variable(name)
        derivation = derive_gradient(self.system, v, order)
        return Gradient(derivation.chains, derivation.given, system=self.system, wrt=v)

    def variable(self, name: str | Var) -> Var:
        """The variable of that plain name."""
        if isinstance(name, Var):
            return name
        known = {v.name: v for v in (*self.system.parameters, *self.system.data, *self.system.equations)}
        if name not in known:
            near = difflib.get_close_matches(name, known, n=3, cutoff=0.4) or sorted(known)
            raise UnknownModel(f"the model has no {name!r}; did you mean {', '.join(near)}?")
        return known[name]


@dataclass(frozen=True)
class Model:
    """A model of the library or of a user: its document, and its variants by label, the plain one under ``""``."""

    name: str
    title: str
    summary: str
    variants: Mapping[str, Variant]
    sources: tuple[str, ...] = ()
    text: str = field(default="", repr=False)
    source: str = ""

    @property
    def main(self) -> Variant:
        """The variant without a label."""
        return self.variants[""]

    @property
    def system(self) -> System:
        """The equations of the main variant."""
        return self.main.system

    @property
    def parameters(self) -> tuple[str, ...]:
        """The plain names of the parameters."""
        return tuple(v.name for v in self.system.parameters)

    def gradient(self, name: str | Var, order: Order = "outer-inner") -> Gradient:
        """The derivation of the loss's gradient with respect to a name of the model, one example."""
        return self.main.gradient(name, order)


@dataclass
class _Draft:
    """What a document said so far about one variant."""

    shapes: list[Formula] = field(default_factory=list)
    equations: list[Formula] = field(default_factory=list)
    claims: list[Formula] = field(default_factory=list)
    declarations: list[Formula] = field(default_factory=list)
    numbers: Formula | None = None


@dataclass
class _Document:
    """What a document holds, before anything is read."""

    title: str = ""
    summary: str = ""
    sources: list[str] = field(default_factory=list)
    drafts: dict[str, _Draft] = field(default_factory=dict)

    def draft(self, label: str) -> _Draft:
        """The draft of a variant, made where it is first spoken of."""
        return self.drafts.setdefault(label, _Draft())


def library(name: str, **options: object) -> Model:
    """The model of that name in the library; raises `UnknownModel`.

    The model of a family has options, as keywords or in its name: ``network --layers 3,4,1`` is
    ``library("network", layers=(3, 4, 1))``. Raises `derive.families.BadOption` for options that make no model.
    """
    words = name.split()
    if words and words[0] in models.families():
        family = models.family(words[0])
        values = family.values([*words[1:], *words_of(options)])
        return _of_family(words[0], family.call(values))
    if options:
        raise BadOption(f"{name!r} is no family, so it has no option {next(iter(options))!r}")
    return _documented(name)


@cache
def _of_family(family: str, name: str) -> Model:
    made = models.family(family)
    return model_from(made.document(made.values(name.split()[1:])), name)


@cache
def _documented(name: str) -> Model:
    try:
        text = models.text(name)
    except KeyError:
        near = nearest(name, cutoff=0.3) or [*models.names(), *models.families()]
        raise UnknownModel(f"there is no model {name!r}; did you mean {' or '.join(near)}?") from None
    return model_from(text, name)


def nearest(name: str, cutoff: float = 0.6) -> list[str]:
    """The names of the library that are most like this one, at most three."""
    return difflib.get_close_matches(name, [*models.names(), *models.families()], n=3, cutoff=cutoff)


def model_from(text: str, name: str = "", source: str = "") -> Model:
    """The model that a document describes; raises `MalformedModel` with the line at fault.

    ``source`` is what the document is called in messages.
    """
    document = _sorted_out(text)
    if not any(draft.equations for draft in document.drafts.values()):
        raise MalformedModel("line 1: there is no section 'Model' with equations between $$ and $$")
    if "" not in document.drafts:
        raise MalformedModel("line 1: there is no plain section 'Model', only variants of it")
    variants = {label: _variant(label, draft) for label, draft in document.drafts.items()}
    source = source or (f"{name}.md" if name else "the model document")
    return Model(name, document.title, document.summary, variants, tuple(document.sources), text, source)


def _sorted_out(text: str) -> _Document:
    """The formulas, declarations and words of a document, by section."""
    document, kind, label, in_heading = _Document(), "model", "", 0
    document_tokens = MarkdownIt().use(dollarmath_plugin, allow_blank_lines=False).parse(text)
    for token in document_tokens:
        line = token.map[0] + 1 if token.map else 0
        if token.type == "heading_open":
            in_heading = int(token.tag[1])
        elif token.type == "heading_close":
            in_heading = 0
        elif token.type == "inline" and in_heading == 1:
            _entitle(document, token.content, line)
        elif token.type == "inline" and in_heading:
            kind, label = _section(token.content, line)
        elif token.type == "inline":
            _note(document, kind, token, line)
        elif token.type == "math_block":
            _file(document.draft(label), kind, Formula(" ".join(token.content.split()), line))
        elif token.type == "fence" and kind == "numbers":
            document.draft(label).numbers = Formula(token.content, line + 1)
        elif token.type == "html_block":
            document.draft(label).declarations.extend(_declarations(token.content, line))
    return document


def _entitle(document: _Document, title: str, line: int) -> None:
    if document.title:
        hint = "a section has two hashes, such as '## Model'"
        raise MalformedModel(f"line {line}: a second title, {title!r}; {hint}")
    document.title = title


def _note(document: _Document, kind: str, token: Token, line: int) -> None:
    """Keep a paragraph: a source, or the summary, which is the first one of all."""
    if kind == "sources":
        document.sources.append(token.content)
    elif kind in FORMULAS and _is_formula(token):
        raise MalformedModel(f"line {line}: a formula stands between $$ and $$, not between single dollars")
    elif not document.summary and not document.drafts:
        document.summary = " ".join(token.content.split())


def _is_formula(token: Token) -> bool:
    """Whether a paragraph is nothing but formulas between single dollars."""
    parts = [part for part in token.children or () if part.type != "softbreak" and part.content.strip(" ,.;")]
    return bool(parts) and all(part.type == "math_inline" for part in parts)


def _section(heading: str, line: int) -> tuple[str, str]:
    """The kind of a section and the variant it belongs to."""
    first, _, rest = heading.partition(" for ")
    kind = first.strip().lower()
    if kind not in SECTIONS:
        known = ", ".join(s.capitalize() for s in SECTIONS)
        raise MalformedModel(f"line {line}: no section is called {heading!r}; there are {known}, each with 'for …'")
    return kind, rest.strip()


def _file(draft: _Draft, kind: str, formula: Formula) -> None:
    (draft.claims if kind == "claims" else draft.equations).append(formula)


def _declarations(comment: str, line: int) -> Iterator[Formula]:
    body = comment.strip().removeprefix("<!--").removesuffix("-->").strip()
    if body.startswith("derive:"):
        yield Formula(body.removeprefix("derive:").strip(), line)


def _variant(label: str, draft: _Draft) -> Variant:
    scope, roles = OPEN, list[Symbol]()
    for line in draft.declarations:
        declarations, errors = parse_declarations(line.latex)
        if errors:
            raise MalformedModel(errors[0].render(line.latex, f"line {line.line}"))
        for declaration in declarations:
            scope = declared(scope, declaration)
            roles += declaration.names if declaration.key in ROLES else ()
    lines: dict[Symbol, int] = {}
    for formula in draft.equations:
        scope = _taken_in(_read(formula, scope, defining=True), formula, scope, lines)
    if scope.loss is None:
        last = max((formula.line for formula in draft.equations), default=1)
        raise MalformedModel(f"line {last}: there is no loss up to here: an equation for L or J, a number")
    # What the equations do not name, a claim cannot be about: from here on an unknown name is an error.
    for v in dict.fromkeys(v for equation in scope.given().values() for v in variables(equation)):
        scope = scope.with_shape(v.symbol, v.shape)
    scope = replace(scope, open=False)
    claims = tuple(Claim(f, _read(f, scope).sides) for f in draft.claims)
    system = system_of(scope, claims, roles)
    if not system.parameters:
        raise MalformedModel(f"line {lines[system.loss.symbol]}: the loss {system.loss} depends on no parameter")
    defining = set(lines.values())
    equations = tuple(formula for formula in draft.equations if formula.line in defining)
    return Variant(label, equations, scope, system, claims, draft.numbers)


def _taken_in(reading: Reading, formula: Formula, scope: Scope, lines: dict[Symbol, int]) -> Scope:
    """The scope behind a formula of the model. What is not an equation of a new name is refused, never passed over.

    ``lines`` collects on which line each name got its equation.
    """
    where = f"line {formula.line}"
    for statement in reading.statements or (reading,):
        if statement.kind not in ("definition", "declaration"):
            wanted = "expected an equation with a new name on its left, or a shape"
            raise MalformedModel(f"{where}: {formula.latex!r} gives no name an equation; {wanted}")
        for symbol in statement.defines:
            _refuse_order(symbol, statement, scope, where, lines)
            lines[symbol] = formula.line
        before, scope = scope.loss, statement.after(scope)
        if before is not None and scope.loss != before and not _leads_to(before, scope):
            raise MalformedModel(f"{where}: {scope.loss} is a second loss, beside {before} on line {lines[before]}")
    return scope


def _refuse_order(symbol: Symbol, statement: Reading, scope: Scope, where: str, lines: Mapping[Symbol, int]) -> None:
    """Refuse a name that has an equation already, that stands in its own, or that an earlier one uses."""
    if symbol in lines:
        raise MalformedModel(f"{where}: {symbol} has an equation already, on line {lines[symbol]}")
    if statement.expr is not None and _uses(statement.expr, symbol):
        raise MalformedModel(f"{where}: the equation for {symbol} goes in a circle: it uses {symbol} itself")
    for other, equation in scope.definitions.items():
        if _uses(equation, symbol):
            message = f"{symbol} is used on line {lines[other]}, before it has its equation; put this line before that"
            raise MalformedModel(f"{where}: {message}")


def _uses(expr: Expr, symbol: Symbol) -> bool:
    return any(v.symbol == symbol for v in variables(expr))


def _leads_to(symbol: Symbol, scope: Scope) -> bool:
    """Whether the scope's loss is computed from the name."""
    assert scope.loss is not None
    return scope.variables[symbol] in ancestors(scope.variables[scope.loss], scope.given())


def _read(formula: Formula, scope: Scope, *, defining: bool = False) -> Reading:
    reading = read(formula.latex, scope, defining=defining)
    if reading.error is not None:
        raise MalformedModel(reading.error.render(formula.latex, f"line {formula.line}"))
    return reading


def system_of(scope: Scope, claims: tuple[Claim, ...] = (), roles: Sequence[Symbol] = ()) -> System:
    """The system of a scope with a loss; parameters are what the loss depends on, has no equation, and is not data.

    ``roles`` says in which order names were declared to be data or parameters: the order in which they are shown.
    """
    assert scope.loss is not None
    equations, loss = scope.given(), scope.variables[scope.loss]
    inputs = [v for v in _inputs(loss, equations) if v not in equations]
    declared = [v for v in inputs if v.symbol in scope.parameters]
    parameters = declared or [v for v in inputs if v.symbol not in scope.data]
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
