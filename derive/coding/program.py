"""The program of a function: its lines in order, each a name and a term; what is used twice has a name of its own."""

from __future__ import annotations

import keyword
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from derive.coding import terms as t
from derive.coding.arrays import lowered, whole
from derive.coding.fusing import LOG_SOFTMAX, SOFTMAX
from derive.coding.planning import Plan, Step
from derive.coding.reducing import permuted, summed
from derive.coding.simplifying import FREE, FUNCTION, cost, own_cost, replaced, simplest, weight
from derive.coding.terms import Term, below, is_constant
from derive.ir import Apply, Const, Expr, Var, postorder
from derive.shapes import Size

WORTH_A_NAME = 5
"""What a term must cost to be computed once and named: an operation on a vector, or a function of a number."""
MOST_WORDS = 5
"""Of how many words a name that describes a term is made at most; a longer one would be no help."""


@dataclass(frozen=True)
class Line:
    """A line of code: a name, and what it is; ``about`` says to which part of the function it belongs."""

    name: str
    term: Term
    about: str


@dataclass(frozen=True)
class Program:
    """Everything that a text is made of: inputs and lines in order, the loss, and the gradients by identifier.

    ``hot`` says of matrices that are declared one-hot whether their columns or their rows are.
    """

    plan: Plan
    names: Mapping[Var, str]
    inputs: tuple[Var, ...]
    lines: tuple[Line, ...]
    loss: Term
    gradients: Mapping[str, Term]
    hot: Mapping[Var, str] = field(default_factory=dict)

    @property
    def roots(self) -> tuple[Term, ...]:
        """The terms of all lines, and what is returned."""
        return (*(line.term for line in self.lines), self.loss, *self.gradients.values())


class Names:
    """The identifiers of a function: what the model calls a name, as far as Python allows."""

    def __init__(self, reserved: Iterable[str]) -> None:
        self.taken = set(reserved)

    def new(self, wanted: str, *others: str) -> str:
        """The first of the wanted names that is free, or the last with an underscore behind it."""
        spelled = [self.spelled(text) for text in (wanted, *others)]
        free = next((text for text in spelled if text not in self.taken), spelled[-1])
        while free in self.taken:
            free += "_"
        self.taken.add(free)
        return free

    @staticmethod
    def spelled(text: str) -> str:
        """The name in the letters of an identifier."""
        plain = re.sub(r"\W", "_", text.replace("'", "_prime"), flags=re.ASCII)
        plain = plain if plain[:1].isalpha() or plain[:1] == "_" else f"v_{plain}"
        return f"{plain}_" if keyword.iskeyword(plain) else plain


def written(plan: Plan, reserved: Iterable[str]) -> Program:
    """The program of a plan; ``reserved`` are identifiers that mean something else. Raises `NotWritten`."""
    names = Names(reserved)
    known = {v: names.new(v.name) for v in (*plan.system.parameters, *plan.system.data)}
    known |= {step.v: names.new(step.v.name) for step in plan.forward}
    loss = plan.system.loss.name
    for by, v in plan.cotangents.items():
        spoken = v.name if v in plan.system.equations else f"d{known[by]}"
        known[v] = names.new(spoken, f"d{loss}_d{known[by]}")
    desk = _Desk(plan, known)
    lines = desk.lines()
    gradients = {known[v]: desk.terms[plan.cotangents[v]] for v in plan.system.parameters}
    needed = _needed(lines, [desk.terms[plan.system.loss], *gradients.values()])
    shared, loss_term, returned = _shared(needed, desk.terms[plan.system.loss], gradients, names)
    inputs = (*plan.system.parameters, *plan.system.data)
    return Program(plan, known, inputs, tuple(shared), loss_term, returned, desk.hot)


