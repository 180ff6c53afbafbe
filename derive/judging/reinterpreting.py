"""Reading a formula again under other conventions, where it fails in the one in scope.

The rule that reconciles mistakes and conventions:

* A convention is named only where the *whole* formula, every link of its chain, is proved when it is read again under
  it (`derive.conventions`): ∂L/∂w = (a − y)xᵀ is true in numerator layout, where both the gradient and the product
  are rows. The finding then is `convention`, with the formula that is right in scope. Where nothing refutes it there
  and nothing proves it, it is `undecided`, and says under which convention.
* Where no convention makes the formula true, the finding in scope stays: two typed sides of different shapes are
  refuted, with the mistake *transpose* or *shape*.
* What is said beats what could have been meant. The model's loss says whether it is a mean or a sum, so one gradient
  with a 1/n too few or too many is the mistake *sum-mean*. The other reduction is only told of several formulas that
  all become true by it (`shared`), and of the short name dZ of an array with an axis of examples, which leaves open
  whether it is the gradient of all losses together or of each example's own. A formula that fits a batch and is false
  is never said to be for one example.
* A formula of a document is not excused by a convention in which another one, proved before it, would be wrong.
* The smallest set of conventions counts, and among those of one size the commonest. A single formula is read under
  two conventions at most, several formulas together under three.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from derive import conventions
from derive.building import is_apply, jacobian, total_derivative, transpose
from derive.diagnosis.diagnosing import derived
from derive.findings import Finding
from derive.ir import Expr, Var, children, postorder, substitute
from derive.judging.grounds import Grounds, equation
from derive.judging.kinds import judged, read_on, unread
from derive.judging.restating import Convention, under
from derive.judging.shorthands import error_of
from derive.judging.updates import step_of
from derive.judging.worth import numbers_in
from derive.notation.reading import Reading
from derive.notation.styling import style_of
from derive.notation.surface import Differential, unmarked
from derive.refuters.refuting import refute
from derive.turning import over_turned
from derive.verdicts import Refuted

TURNING = ("-layout", "-rows", "-columns")
"""How the names of conventions end that say which way arrays stand."""
MOST, MOST_SHARED = 2, 3
"""Under how many conventions at once a formula, and several of them, are read."""

FAILED = frozenset({"refuted", "ill-shaped", "unbound", "ambiguous"})
"""The outcomes of a formula that may be true under another convention."""

Set = tuple[Convention, ...]
Read = tuple[Reading, Grounds]


@dataclass(frozen=True)
class Shared:
    """Several formulas read alike: the conventions, none where they are true in scope, and what becomes of each."""

    conventions: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def proved(self) -> bool:
        """Whether each of them is proved under the conventions, or in scope where there are none."""
        return all(finding.outcome in ("proved", "convention") for finding in self.findings)


def reinterpreted(finding: Finding, grounds: Grounds, proved: Sequence[str] = ()) -> Finding:
    """The finding itself, or what becomes of its formula under another convention where it fails in scope.

    It stays what it is where it does not fail, and where no convention helps. ``proved`` are formulas of the same
    document that are true in scope: whoever wrote them follows no convention in which they are wrong.
    """
    failures = _failures_in_scope(finding, grounds)
    if not failures:
        return finding
    unproved: Finding | None = None
    for chosen, restated in _sets(grounds, MOST):
        if not _can_explain(chosen, failures) or _turns_twice(chosen):
            continue
        unrefuted = _unrefuted(finding.latex, restated, chosen)
        if unrefuted is None or not _is_needed(chosen, (finding.latex,), grounds):
            continue
        if any(_failures(text, restated) for text in _heeded(proved, finding, chosen, grounds)):
            continue
        found = judged(unrefuted[0], finding.latex, unrefuted[1])
        if found.outcome == "proved":
            return _told(finding, found, chosen, grounds)
        if found.outcome == "undecided":
            unproved = unproved or _told(finding, found, chosen, grounds)
    return unproved or finding


def _heeded(proved: Sequence[str], finding: Finding, chosen: Set, grounds: Grounds) -> Iterator[str]:
    """The formulas of the document that forbid conventions in which they are wrong.

    Whoever writes gradients as columns may well write the derivatives of arrays by arrays in numerator layout: what
    those follow is told by others of their kind alone.
    """
    jacobians = all(convention.family == "layout" for convention in chosen) and _has_jacobian(finding.sides)
    for text in proved:
        if not jacobians or _has_jacobian(read_on(text, grounds)[0].sides):
            yield text


def _has_jacobian(sides: Sequence[Expr]) -> bool:
    return any(is_apply(node, "jacobian") for node in postorder(*sides))


def _turns_twice(chosen: Set) -> bool:
    """Whether two of the conventions turn arrays: between them they would excuse any transpose that was lost."""
    return sum(name.endswith(TURNING) for name in _names(chosen)) > 1


def shared(texts: Sequence[str], grounds: Grounds) -> Shared | None:
    """The fewest conventions under which all the formulas are true; None where there is no such set.

    Where no set makes all of them proved, one under which nothing refutes any of them is given (`Shared.proved`).
    """
    findings = [_in_scope(text, grounds) for text in texts]
    failing = [finding for finding in findings if finding.outcome != "proved"]
    if not failing:
        return Shared((), tuple(findings))
    # What fails in scope is read first: it is what most conventions do not help.
    order = sorted(range(len(findings)), key=lambda place: findings[place].outcome == "proved")
    unproved: Shared | None = None
    for chosen, restated in _sets(grounds, MOST_SHARED):
        readings: dict[int, Read] = {}
        for place in order:
            reading = _unrefuted(texts[place], restated, chosen, alone=len(failing) < 2)
            if reading is None:
                break
            readings[place] = reading
        if len(readings) == len(texts) and _is_needed(chosen, texts, grounds):
            whole = Shared(_names(chosen), tuple(_shared(findings, readings, chosen, grounds)))
            if whole.proved:
                return whole
            unproved = unproved or whole
    return unproved


def _shared(
    findings: Sequence[Finding], readings: Mapping[int, Read], chosen: Set, grounds: Grounds
) -> Iterator[Finding]:
    """What becomes of each formula under the conventions; what is proved in scope as well stays proved."""
    for place, finding in enumerate(findings):
        reading, restated = readings[place]
        found = judged(reading, finding.latex, restated)
        kept = finding.outcome == "proved" == found.outcome
        yield finding if kept else _told(finding, found, chosen, grounds)


def _in_scope(text: str, grounds: Grounds) -> Finding:
    reading, grounds = read_on(text, grounds)
    return unread(reading, text, grounds) if reading.error is not None else judged(reading, text, grounds)


def _sets(grounds: Grounds, most: int) -> Iterator[tuple[Set, Grounds]]:
    """The sets of conventions that go together, the smallest first, and the grounds under each."""
    for number in range(1, most + 1):
        for chosen in combinations(conventions.ordered(), number):
            if len({convention.family for convention in chosen}) == number:
                restated = _restated(chosen, grounds)
                if restated is not None:
                    yield chosen, restated


def _restated(chosen: Set, grounds: Grounds) -> Grounds | None:
    """The grounds under conventions; None where one of them changes nothing.

    The layout comes last: its short names dw are those of the arrays as they then are.
    """
    restated: Grounds | None = grounds
    for convention in sorted(chosen, key=lambda convention: convention.family == "layout"):
        restated = under(restated, convention) if restated is not None else None
    return restated


def _can_explain(chosen: Set, failures: frozenset[str]) -> bool:
    """Whether a set can explain how a formula fails: one of them, and each of them where only values differ."""
    explaining = [not failures.isdisjoint(convention.explains) for convention in chosen]
    return all(explaining) if "values" in failures else any(explaining)


def _names(chosen: Set) -> tuple[str, ...]:
    return tuple(convention.name for convention in chosen)


def _failures(text: str, grounds: Grounds) -> frozenset[str]:
    """In which ways a formula fails on those grounds; none where it is not refuted, and where it cannot be judged."""
    reading, grounds = read_on(text, grounds)
    if reading.error is not None:
        of_layouts = all("layout" in meaning for meaning in reading.error.expected)
        kind = "ill-shaped" if reading.error.kind == "ambiguous" and of_layouts else reading.error.kind
        return _UNREAD.get(kind, frozenset())
    links = _links(reading, grounds)
    return frozenset() if all(_agree(*link, grounds) for link in links) else _failures_of(links)


def _failures_of(links: Sequence[Sequence[Expr]]) -> frozenset[str]:
    """In which ways equalities fail that are not all true."""
    if any(left.shape != right.shape for left, right in links):
        return frozenset({"shapes"})
    nodes = postorder(*(side for link in links for side in link))
    square = any(node.shape.rank == 2 and node.shape == node.shape.transposed for node in nodes)
    return frozenset({"values", "squares"} if square else {"values"})


def _failures_in_scope(finding: Finding, grounds: Grounds) -> frozenset[str]:
    """In which ways a formula fails in scope; none for what no convention can mend, such as a sign."""
    if finding.outcome not in FAILED or (finding.mistake is not None and finding.mistake["kind"] == "sign"):
        return frozenset()
    links = [part.sides for part in (finding, *finding.links) if len(part.sides) == 2]
    return _failures_of(links) if finding.outcome == "refuted" and links else _failures(finding.latex, grounds)


_UNREAD = {"ill-shaped": frozenset({"shapes"}), "unbound": frozenset({"names"})}
"""How a formula fails that cannot be read, by the kind of the error."""


def _is_needed(chosen: Set, texts: Sequence[str], grounds: Grounds) -> bool:
    """Whether each convention of a set explains how one of the formulas fails under the others alone.

    Several formulas may tell that an array is stored transposed where a square one fits either way; one alone is wrong.
    """
    for convention in chosen:
        rest = _restated(tuple(other for other in chosen if other is not convention), grounds)
        explained = convention.explains | ({"squares"} if len(texts) > 1 and "shapes" in convention.explains else set())
        if rest is None or all(explained.isdisjoint(_failures(text, rest)) for text in texts):
            return False
    return True


def _unrefuted(text: str, grounds: Grounds, chosen: Set, *, alone: bool = True) -> Read | None:
    """The reading of a formula under conventions; None where it cannot be read there, or is wrong there as well.

    What is wrong in every convention so costs no proof and no diagnosis in any.
    """
    reading, grounds = read_on(text, grounds)
    if reading.error is not None or (alone and not all(c.open or _left_open(reading, grounds) for c in chosen)):
        return None
    links = _links(reading, grounds)
    if numbers_in(reading, grounds) is not None:
        return reading, grounds
    return (reading, grounds) if links and all(_agree(*link, grounds) for link in links) else None


def _agree(left: Expr, right: Expr, grounds: Grounds) -> bool:
    """Whether two sides have one shape and the same values at the points where both have one."""
    if left.shape != right.shape:
        return False
    found = refute(left, right, grounds.bench.system)
    return found.counterexample is None and found.agreeing > 0


def _left_open(reading: Reading, grounds: Grounds) -> bool:
    """Whether a formula is about a short name dZ, where Z has an axis that the loss sums over."""
    side = unmarked(reading.surface.sides[0]) if reading.surface and reading.surface.sides else None
    if not isinstance(side, Differential) or not reading.sides or not is_apply(reading.sides[0], "total"):
        return False
    system = grounds.bench.system
    _, v = children(reading.sides[0])
    of_parameters = {name for parameter in system.parameters for name in parameter.shape.names}
    return not v.shape.names <= of_parameters


def _links(reading: Reading, grounds: Grounds) -> tuple[tuple[Expr, Expr], ...]:
    """The equalities that a formula claims, with what its shorthands stand for."""
    found: list[tuple[Expr, Expr]] = []
    for part in reading.statements or (reading,):
        update, defined = part.update, error_of(part.defines[0], grounds.scope) if len(part.defines) == 1 else None
        if update is not None and update.gradient is not None and isinstance(update.target, Var):
            found += [step_of(update, grounds), *pairwise(part.sides[1:])]
        else:
            found += pairwise((defined, *part.sides) if defined is not None else part.sides)
    put_in = grounds.shorthands
    return tuple((substitute(left, put_in), substitute(right, put_in)) for left, right in found)


def _told(finding: Finding, found: Finding, chosen: Set, grounds: Grounds) -> Finding:
    """The finding of a formula that is true, or not refuted, under conventions alone."""
    names, words = _names(chosen), " and ".join(convention.words for convention in chosen)
    right = _right(finding, found, chosen, grounds)
    told = replace(
        found,
        conventions=names,
        layout="numerator" if "numerator-layout" in names else found.layout,
        correct=equation(right, style_of(grounds.scope)) if right else finding.correct,
        in_scope=right,
        message=f"true {words}",
    )
    if found.outcome == "proved":
        links = tuple(replace(link, outcome="convention", conventions=names) for link in found.links)
        return replace(told, outcome="convention", links=links)
    why = f"it is not so as it stands; {words} there is no counterexample, and no proof"
    return replace(told, message=f"{why}; {found.message.rpartition('; ')[2]}")


def _right(finding: Finding, found: Finding, chosen: Set, grounds: Grounds) -> tuple[Expr, ...]:
    """What the formula is about and what that is in scope: a derivative, as far as it can be derived, or a node."""
    sides = [side for part in (found, *found.links) for side in part.sides]
    for side in sides:
        inner = children(side)[0] if is_apply(side, "transpose") else side
        if is_apply(inner, "total"):
            subject = _in_terms_of(inner, grounds)
            correct = derived(subject, grounds.bench) if subject is not None else None
            if subject is not None and correct is not None:
                return _laid_out(subject, correct, grounds)
    first = sides[0] if sides else None
    scope = grounds.scope
    if first is not None and is_apply(first, "jacobian"):
        by_layout = all(convention.family == "layout" for convention in chosen)
        return _other_jacobian(first, sides[1], grounds) if by_layout else ()
    if isinstance(first, Var) and first.symbol in scope.definitions:
        return scope.variables[first.symbol], scope.definitions[first.symbol]
    verdict = finding.verdict
    correct = verdict.correct if isinstance(verdict, Refuted) else None
    return (finding.sides[0], correct) if correct is not None and finding.sides else ()


def _other_jacobian(taken: Expr, entries: Expr, grounds: Grounds) -> tuple[Expr, ...]:
    """The derivative of an array in the layout in scope, and its entries, which stand in columns for rows there."""
    body, v = children(taken)
    assert isinstance(v, Var)
    return jacobian(body, v, grounds.scope.layout), over_turned(entries, {}).turned


def _in_terms_of(inner: Expr, grounds: Grounds) -> Expr | None:
    """The same derivative, of the names as they are in scope."""
    node, v = children(inner)
    known = {variable.symbol: variable for variable in grounds.scope.variables.values()}
    if not isinstance(node, Var) or not isinstance(v, Var) or not {node.symbol, v.symbol} <= set(known):
        return None
    return total_derivative(known[node.symbol], known[v.symbol])


def _laid_out(subject: Expr, correct: Expr, grounds: Grounds) -> tuple[Expr, ...]:
    """A derivative and what it is, in the layout in scope."""
    if grounds.scope.layout == "denominator" or subject.shape.is_scalar:
        return subject, correct
    return transpose(subject), over_turned(correct, {}).turned
