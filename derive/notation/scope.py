"""What names are bound to where a formula stands: shapes, equations, functions, sizes and conventions.

A `Scope` is immutable; every ``with_…`` returns another one. Without a declaration nothing is known about a
name, unless the scope is ``open``: then a name that nothing is known about is a number of its own.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from derive import resizing
from derive.ir import Expr, Symbol, Var, variables
from derive.notation.counting import FREE_LETTERS, compound_letters
from derive.notation.families import Families, Family, families, with_families_of
from derive.notation.macros import Macro
from derive.shapes import Shape, Size

LogBase: TypeAlias = Literal["natural", "10"]
Examples: TypeAlias = Literal["columns", "rows"]
Layout: TypeAlias = Literal["denominator", "numerator"]

_SETTINGS = {
    "log": ("natural", "10"),
    "examples": ("columns", "rows"),
    "layout": ("denominator", "numerator"),
}

_TOKENS = re.compile(r"\d+|.")

LOSS_LETTERS = frozenset(
    {"L", "J", "C", "E", "Loss", "Cost", "loss", "cost", "ell", "RSS", "SSE", "MSE", "RMSE", "MAE", "NLL", "BCE", "CE"}
)
"""The letters that a loss goes by: ``dw`` is the gradient of the scalar that was last defined under one."""

FUNCTIONS: Mapping[Symbol, str] = MappingProxyType(
    {
        Symbol("sigma"): "sigmoid",
        Symbol("sigmoid"): "sigmoid",
        Symbol("logistic"): "sigmoid",
        Symbol("relu"): "relu",
        Symbol("ReLU"): "relu",
        Symbol("softplus"): "softplus",
        Symbol("LeakyReLU"): "leaky_relu",
        Symbol("swish"): "swish",
        Symbol("Swish"): "swish",
        Symbol("silu"): "swish",
        Symbol("SiLU"): "swish",
        Symbol("gelu"): "gelu",
        Symbol("GELU"): "gelu",
        Symbol("erf"): "erf",
        Symbol("Phi"): "normal_cdf",
        Symbol("softmax"): "softmax",
        Symbol("step"): "step",
        Symbol("sqrt"): "sqrt",
        Symbol("abs"): "abs",
        Symbol("log"): "log",
        Symbol("ln"): "ln",
        Symbol("exp"): "exp",
        Symbol("transpose"): "transpose",
    }
)
"""The functions of every scope. ``ln`` is always natural; ``log`` is as the scope's setting says."""

MAKESHIFT = "n_"
"""Before the index letter of a family: the name of its size until a sum says how far the index runs."""

CLASS = "it is the number of a class"
"""Why a letter is a number that is given and says which entry is meant, as the k of L = −log p_k."""

UNSPECIFIED = "opaque"
"""The operator of a function that is declared and not further specified, such as the activation g."""