class _Desk:
    """Where the lines come about: the term of each name, and the names of terms."""

    def __init__(self, plan: Plan, names: Mapping[Var, str]) -> None:
        self.plan, self.names = plan, names
        self.terms: dict[Expr, Term] = {}
        self.known: dict[Term, Term] = {}
        self.definitions: dict[Term, Term] = {}
        self.hot: dict[Var, str] = {}
        for v in (*plan.system.parameters, *plan.system.data):
            self.terms[v] = t.name(names[v], v.shape.sizes)
        self._as_declared()

    def _as_declared(self) -> None:
        """Note what is known of names that are declared symmetric or one-hot.

        Which vectors of a matrix are one-hot is told by the axis of the model's softmax.
        """
        for v, facts in self.plan.system.facts.items():
            if "symmetric" in facts and v in self.terms and v.shape.rank == 2:
                self.known[permuted(self.terms[v], (1, 0), 2)] = self.terms[v]
        expressions = [step.expr for step in self.plan.forward]
        axes = {
            n.attr("axis") for n in postorder(*expressions) if isinstance(n, Apply) and n.op in (SOFTMAX, LOG_SOFTMAX)
        }
        for v, facts in self.plan.system.facts.items():
            if "one-hot" not in facts or v not in self.terms or v.shape.rank not in (1, len(axes) + 1):
                continue
            [axis] = axes if v.shape.rank == 2 else [0]
            assert isinstance(axis, int)
            if v.shape.rank == 2:
                self.hot[v] = ("columns", "rows")[axis]
            left = tuple(size for place, size in enumerate(v.shape.sizes) if place != axis)
            self.known[Term("sum", (self.terms[v],), (axis,), left)] = t.ONE

    def lines(self) -> list[Line]:
        """The lines of the plan, without those that are but another name."""
        found = [self._line(step, "forward") for step in self.plan.forward]
        results = {self.plan.cotangents[v] for v in self.plan.system.parameters}
        found += [self._line(step, "backward", step.v in results) for step in self.plan.backward]
        return [line for line in found if line is not None]

    def _line(self, step: Step, about: str, is_result: bool = False) -> Line | None:
        """The line of a step; none where it is a name, a number, or a multiple of a name, which stands for itself."""
        term = self._turned(replaced(lowered(step.expr, self.terms), self.known))
        term = replaced(simplest(term), self.known)
        gone = {part: t.ZERO for part in below(term) if part.op == "sum" and self._vanishes(part)}
        term = simplest(replaced(term, gone)) if gone else term
        if is_result:
            by = next(by for by, d in self.plan.cotangents.items() if d is step.v)
            zeros = Term("zeros_like", (self.terms[by],), None, by.shape.sizes)
            term = zeros if term is t.ZERO and not by.shape.is_scalar else whole(term, step.v.shape)
        elsewhere = about == "backward" and self._is_plain(term, is_result)
        if elsewhere or term.op == "name":
            self.terms[step.v] = term
            return None
        name = t.name(self.names[step.v], term.shape)
        self.terms[step.v] = name
        if term.op != "number":
            self.known.setdefault(term, name)
            self.definitions[name] = term
            if term.op == "sum_of":
                self.known.setdefault(t.negative(term), t.negative(name))
        if not isinstance(step.expr, Var | Const):
            self.terms.setdefault(step.expr, name)
        return Line(self.names[step.v], term, about)

    def _turned(self, term: Term) -> Term:
        """The term with each vᵀA as A v, where A is symmetric."""
        names: dict[Term, Term] = {}
        for part in below(term):
            if part.op == "matmul" and len(part.args[0].shape) == 1 and self._is_symmetric(part.args[1]):
                names[part] = Term("matmul", (part.args[1], part.args[0]), None, part.shape)
        return replaced(term, names) if names else term

    def _is_symmetric(self, term: Term) -> bool:
        inner = term.args[0] if term.op == "inverse" else term
        return len(inner.shape) == 2 and self.known.get(permuted(inner, (1, 0), 2)) is inner

    def _vanishes(self, term: Term) -> bool:
        """Whether a sum is one of deviations from their mean."""
        summand = self.definitions.get(term.args[0], term.args[0])
        lengths = [length for length in summand.shape if length is not None]
        if summand.op != "sum_of" or len(lengths) < len(summand.shape):
            return False
        parts = [t.product(t.number(c), summed(m, lengths, term.data)) for m, c in t.terms(summand).items()]
        return replaced(t.total(*parts), self.definitions) is t.ZERO

    def _is_plain(self, term: Term, is_result: bool) -> bool:
        if term.op in ("name", "number"):
            return True
        _, bases = t.factors(term)
        arrays = [base for base in bases if not base.is_scalar]
        simple = all(base.op in ("name", "size") for base in bases) and sum(e > 0 for e in bases.values()) <= 1
        return not is_result and simple and len(arrays) <= 1


def _needed(lines: list[Line], outputs: Iterable[Term]) -> list[Line]:
    """The lines that lead to an output, what is needed before the rest."""
    wanted = {part.data for root in outputs for part in below(root) if part.op == "name"}
    kept: list[Line] = []
    for line in reversed(lines):
        if line.name in wanted:
            kept.append(line)
            wanted |= {part.data for part in below(line.term) if part.op == "name"}
    kept.reverse()
    return kept


