"""The text of a function: its imports and helpers, a docstring that names the shapes, and its lines."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from derive.coding import terms as t
from derive.coding.arrays import NotWritten
from derive.coding.planning import planned
from derive.coding.printing import Printer
from derive.coding.program import Line, Program, sizes_of, written
from derive.coding.simplifying import replaced
from derive.coding.target import Target
from derive.coding.terms import COMPARISONS, Term, below
from derive.ir import Var
from derive.shapes import Size
from derive.systems import System

WIDTH = 100
"""How long a line may be."""
INDENT = "    "
FIXED = "\x00"
"""A space at which no line is broken, until it is printed."""


@dataclass(frozen=True)
class Function:
    """A function as text: without what stands above it, which `module` adds.

    ``functions`` are the unspecified functions among its arguments, as name and order by what it calls them.
    """

    name: str
    text: str
    program: Program
    target: Target
    helpers: tuple[str, ...]
    functions: Mapping[str, tuple[str, int]]


def function(system: System, target: Target, name: str = "gradients", about: Sequence[str] = ()) -> Function:
    """The function that computes the loss of a system and all its gradients; ``about`` are lines for its docstring.

    It has not been run. Raises `NotWritten`, and `derive.reverse.NoRule`.
    """
    t.forget()
    reserved = {name, *target.reserved, *target.helpers, "int"}
    program = written(planned(system), reserved)
    taken = {*reserved, *program.names.values(), *(line.name for line in program.lines)}
    functions = _functions(program, taken)
    sizes = _size_names(program, taken | set(functions))
    arrays = sorted(program.inputs, key=lambda v: v.shape.is_scalar)
    like = program.names[arrays[0]] if arrays else ""
    printer = Printer(target, sizes, {key: called for called, key in functions.items()}, like=like)
    program = replace(program, lines=_short_enough(program.lines, printer, taken))
    body = _body(program, printer)
    inputs = [program.names[v] for v in program.inputs]
    head = _call(f"def {name}", [*inputs, *functions], "):")
    text = "\n".join([*head, *_docstring(program, functions, about), *(INDENT + line if line else "" for line in body)])
    return Function(name, text + "\n", program, target, tuple(sorted(printer.helpers)), functions)


def module(functions: Sequence[Function], heading: Sequence[str] = ()) -> str:
    """The functions as a file that can be imported: comments, imports, helpers, functions."""
    target = functions[0].target
    helpers = sorted({helper for function in functions for helper in function.helpers})
    parts = [
        *(target.helpers[helper] for helper in helpers if helper in target.helpers),
        *(function.text for function in functions),
    ]
    comments = "".join(f"# {line}\n" for line in heading)
    imports = [*sorted({target.needed[helper] for helper in helpers if helper in target.needed}), *target.imports]
    if len(imports) > len(target.imports):
        imports.insert(-len(target.imports), "")
    return comments + "\n".join(imports) + "\n\n\n" + "\n\n".join(parts)


def _functions(program: Program, taken: set[str]) -> dict[str, tuple[str, int]]:
    """The unspecified functions, by what they are called: g, and g_prime for its derivative."""
    found: dict[str, tuple[str, int]] = {}
    for term in below(*program.roots):
        if term.op == "opaque" and term.data not in found.values():
            name, order = term.data
            called = "".join(part for part in name.split("|") if part) + "_prime" * order
            while called in taken:
                called += "_"
            taken.add(called)
            found[called] = term.data
    return dict(sorted(found.items()))


def _size_names(program: Program, taken: set[str]) -> dict[str, str]:
    """What the code calls each size."""
    found: dict[str, str] = {}
    for size in sizes_of(program.roots):
        name = size if size.isidentifier() else "size"
        while name in taken or name in found.values():
            name += "_"
        found[size] = name
    return found


# --- lines


def _body(program: Program, printer: Printer) -> list[str]:
    used = sizes_of(program.roots)
    shown = _mentioned(program, printer)
    lines = [
        f"{printer.sizes[size]} = {_read_off(size, program, printer)}" for size in used if printer.sizes[size] in shown
    ]
    sections: dict[str, list[str]] = {}
    backward = False
    for line in program.lines:
        backward = backward or line.about == "backward"
        sections.setdefault("backward" if backward else "forward", []).extend(
            _assignment(line.name, line.term, printer)
        )
    for lines_ in sections.values():
        lines += lines_
        lines.append("")
    return [*lines[:-1], *_returned(program, printer)]


def _mentioned(program: Program, printer: Printer) -> set[str]:
    """The identifiers that stand in the lines as they are printed: a size may be gone into a mean."""
    text = " ".join(printer.text(term) for term in program.roots)
    return set(re.findall(r"[^\W\d]\w*", text))


def _read_off(size: str, program: Program, printer: Printer) -> str:
    """How a size is read off the shape of an input."""
    inputs = sorted(program.inputs, key=lambda v: v in program.plan.system.parameters)
    for v in inputs:
        for axis, length in enumerate(v.shape.sizes):
            if length == Size.of(size):
                return f"{program.names[v]}.shape[{axis}]"
    for v in inputs:
        for axis, length in enumerate(v.shape.sizes):
            rest = _rest(length, size)
            if rest is not None:
                sign = "-" if rest > 0 else "+"
                return f"{program.names[v]}.shape[{axis}] {sign} {abs(rest)}"
    raise NotWritten(f"the size {size} cannot be read off the shape of any input")


def _rest(length: Size, size: str) -> int | None:
    """k where the length is size + k."""
    terms = dict(length.terms)
    if terms.pop((size,), 0) != 1 or any(monomial for monomial in terms):
        return None
    return terms.get((), 0)


def _assignment(name: str, term: Term, printer: Printer) -> list[str]:
    text = printer.text(term)
    if len(INDENT) + len(name) + 3 + len(text) <= WIDTH:
        return [f"{name} = {text}"]
    inner, behind = _divided(term, printer)
    return [f"{name} = (", *(INDENT + part for part in printer.summands(inner)), f"){behind}"]


def _divided(term: Term, printer: Printer) -> tuple[Term, str]:
    """A sum that is divided by something, and the text of that behind its bracket; any other term has nothing there."""
    coefficient, bases = t.factors(term)
    sums = [base for base, exponent in bases.items() if base.op == "sum_of" and exponent == 1]
    if len(sums) != 1:
        return term, ""
    place = t.name("_", sums[0].shape)
    rest = {place if base is sums[0] else base: exponent for base, exponent in bases.items()}
    text = printer.text(t.of_factors(coefficient, rest))
    return (sums[0], text.removeprefix("_")) if text.startswith("_ /") else (term, "")


def _fits(line: Line, printer: Printer) -> bool:
    return all(len(INDENT) + len(part) <= WIDTH for part in _assignment(line.name, line.term, printer))


def _short_enough(lines: Sequence[Line], printer: Printer, taken: set[str]) -> tuple[Line, ...]:
    """The lines, where parts of one that is too long are named before it."""
    found: list[Line] = []
    for line in lines:
        shorter = line
        while not _fits(shorter, printer):
            part = _largest(shorter.term, printer)
            if part is None:
                raise NotWritten(f"the line for {line.name} is too long to be written in {WIDTH} columns")
            name, number = "part", 1
            while name in taken:
                number += 1
                name = f"part_{number}"
            taken.add(name)
            found += _short_enough([Line(name, part, line.about)], printer, taken)
            shorter = replace(shorter, term=replaced(shorter.term, {part: t.name(name, part.shape)}))
        found.append(shorter)
    return tuple(found)


def _largest(term: Term, printer: Printer) -> Term | None:
    """The largest part of a term that would still fit a line."""
    parts = [part for part in below(term) if part is not term and part.op not in ("name", "number", "size", "expand")]
    texts = {part: len(printer.text(part)) for part in parts}
    fitting = [part for part in parts if texts[part] < WIDTH - 30] or parts
    return max(fitting, key=texts.__getitem__, default=None)


def _returned(program: Program, printer: Printer) -> list[str]:
    entries = [f'"{v}": {printer.text(term)}' for v, term in program.gradients.items()]
    return _call(f"return {printer.text(program.loss)}, ", entries, "}", opening="{")


def _call(start: str, parts: Sequence[str], end: str, opening: str = "(") -> list[str]:
    """A list of parts between brackets, on one line or on several."""
    one = f"{start}{opening}{', '.join(parts)}{end}"
    if len(one) + len(INDENT) <= WIDTH:
        return [one]
    lines, current = [f"{start}{opening}"], INDENT
    for part in parts:
        if len(current) + len(part) + 1 + len(INDENT) > WIDTH:
            lines.append(current.rstrip())
            current = INDENT
        current += f"{part}, "
    return [*lines, current.rstrip(), end]


# --- the docstring


def _docstring(program: Program, functions: Mapping[str, tuple[str, int]], about: Sequence[str]) -> list[str]:
    system = program.plan.system
    loss = system.loss.name
    each = "each of " if len(system.parameters) > 1 else ""
    wrt = _listed([program.names[v] for v in system.parameters])
    lines = _wrapped(f"The loss {loss}, and its gradient with respect to {each}{wrt}.")
    lines = lines if len(lines) == 1 else [f"The loss {loss}, and its gradient with respect to each parameter."]
    shapes = "Shapes: " + ", ".join(f"{program.names[v]}{FIXED}{_shape(v)}" for v in program.inputs) + "."
    lines += ["", *_wrapped("All are numbers." if all(v.shape.is_scalar for v in program.inputs) else shapes)]
    facts = [_fact(program, v, fact) for v in program.inputs for fact in sorted(system.facts.get(v, ()))]
    if facts:
        lines += _wrapped("Declared: " + ", ".join(facts) + ".")
    for called, (_, order) in functions.items():
        ordinal = "" if order == 1 else f" of order {order}"
        lines.append(f"{called}: {f'its derivative{ordinal}' if order else 'a function, entry by entry'}.")
    if _has_kinks(program):
        lines += _wrapped("At a kink, such as that of ReLU at 0, the slope is one of those between its two sides.")
    lines += [line for text in about for line in _wrapped(text)]
    closing = [*lines, '"""'] if len(lines) > 1 else [lines[0] + '"""']
    return [f'{INDENT}"""{closing[0]}', *(f"{INDENT}{line}" if line else "" for line in closing[1:])]


def _has_kinks(program: Program) -> bool:
    """Whether a gradient depends on which side of a kink a number lies."""
    backward = [line.term for line in program.lines if line.about == "backward"]
    return any(part.op in COMPARISONS or part.op in ("sign", "argmax") for part in below(*backward))


def _fact(program: Program, v: Var, fact: str) -> str:
    whole = f"each {program.hot[v].removesuffix('s')} of " if fact == "one-hot" and v in program.hot else ""
    return f"{whole}{program.names[v]} is {fact}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _shape(v: Var) -> str:
    if v.shape.is_scalar:
        return f"a{FIXED}number"
    return "(" + f",{FIXED}".join(map(str, v.shape.sizes)) + ("," if v.shape.rank == 1 else "") + ")"


def _wrapped(text: str) -> list[str]:
    # A name and its shape stay together: the space between them is none to break at.
    lines = textwrap.wrap(text, WIDTH - len(INDENT), break_long_words=False, break_on_hyphens=False)
    return [line.replace(FIXED, " ") for line in lines]
