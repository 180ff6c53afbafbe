"""The small language of derivative rules and identities: ``"p * x ** (p - 1) * derivative(x, v)"``.

Rules are data: text over named parts, the operator table, ``+ - * / **``, numbers, and ``*rest`` for any number of
parts. ``*f(rest)`` stands for ``f`` of each of them, and ``*f(*a, rest)`` for ``f`` of all ``a`` and one of
``rest``. The text is parsed by Python's own parser and walked; nothing is evaluated but the operators named in it.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TypeAlias

from derive import building
from derive.ir import Const, Expr

Binding: TypeAlias = Mapping[str, Expr | tuple[Expr, ...]]


class RuleTextError(Exception):
    """A rule's text cannot be read, or names a part that is not bound. The message shows the text."""


@dataclass(frozen=True)
class Part:
    """A named part; ``many`` where it stands for any number of expressions."""

    name: str
    many: bool = False


@dataclass(frozen=True)
class Call:
    """An operator over templates; ``each`` where it is applied to each expression of its one ``many`` part."""

    name: str
    args: tuple[Template, ...]
    each: bool = False


Template: TypeAlias = "Part | Call | Const"

_INFIX: dict[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Mult: "mul",
    ast.Div: "div",
    ast.Pow: "power",
}


def _starred(node: ast.expr, text: str) -> Template:
    if isinstance(node, ast.Name):
        return Part(node.id, many=True)
    template = _template(node, text)
    if not isinstance(template, Call):
        raise RuleTextError(f"a star stands before a part or a call of one, in the rule text {text!r}")
    return Call(template.name, template.args, each=True)


def _template(node: ast.expr, text: str) -> Template:
    match node:
        case ast.Starred(value=value):
            return _starred(value, text)
        case ast.Name(id=name):
            return Part(name)
        case ast.Constant(value=int(value)):
            return Const(value)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(value))):
            return Const(-value)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Call("neg", (_template(operand, text),))
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return Call("add", (_template(left, text), _negative(right, text)))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _INFIX:
            return Call(_INFIX[type(op)], (_template(left, text), _template(right, text)))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
            return Call(name, tuple(_template(arg, text) for arg in args))
    raise RuleTextError(f"cannot read {ast.unparse(node)!r} in the rule text {text!r}")


def _negative(node: ast.expr, text: str) -> Template:
    template = _template(node, text)
    return Const(-template.value) if isinstance(template, Const) else Call("neg", (template,))


@cache
def parse(text: str) -> Template:
    """The template that a rule's text is; raises `RuleTextError`."""
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except SyntaxError as error:
        raise RuleTextError(f"cannot read the rule text {text!r}: {error.msg}") from error
    return _template(tree.body, text)


def parts(template: Template) -> frozenset[str]:
    """The names of the parts that occur."""
    if isinstance(template, Part):
        return frozenset((template.name,))
    if isinstance(template, Call):
        return frozenset(name for arg in template.args for name in parts(arg))
    return frozenset()


def _single_parts(template: Template) -> frozenset[str]:
    """The names of the parts that are written without a star."""
    if isinstance(template, Part):
        return frozenset() if template.many else frozenset((template.name,))
    if isinstance(template, Call):
        return frozenset(name for arg in template.args for name in _single_parts(arg))
    return frozenset()


def _each(template: Call, binding: Binding) -> list[Expr]:
    many = [name for name in sorted(_single_parts(template)) if isinstance(binding.get(name), tuple)]
    if len(many) != 1:
        raise RuleTextError(f"*{template.name}(…) needs exactly one part of any number, but has {many}")
    results = []
    sequence = binding[many[0]]
    assert isinstance(sequence, tuple)
    for element in sequence:
        inner = {**binding, many[0]: element}
        results += instantiate_many(Call(template.name, template.args), inner)
    return results


def instantiate_many(template: Template, binding: Binding) -> list[Expr]:
    """The expressions that a template becomes under a binding; one, but for starred parts."""
    if isinstance(template, Const):
        return [template]
    if isinstance(template, Part):
        if template.name not in binding:
            raise RuleTextError(f"the part {template.name!r} is not bound")
        bound = binding[template.name]
        return list(bound) if isinstance(bound, tuple) else [bound]
    if template.each:
        return _each(template, binding)
    args = [expr for arg in template.args for expr in instantiate_many(arg, binding)]
    return [building.call(template.name, *args)]


def instantiate(template: Template, binding: Binding) -> Expr:
    """The expression that a template becomes; raises `RuleTextError` where that is not exactly one."""
    results = instantiate_many(template, binding)
    if len(results) != 1:
        raise RuleTextError(f"the template stands for {len(results)} expressions, not one")
    return results[0]


def number(template: Template) -> Fraction | None:
    """The number that a template is, or None."""
    return template.value if isinstance(template, Const) else None