# --- what is used twice


def _shared(
    lines: list[Line], loss: Term, gradients: Mapping[str, Term], names: Names
) -> tuple[list[Line], Term, dict[str, Term]]:
    """The lines with a line of its own for every term that is used twice and costs something."""
    roots = [*(line.term for line in lines), loss, *gradients.values()]
    twice = _twice(roots)
    given = {line.term: line for line in reversed(lines)}
    done: dict[Term, Term] = {}
    found: dict[str, Line] = {}

    def add(name: str, term: Term, about: str) -> None:
        found[name] = Line(name, replaced(term, done), about)
        done[term] = t.name(name, term.shape)
        if term.op == "sum_of":
            done.setdefault(t.negative(term), t.negative(done[term]))

    for line in lines:
        for part in below(line.term):
            later = given.get(part)
            if part in done or part is line.term:
                continue
            if later is not None:
                # It is a line further down: that comes here, and is not computed again. What costs next to nothing is,
                # so that a derivative stands where one looks for it.
                if later.about == line.about or cost(part) >= FUNCTION * weight(part.shape):
                    add(later.name, part, line.about)
            elif part in twice:
                add(names.new(*described(part)), part, line.about)
        if line.name not in found:
            add(line.name, line.term, line.about)
    return list(found.values()), replaced(loss, done), {v: replaced(term, done) for v, term in gradients.items()}


def _twice(roots: list[Term]) -> set[Term]:
    """The terms that are used twice and cost something; a difference also where it is used turned around."""
    uses: Counter[Term] = Counter(roots)
    for term in reversed(list(below(*roots))):
        for arg in term.args:
            # 1/u is no use of u but in each of its own uses; so is another view of it.
            uses[arg] += uses[term] if term.op in FREE or term.data == -1 else 1
    found = set()
    for term in below(*roots):
        times = uses[term] + (uses[t.negative(term)] if term.op == "sum_of" else 0)
        if times > 1 and not is_constant(term) and own_cost(term) and cost(term) >= WORTH_A_NAME:
            found.add(term)
    return found


WORDS = {"sigmoid": "sigma", "power": "power", "abs": "abs", "greater": "where", "step": "active"}


def described(term: Term) -> tuple[str, str]:
    """A name that says what a term is, such as x_minus_mu; and one that says nothing, where that would be long."""
    words = list(_words(term))
    return ("_".join(words) if len(words) <= MOST_WORDS else "part", "part")


def _words(term: Term) -> Iterator[str]:
    if term.op in ("name", "number", "size"):
        yield str(term.data).strip("_").replace("/", "_over_").replace("-", "minus_")
    elif term.op == "sum_of" and all(abs(c) == 1 or m is t.ONE for m, c in zip(term.args, term.data, strict=True)):
        for place, (m, c) in enumerate(zip(term.args, term.data, strict=True)):
            if place or c < 0:
                yield "plus" if c > 0 else "minus"
            yield from (_words(m) if m is not t.ONE else [str(abs(c)).replace("1", "one").replace("/", "_over_")])
    elif term.op == "product" and term.data == 1 and all(arg.op == "name" for arg in term.args):
        for place, arg in enumerate(term.args):
            yield from (["times"] if place else [])
            yield from _words(arg)
    elif term.op == "power" and term.data == 2:
        yield from _words(term.args[0])
        yield "squared"
    elif term.op == "expand" or (term.op == "power" and term.data == -1):
        yield from _words(term.args[0])
    elif term.op == "take" and term.args[0].op == "name":
        yield from (term.args[0].data, "parts")
    elif len(term.args) == 1 and term.op != "product":
        yield WORDS.get(term.op, term.op)
        yield from _words(term.args[0])
    else:
        yield from ("part",) * (MOST_WORDS + 1)


# --- sizes


def sizes_of(roots: Iterable[Term]) -> tuple[str, ...]:
    """The names of sizes whose numbers are needed."""
    found: dict[str, None] = {}
    for term in below(*roots):
        for size in _sizes(term):
            found.update(dict.fromkeys(sorted(size.names)))
    return tuple(found)


def _sizes(term: Term) -> Iterator[Size]:
    if isinstance(term.data, Size):
        yield term.data
    elif term.op in ("full", "kron_left", "kron_right", "scatter", "unvec") and term.data is not None:
        yield from (size for size in term.data if size is not None)