@dataclass(frozen=True)
class Scope:
    """What each name is bound to, and under which conventions formulas are read.

    ``variables`` holds every name that is a quantity, ``definitions`` the right sides of those that have an
    equation, ``arguments`` the names that a definition lists on its left, as in L(a, y). ``loss`` is the
    name whose gradient ``dw`` means. ``extents`` says how far the index letter of a family runs, where that is known;
    ``facts`` what is declared of the values of names: ``one-hot``, ``symmetric``, ``positive``. ``inferred`` says of
    the names whose shapes nobody declared what told them, ``inferred_sizes`` are sizes of such shapes: they may turn
    out to be other sizes. ``stated`` holds the conventions that are said and not only assumed. ``told`` are the
    equations in an open scope as they are written, and ``arrays`` says that capital letters in it are matrices.
    """

    variables: Mapping[Symbol, Var] = field(default_factory=dict)
    definitions: Mapping[Symbol, Expr] = field(default_factory=dict)
    functions: Mapping[Symbol, str] = field(default_factory=lambda: FUNCTIONS)
    arguments: Mapping[Symbol, tuple[Symbol, ...]] = field(default_factory=dict)
    data: frozenset[Symbol] = frozenset()
    parameters: frozenset[Symbol] = frozenset()
    size_names: frozenset[str] = frozenset()
    loss: Symbol | None = None
    macros: Mapping[str, Macro] = field(default_factory=dict)
    open: bool = False
    extents: Mapping[str, Size] = field(default_factory=dict)
    facts: Mapping[Symbol, frozenset[str]] = field(default_factory=dict)
    inferred: Mapping[Symbol, str] = field(default_factory=dict)
    inferred_sizes: frozenset[str] = frozenset()
    log: LogBase = "natural"
    examples: Examples = "columns"
    layout: Layout = "denominator"
    stated: frozenset[str] = frozenset()
    told: tuple[str, ...] = ()
    arrays: bool = False

    def with_shape(self, name: Symbol | str, shape: Shape) -> Scope:
        """The scope in which the name is a quantity of that shape."""
        symbol = Symbol(name) if isinstance(name, str) else name
        return self._grown(symbol, shape, {})

    def with_inferred(self, name: Symbol, shape: Shape, why: str) -> Scope:
        """The scope in which the use of a name told its shape; new sizes of it may turn out to be others."""
        new = {str(size) for size in shape.sizes} - {str(s) for var in self.variables.values() for s in var.shape.sizes}
        known = self.with_shape(name, shape).with_roles(data=[name] if why == CLASS else ())
        sizes = self.inferred_sizes | {size for size in new if size.isidentifier()}
        return replace(known, inferred={**self.inferred, name: why}, inferred_sizes=sizes)

    def with_definition(
        self, name: Symbol | str, expr: Expr, arguments: Iterable[Symbol] = (), *, loss: bool | None = None
    ) -> Scope:
        """The scope in which the name has that equation, and the shape of its right side.

        ``loss`` says whether it is the loss; by default a scalar under one of `LOSS_LETTERS` is.
        """
        symbol = Symbol(name) if isinstance(name, str) else name
        is_loss = expr.shape.is_scalar and symbol.letter in LOSS_LETTERS if loss is None else loss
        listed = tuple(arguments)
        changes = {
            "definitions": {**self.definitions, symbol: expr},
            "arguments": {**self.arguments, symbol: listed} if listed else self.arguments,
            "loss": symbol if is_loss else self.loss,
        }
        return self._grown(symbol, expr.shape, changes)

    def _grown(self, symbol: Symbol, shape: Shape, changes: Mapping[str, Any]) -> Scope:
        """The scope with other fields in which the name is a quantity of that shape.

        The tables of names are carried over, so that so many definitions do not take the square of their number.
        """
        variables = {**self.variables, symbol: Var(symbol, shape)}
        grown = replace(self, variables=variables, **changes)
        if not self.declares(symbol):
            tables = vars(self)
            for name, extended in _TABLES.items():
                if name in tables:
                    vars(grown)[name] = extended(tables[name], symbol, grown)
        return grown

    def with_loss(self, name: Symbol | str | None) -> Scope:
        """The scope in which ``dw`` means the derivative of that name."""
        return replace(self, loss=Symbol(name) if isinstance(name, str) else name)

    def with_function(self, name: Symbol | str, operator: str) -> Scope:
        """The scope in which the name is the function that the operator of that name computes."""
        symbol = Symbol(name) if isinstance(name, str) else name
        return replace(self, functions={**self.functions, symbol: operator})

    def with_macros(self, macros: Mapping[str, Macro]) -> Scope:
        """The scope in which those macros are known, by the names of their commands without the backslash."""
        return replace(self, macros={**self.macros, **macros})

    def with_roles(self, *, data: Iterable[Symbol] = (), parameters: Iterable[Symbol] = ()) -> Scope:
        """The scope in which those names are data, and those parameters."""
        return replace(self, data=self.data.union(data), parameters=self.parameters.union(parameters))

    def with_fact(self, fact: str, names: Iterable[Symbol]) -> Scope:
        """The scope in which the values of those names are one-hot, symmetric or positive."""
        changed = {name: self.facts.get(name, frozenset()) | {fact} for name in names}
        return replace(self, facts={**self.facts, **changed})

    def facts_of_variables(self) -> dict[Var, frozenset[str]]:
        """What is declared of the values of the variables, in whatever font; a name without a shape is a number."""
        found = ((self.in_any_font.get(replace(name, font=""), name), facts) for name, facts in self.facts.items())
        return {self.variables.get(name, Var(name)): facts for name, facts in found}

    def with_setting(self, key: str, value: str) -> Scope:
        """The scope under another convention: ``log``, ``examples`` or ``layout``. Raises `ValueError`."""
        if value not in _SETTINGS.get(key, ()):
            raise ValueError(f"{key} cannot be {value!r}")
        changes: dict[str, Any] = {key: value, "stated": self.stated | {key}}
        return replace(self, **changes)

    def unified(self, name: str, size: Size) -> Scope:
        """The scope in which a size that had only a makeshift name is that size, wherever it occurs."""
        renaming = {name: size}
        variables = {symbol: resizing.resized(var, renaming) for symbol, var in self.variables.items()}
        definitions = {symbol: resizing.resized(expr, renaming) for symbol, expr in self.definitions.items()}
        extents = {**self.extents, name.removeprefix(MAKESHIFT): size} if name.startswith(MAKESHIFT) else self.extents
        inferred = self.inferred_sizes - {name}
        return replace(self, variables=variables, definitions=definitions, extents=extents, inferred_sizes=inferred)

    def extent(self, letter: str) -> Size:
        """How far the index letter of a family runs: a size that is known, or a makeshift name for it."""
        return self.extents.get(letter) or Size.of(MAKESHIFT + letter)

    @cached_property
    def families(self) -> Families:
        """The families of names, by letter and accent."""
        return families(self.variables, (*self.data, *self.parameters), self.extent)

    def families_like(self, symbol: Symbol) -> tuple[Family, ...]:
        """The families whose members go by that letter and accent, in the same font where there are several."""
        families = self.families.get((symbol.letter, symbol.accent), ())
        found = tuple(family for family in families if not self.is_step(family.origin))
        alike = tuple(family for family in found if family.member.font == symbol.font)
        return alike or found

    def is_step(self, name: Symbol | None) -> bool:
        """Whether a name with a subscript is one of its own and as large as the array without: x_k beside x."""
        if name is None or not name.sub:
            return False
        one, whole = (self.in_any_font.get(replace(name, sub=sub, font="")) for sub in (name.sub, ""))
        if one is None or whole is None or self.variables[whole].shape.is_scalar:
            return False
        return self.variables[one].shape == self.variables[whole].shape

    @cached_property
    def in_any_font(self) -> Mapping[Symbol, Symbol]:
        """The variables by their names without a font: the one without comes first, then as they were declared."""
        found: dict[Symbol, Symbol] = {}
        for symbol in sorted(self.variables, key=lambda symbol: symbol.font != ""):
            found.setdefault(replace(symbol, font=""), symbol)
        return found

    @cached_property
    def step_letters(self) -> frozenset[str]:
        """The letters that count nothing: numbers of their own, and those in sums with numbers, as the t of hₜ₋₁."""
        symbols = (*self.variables, *self.data, *self.parameters, *self.functions, *self.occurring)
        sums = _letters_in_sums(symbols)
        return sums | {letter for letter in FREE_LETTERS if self.declares(Symbol(letter))}

    def has_entries(self, symbol: Symbol) -> bool:
        """Whether an array goes by that name, in any font."""
        return (symbol.letter, symbol.accent) in self._arrays

    @cached_property
    def _arrays(self) -> frozenset[tuple[str, str]]:
        """The letters and accents that arrays go by."""
        return _arrays_among(self.variables.values())

    @cached_property
    def unresolved(self) -> frozenset[str]:
        """The makeshift names of sizes that are still to be found out."""
        slots = {slot for group in self.families.values() for family in group for slot in family.slots}
        return frozenset(MAKESHIFT + slot for slot in slots if slot not in self.extents)

    @cached_property
    def occurring(self) -> frozenset[Symbol]:
        """The names that occur in equations, as they are written there."""
        return frozenset(var.symbol for expr in self.definitions.values() for var in variables(expr))

    def with_sizes(self, *names: str) -> Scope:
        """The scope in which those names are sizes."""
        new = self.size_names.union(names)
        return self if new == self.size_names else replace(self, size_names=new)

    def declares(self, symbol: Symbol) -> bool:
        """Whether the name is a quantity here: one with a shape, or data or a parameter of which no more is said."""
        return symbol in self.variables or symbol in self.data or symbol in self.parameters

    @cached_property
    def sizes(self) -> frozenset[str]:
        """The size names: those declared, and those in the shapes of the variables."""
        shaped = (var.shape.names for var in self.variables.values())
        return self.size_names.union(*shaped, *(size.names for size in self.extents.values()))

    @cached_property
    def words(self) -> frozenset[str]:
        """The names of more than one letter, which a run of letters may be."""
        symbols = (*self.variables, *self.functions, *self.data, *self.parameters)
        return frozenset(symbol.letter for symbol in symbols if len(symbol.letter) > 1)

    def equation(self, symbol: Symbol) -> Expr | None:
        """The right side of the name's equation, or None where it has none."""
        return self.definitions.get(symbol)

    def given(self) -> dict[Var, Expr]:
        """The equations, by the variables they define: what `derive.lowering.Setting` takes."""
        return {self.variables[symbol]: expr for symbol, expr in self.definitions.items()}

    def nearest(self, symbol: Symbol) -> tuple[str, ...]:
        """The plain names most like this one, at most three."""
        known = [str(other) for other in (*self.variables, *self.functions, *self.data, *self.parameters)]
        return tuple(difflib.get_close_matches(str(symbol), known, n=3, cutoff=0.6))


