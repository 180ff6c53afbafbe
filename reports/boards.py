"""Chains of equalities as boards: line by line, or as one product whose factors are found and put in one by one.

Everything on a board is a line of a chain that has been replayed, or a part of one. In each scene there is a box around
what the next line rewrites, and what it cancels is struck.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from derive.building import ONE, is_apply, total_derivative
from derive.ir import Expr, Path, Symbol, Var, at, children
from derive.notation.math import EQUALS, Boxed, Brackets, Coloured, Math, Sign, row
from derive.notation.typesetting import Mark, together, typeset, typeset_sides
from derive.rules import get
from derive.steps import Chain, Line, Step
from derive.striking import struck_places
from derive.systems import System
from derive.unrolling import factors
from reports import laying
from reports.chains import lead, merged
from reports.deck import Board, Scene
from reports.document import Equation, Formula, Inlines, Words
from reports.manner import Manner
from reports.words import reason

LONGEST_ASIDE = 5
"""How many lines a working may have to be shown on the side; a longer one has boards of its own."""


@dataclass(frozen=True)
class Desk:
    """What the boards of one model share: its equations, the chains found, and how formulas are written."""

    system: System
    chains: Mapping[Expr, Chain]
    style: Manner
    seen: set[Expr] = field(default_factory=set)
    """The local derivatives that earlier boards have found."""

    def given(self) -> tuple[Equation, ...]:
        """The equations of the model that lead to the loss."""
        pairs = ((v, self.system.equations[v]) for v in self.system.nodes)
        sides = (typeset_sides(pair, self.style) for pair in pairs)
        return tuple(Equation(left, EQUALS, right) for left, right in sides)

    def is_long(self, start: Expr) -> bool:
        """Whether the working for a derivative is too long for the side of a board."""
        chain = self.chains[start]
        return len(merged(chain.lines, lambda line: typeset(line.after, self.style))) > LONGEST_ASIDE


# --- line by line


def line_boards(chain: Chain, desk: Desk) -> list[Board]:
    """A chain line by line, on as many boards as it takes; each goes on from the last line of the one before."""
    lines = merged(chain.lines, lambda line: typeset(line.after, desk.style))
    write = together(
        [chain.start, *(e for line in lines for step in line.steps for e in (step.before, step.after))], desk.style
    )
    start = write(chain.start, None)
    said = () if is_apply(chain.start, "derivative") else lead(chain, desk.system, desk.style)
    boards: list[Board] = []
    scenes: list[Scene] = []
    standing: list[Equation] = []

    def add(before: Math | None, after: Equation) -> None:
        """The next row; where there is no room for it, on a new board below the last row of this one, or alone."""
        nonlocal standing, scenes
        if standing and _height(*standing, after) > laying.TALL:
            if scenes:
                boards.append(Board(_title(chain, desk.style), tuple(scenes)))
            last = replace(standing[-1], left=start, reason=())
            standing, scenes = ([last] if _height(last, after) <= laying.TALL else []), []
        if not standing:
            before, after = None, replace(after, left=start)
        marked = standing if before is None else [*standing[:-1], replace(standing[-1], right=before)]
        scenes.append(Scene((*marked, after), said))
        standing.append(after)

    for line in lines:
        first = start if not standing else None
        after = Equation(first, EQUALS, write(line.after, None), reason(line, desk.style))
        struck = _struck(line)
        if struck is not None:
            step, places = struck
            crossed = write(step.before, dict.fromkeys(places, "struck"))
            if not standing or standing[-1].right != write(step.before, None):
                add(None, Equation(first, EQUALS, crossed))
                after = replace(after, left=None)
            standing[-1] = replace(standing[-1], right=crossed)
            add(None, after)
        else:
            boxed = write(line.before, redex(line)) if standing and redex(line) else None
            add(boxed, after)
    last = scenes[-1]
    scenes[-1] = replace(last, rows=(*last.rows[:-1], replace(last.rows[-1], result=True)))
    return [*boards, Board(_title(chain, desk.style), tuple(scenes))]


def _height(*equations: Equation) -> float:
    return laying.layout([[equation] for equation in equations]).height


def desk_of(chains: Sequence[Chain], system: System, style: Manner) -> Desk:
    """The desk for a model, with no board made yet."""
    return Desk(system, {chain.start: chain for chain in chains}, style)


def _title(chain: Chain, style: Manner) -> Inlines:
    return (Formula(typeset(chain.start, style)),)


def _struck(line: Line) -> tuple[Step, tuple[Path, ...]] | None:
    """The first step of a line that cancels something, and what."""
    for step in line.steps:
        if places := struck_places(step):
            return step, places
    return None


def redex(line: Line) -> dict[Path, Mark]:
    """What the telling steps of a line rewrite, where that is a part of what stands before the line."""
    found: list[Path] = []
    for step in line.steps:
        if get(step.rule).minor or not step.place:
            continue
        if _part(line.before, step.place) is at(step.before, step.place) and not any(
            _overlap(step.place, other) for other in found
        ):
            found.append(step.place)
    return dict.fromkeys(found, "boxed")


def _part(root: Expr, place: Path) -> Expr | None:
    part = root
    for k in place:
        if k >= len(children(part)):
            return None
        part = children(part)[k]
    return part


def _overlap(a: Path, b: Path) -> bool:
    return a[: len(b)] == b[: len(a)]


# --- as one product


def product_boards(chain: Chain, desk: Desk) -> list[Board]:
    """A gradient as one product: a factor boxed, found on the side, put in; what cancels; the result, the step.

    A factor whose working is too long for the side has boards of its own before, and one that an earlier board has
    found is put in at once.
    """
    product = _Product(chain, desk)
    before: list[Board] = []
    for factor in product.factors:
        if factor not in desk.seen and factor in desk.chains and desk.is_long(factor):
            before += line_boards(desk.chains[factor], desk)
            desk.seen.add(factor)
    return [*before, Board(_title(chain, desk.style), tuple(product.scenes()), desk.given())]


class _Product:
    """A gradient as one product while it is being worked out on a board."""

    def __init__(self, chain: Chain, desk: Desk) -> None:
        self.chain, self.desk = chain, desk
        self.factors = [factor for _, factor in factors(chain.lines[0].after)]
        put = [line for line in chain.lines[1:] if line.steps[0].rule == "from above"]
        self.found = {_one(line.steps[0], "u"): _one(line.steps[0], "w") for line in put}
        self.rest = list(chain.lines[1 + len(put) :])
        self.start = typeset(chain.start, desk.style)
        # What is put in last may bring tidying with it, in the same line.
        self.arrived = put[-1].after if put else chain.lines[0].after
        self.made: list[Scene] = []

    def scenes(self) -> list[Scene]:
        """All scenes of the board, from the chain rule to the step of gradient descent."""
        through = lead(self.chain, self.desk.system, self.desk.style)
        self.made = [Scene((self._chain_row(()),), through)]
        done: list[Expr] = []
        for group in self._groups():
            done += group
            self._find(group, done)
        rows = self._rest([self._chain_row(()), self._product_row(done)])
        self._conclude(rows)
        return self.made

    def _groups(self) -> list[list[Expr]]:
        """The factors in the order of putting in; known ones that follow one another go together."""
        groups: list[list[Expr]] = []
        known = [factor in self.desk.seen for factor in self.factors]
        for k, factor in enumerate(self.factors):
            if k and known[k] and known[k - 1]:
                groups[-1].append(factor)
            else:
                groups.append([factor])
        return groups

    def _find(self, group: Sequence[Expr], done: Sequence[Expr]) -> None:
        """Box the factors, find them on the side unless they are known, and put them in."""
        earlier = done[: -len(group)]
        boxed = self._chain_row(group)
        rows = (boxed, self._product_row(earlier)) if earlier else (boxed,)
        used = frozenset(self._used(factor) for factor in group) - {-1}
        if group[0] in self.desk.seen:
            title, aside = self.desk.style.say("found before"), tuple(self._known(factor) for factor in group)
        else:
            title = self.desk.style.say("on the side", factor=typeset(group[0], self.desk.style))
            aside = self._working(group[0])
            self.made.append(Scene(rows, self.desk.style.say("factor by factor"), title, aside, used))
        said = self.desk.style.say("put in several" if len(group) > 1 else "put in one")
        self.made.append(Scene((boxed, self._product_row(done, group)), said, title, aside, used))
        self.desk.seen.update(group)

    def _used(self, factor: Expr) -> int:
        node = children(factor)[0]
        return self.desk.system.nodes.index(node) if isinstance(node, Var) and node in self.desk.system.nodes else -1

    def _chain_row(self, boxed: Sequence[Expr]) -> Equation:
        parts = [typeset(factor, self.desk.style) for factor in self.factors]
        shown = [Coloured(Boxed(m), "highlight") if f in boxed else m for f, m in zip(self.factors, parts, strict=True)]
        return Equation(self.start, EQUALS, self._joined(shown))

    def _product_row(self, done: Sequence[Expr], new: Sequence[Expr] = ()) -> Equation:
        """The product with the factors put in that are done; the ``new`` ones are coloured."""
        shown: list[Math] = []
        for factor in self.factors:
            math = self._factor(factor, {}, first=not shown) if factor in done else typeset(factor, self.desk.style)
            shown.append(Coloured(math, "highlight") if factor in new else math)
        return Equation(None, EQUALS, self._joined(shown))

    def _factor(self, factor: Expr, marks: Mapping[Path, Mark], first: bool) -> Math:
        """What was found for a factor, in brackets where it stands in a product as a sum, or with a sign."""
        value = self.found[factor]
        math = typeset(value, self.desk.style, marks)
        needs = is_apply(value, "add") or (is_apply(value, "neg") and not first)
        return Brackets(math) if needs else math

    def _joined(self, parts: Sequence[Math]) -> Math:
        joined = [parts[0]]
        for part in parts[1:]:
            joined += [Sign(self.desk.style.product, "binary"), part]
        return row(*joined)

    def _known(self, factor: Expr) -> Equation:
        left, right = typeset_sides([factor, self.found[factor]], self.desk.style)
        return Equation(left, EQUALS, right)

    def _working(self, factor: Expr) -> tuple[Equation, ...]:
        """The working for a local derivative: the first line, and as many of the last ones as there is room for."""
        chain = self.desk.chains[factor]
        lines = merged(chain.lines, lambda line: typeset(line.after, self.desk.style))
        left, *rights = typeset_sides([chain.start, *(line.after for line in lines)], self.desk.style)
        first, *others = [Equation(None, EQUALS, right) for right in rights]
        first, kept = replace(first, left=left), list[Equation]()
        for equation in reversed(others):
            if laying.panel_height([first, equation, *kept]) * laying.SMALLEST_ASIDE > laying.PANEL - 16:
                break
            kept.insert(0, equation)
        return (first, *kept)

    def _rest(self, rows: list[Equation]) -> list[Equation]:
        """What follows when all is put in: what cancels is struck, and tidied in lines of their own."""
        style = self.desk.style
        if not self.rest:
            self._append(rows, Equation(None, EQUALS, typeset(self.arrived, style)), style.say("together"))
        for line in merged(self.rest, lambda line: typeset(line.after, style)):
            struck = _struck(line)
            if struck is not None:
                step, places = struck
                crossed = self._crossed(step, places) if len(rows) == 2 else None
                rows[-1] = replace(
                    rows[-1], right=crossed or typeset(step.before, style, dict.fromkeys(places, "struck"))
                )
                self.made.append(Scene(tuple(rows), _sentence(reason(line, style), style)))
            said = _sentence(reason(line, style), style)
            self._append(rows, Equation(None, EQUALS, typeset(line.after, style)), said)
        return rows

    def _append(self, rows: list[Equation], new: Equation, said: Inlines) -> None:
        """A new row; where there is no room for it, it takes the place of the last one that was only on the way."""
        if rows[-1].right == new.right:
            return
        if _height(*rows, new) > laying.SHORT and len(rows) > 2:
            rows.pop()
        rows.append(new)
        self.made.append(Scene(tuple(rows), said))

    def _crossed(self, step: Step, places: Sequence[Path]) -> Math | None:
        """The product as it stands on the board with the same parts struck; None where it has other parts by now."""
        before = step.before
        while is_apply(before, "neg") or is_apply(before, "broadcast"):
            before = children(before)[0]
        prefix: Path = ()
        whole = step.before
        while whole is not before:
            whole, prefix = children(whole)[0], (*prefix, 0)
        there = [((*prefix, *place), part) for place, part in factors(before)]
        here = [(factor, place, part) for factor in self.factors for place, part in _parts(self.found[factor])]
        here = [entry for entry in here if entry[2] is not ONE]
        if [part for _, part in there] != [part for _, _, part in here]:
            return None
        marks: dict[Expr, dict[Path, Mark]] = {factor: {} for factor in self.factors}
        for place in places:
            for (start, _), (factor, inner, _) in zip(there, here, strict=True):
                if _overlap(place, start):
                    marks[factor][(*inner, *place[len(start) :])] = "struck"
        shown = [self._factor(f, marks[f], first=not k) for k, f in enumerate(self.factors)]
        return self._joined(shown)

    def _conclude(self, rows: Sequence[Equation]) -> None:
        """The result in a box, and the step of gradient descent that it makes possible."""
        last = self.made[-1]
        boxed = (*rows[:-1], replace(rows[-1], result=True))
        v = children(self.chain.start)[1]
        assert isinstance(v, Var)
        step = update(v, self.desk.system.loss, self.desk.style)
        title = self.desk.style.say("descent")
        self.made[-1] = replace(last, rows=boxed)
        self.made.append(Scene(boxed, last.words, title, (step,)))


def _parts(value: Expr) -> list[tuple[Path, Expr]]:
    """The factors of what was found for one, with their places in it; a minus sign goes in front of the product."""
    prefix: Path = ()
    while is_apply(value, "neg") or is_apply(value, "broadcast"):
        value, prefix = children(value)[0], (*prefix, 0)
    return [((*prefix, *place), part) for place, part in factors(value)]


def _one(step: Step, name: str) -> Expr:
    part = step.binding[name]
    assert not isinstance(part, tuple)
    return part


def _sentence(inlines: Inlines, style: Manner) -> Inlines:
    """A reason as a sentence over the board."""
    if not inlines or not isinstance(inlines[0], Words):
        return inlines
    return style.say("sentence of reason", Reason=inlines)


def update(v: Var, loss: Var, style: Manner) -> Equation:
    """A step of gradient descent: v ← v − α ∂L/∂v."""
    name, slope = typeset(v, style), typeset(total_derivative(loss, v), style)
    rate = typeset(Var(Symbol("alpha")), style)
    return Equation(name, Sign("←", "relation"), row(name, Sign("−", "binary"), rate, slope))
