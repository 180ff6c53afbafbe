"""Finding where a rule's left side stands in an expression. A search: what it finds is re-checked by the kernel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from derive.building import unwrapped
from derive.constants import constant_value
from derive.ir import Apply, Const, Expr, Path, children
from derive.rewriting import Binding, Rule
from derive.ruletext import Call, Part, Template

NARY = ("add", "mul")


def matches(template: Template, expr: Expr, binding: Binding) -> Iterator[Binding]:
    """Every binding that extends ``binding`` and turns the template into the expression."""
    if isinstance(template, Const):
        if unwrapped(expr) is template:
            yield binding
        return
    if isinstance(template, Part):
        if template.name not in binding:
            yield {**binding, template.name: expr}
        elif binding[template.name] is expr:
            yield binding
        return
    if isinstance(expr, Apply) and expr.op.name == template.name and not expr.attrs:
        yield from _sequence(template.args, expr.args, binding)
    elif template.name in NARY and len(template.args) == 1 and not (isinstance(expr, Apply) and expr.op.name in NARY):
        yield from _sequence(template.args, (expr,), binding)
    elif isinstance(expr, Apply) and template.name == f"{expr.op.name}_like":
        yield from _like(template, expr, binding)
    elif isinstance(expr, Apply) and expr.op.name == "broadcast" and not isinstance(unwrapped(expr), Const):
        yield from matches(template, unwrapped(expr), binding)
    elif isinstance(unwrapped(expr), Const):
        yield from _negative_number(template, unwrapped(expr), binding)


def _like(template: Call, expr: Apply, binding: Binding) -> Iterator[Binding]:
    """The last part of ``f_like(x, y)`` only lends its shape or attributes; unless it is known, it is the whole."""
    *args, like = template.args
    known = not isinstance(like, Part) or like.name in binding
    for found in _sequence(args, expr.args, binding):
        yield from (found,) if known else matches(like, expr, found)


def _negative_number(template: Call, expr: Expr, binding: Binding) -> Iterator[Binding]:
    """The number −c is the negative of c: the builders fold the sign into the number."""
    if template.name == "neg" and isinstance(expr, Const) and expr.value < 0:
        yield from matches(template.args[0], Const(-expr.value), binding)


def _sequence(templates: Sequence[Template], exprs: Sequence[Expr], binding: Binding) -> Iterator[Binding]:
    if not templates:
        if not exprs:
            yield binding
        return
    first, rest = templates[0], templates[1:]
    if isinstance(first, Part) and first.many:
        bound = binding.get(first.name)
        if isinstance(bound, tuple):
            if tuple(exprs[: len(bound)]) == bound:
                yield from _sequence(rest, exprs[len(bound) :], binding)
            return
        longest = len(exprs) - sum(1 for t in rest if not (isinstance(t, Part) and t.many))
        for length in range(longest + 1):
            yield from _sequence(rest, exprs[length:], {**binding, first.name: tuple(exprs[:length])})
        return
    if exprs:
        for found in matches(first, exprs[0], binding):
            yield from _sequence(rest, exprs[1:], found)


def places(root: Expr, inner_first: bool = False) -> Iterator[tuple[Path, Expr]]:
    """Each place of the tree with what stands there; outer ones before inner ones, left before right, or reversed."""
    stack: list[tuple[Path, Expr, bool]] = [((), root, False)]
    while stack:
        path, node, expanded = stack.pop()
        if not inner_first or expanded:
            yield path, node
        if expanded:
            continue
        if inner_first:
            stack.append((path, node, True))
        stack.extend(((*path, index), child, False) for index, child in reversed(list(enumerate(children(node)))))


class Index:
    """The places of one expression by the operator that stands there, outer ones before inner ones."""

    def __init__(self, root: Expr) -> None:
        self.root = root
        self.all = list(places(root))
        self._by_operator: dict[str, list[tuple[Path, Expr]]] = {}
        for place, node in self.all:
            if isinstance(node, Apply):
                self._by_operator.setdefault(node.op.name, []).append((place, node))

    @cached_property
    def constants(self) -> list[tuple[Path, Expr]]:
        """The places where numbers are combined: all that arithmetic can work on."""
        return [(p, n) for p, n in self.all if isinstance(n, Apply) and constant_value(n) is not None]

    def candidates(self, rule: Rule, form: int) -> list[tuple[Path, Expr]]:
        """The places where the left side of a rule's form can possibly stand."""
        template = rule.sides(form)[0]
        if any(name == "value" for name, *_ in rule.conditions):
            return self.constants
        if isinstance(template, Call) and template.name in self._indexed and not _takes_anything(template):
            return self._by_operator.get(template.name, [])
        return self.all

    _indexed = frozenset(("add", "mul", "div", "power", "derivative", "pullback", "vjp", "total", "partial", "sum"))
    """Operators that nothing else stands for, unlike a negative, which a negative number also is."""


def _takes_anything(template: Call) -> bool:
    """Whether a sum or product of any number of parts also stands for a single one."""
    return template.name in NARY and len(template.args) == 1