def _letters_in_sums(symbols: Iterable[Symbol]) -> frozenset[str]:
    """The letters that stand in sums with numbers in the scripts of names."""
    texts = (text for symbol in symbols for text in (symbol.sub, symbol.layer, symbol.example))
    return frozenset(letter for text in texts if len(text) > 2 for letter in compound_letters(_TOKENS.findall(text)))


def _arrays_among(quantities: Iterable[Var]) -> frozenset[tuple[str, str]]:
    arrays = (var.symbol for var in quantities if var.shape.rank > 0)
    return frozenset((symbol.letter, symbol.accent) for symbol in arrays if not symbol.sub and not symbol.layer)


def _named_without_font(before: Mapping[Symbol, Symbol], symbol: Symbol, _: Scope) -> Mapping[Symbol, Symbol]:
    plain = replace(symbol, font="")
    return before if symbol.font and plain in before else {**before, plain: symbol}


def _counting_nothing(before: frozenset[str], symbol: Symbol, scope: Scope) -> frozenset[str]:
    alone = symbol.letter in FREE_LETTERS and symbol == Symbol(symbol.letter)
    names = (v.symbol for v in variables(scope.definitions[symbol])) if symbol in scope.definitions else ()
    return before | _letters_in_sums((symbol, *names)) | ({symbol.letter} if alone else frozenset())


_TABLES: Mapping[str, Callable[[Any, Symbol, Scope], Any]] = MappingProxyType(
    {
        "families": lambda before, symbol, scope: with_families_of(
            before, symbol, scope.variables[symbol].shape, scope.extent
        ),
        "in_any_font": _named_without_font,
        "step_letters": _counting_nothing,
        "_arrays": lambda before, symbol, scope: before | _arrays_among((scope.variables[symbol],)),
        "sizes": lambda before, symbol, scope: before | scope.variables[symbol].shape.names,
        "words": lambda before, symbol, _: before | {symbol.letter} if len(symbol.letter) > 1 else before,
        "occurring": lambda before, symbol, scope: (
            before.union(var.symbol for var in variables(scope.definitions[symbol]))
            if symbol in scope.definitions
            else before
        ),
    }
)
"""For each table of a scope how it is with one more name: the table before, the name, and the scope with it."""


EMPTY = Scope()
"""Nothing is known but the functions."""

OPEN = Scope(open=True)
"""Nothing is declared, and a name that nothing is known about is a number of its own."""
