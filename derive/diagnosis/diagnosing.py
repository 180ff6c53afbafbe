"""Diagnosis: what the right formula is where a claim was refuted, and which mistake gives the claim instead.

The claim is edited until it has the value it should have: then the edit is the mistake, and the edited claim the right
formula in its writer's own form. Where no small edit does, right formulas are spoiled until they have the value of the
claim. What is found is confirmed in balls before it is named. It explains the claim, and proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

import numpy as np

from derive.algebra.resolving import Unresolved
from derive.bench import Bench, derivatives, is_derivative
from derive.building import derivative, is_apply, total_derivative
from derive.declared import ways
from derive.diagnosis.confirming import agree
from derive.diagnosis.desk import Desk, complements_of, desk, differences_of, slopes_of
from derive.diagnosis.edits import HINTS, KNOWN, LAST, SMALL, STAGES, Edit
from derive.diagnosis.searching import Found, Search
from derive.diagnosis.values import Values, at_points, is_number, is_untaken
from derive.ir import Apply, Expr, Var, children, contains, postorder, variables
from derive.kernel import ReplayError, replay
from derive.lowering import NoValue
from derive.proposing import DerivingError
from derive.provers.proving import prove
from derive.refuters.points import Probe
from derive.reverse import NoRule
from derive.systems import System
from derive.verdicts import Diagnosis, Mistake, Proved, Undecided

MOST_PROVED = 2
"""How many signs are looked at before what is right is derived."""
MOST_CONFIRMED = 8
"""How many explanations are looked at in balls before there is none."""
MOST_ERRORS = 12
"""How many differences between what is computed and what is given lie on the desk."""
MOST_FORMS = 8
OF_NUMBERS = ("sign", "decimal-point")
"""What is said of claims about numbers alone."""
"""How many right forms are spoiled."""


@dataclass(frozen=True)
class Case:
    """A refuted claim: what is true, what was claimed instead, and the right forms that are known.

    ``about`` is the derivative or the name that the claim is about: a form that rests on it says nothing of it.
    ``subject`` is what the claim put right has to be equal to; ``proofs`` is what became of the forms of which that was
    to be proved.
    """

    true: Expr
    claim: Expr
    forms: tuple[Expr, ...]
    bench: Bench
    derived: bool = False
    inner: tuple[Expr, ...] = ()
    about: Expr | None = None
    subject: Expr | None = None
    proofs: dict[Expr, Proved | Undecided] = field(default_factory=dict)

    def proof(self, form: Expr) -> Proved | Undecided:
        """The verdict on a form that should be equal to what the claim is about, looked for once."""
        assert self.subject is not None
        if form not in self.proofs:
            self.proofs[form] = prove(self.subject, form, self.bench, Probe(None, 1))
        return self.proofs[form]

    def is_proved(self, form: Expr) -> bool:
        """Whether it is proved for all sizes that a form is what the claim is about."""
        verdict = self.proof(form)
        return isinstance(verdict, Proved) and verdict.sizes == "all"

    @property
    def is_numeric(self) -> bool:
        """Whether it is about numbers alone, which anything would explain."""
        return not self.derived and not variables(self.true, self.claim)


def diagnosed(left: Expr, right: Expr, bench: Bench, subject: Expr) -> Diagnosis:
    """The mistake in the refuted claim ``left = right``, where one is found, and the right formula, where one is
    known.
    """
    true, claim = (right, left) if _is_turned(left, right) else (left, right)
    subject = subject if true is left else true
    about = None if true is left else true
    case = Case(_taken(true, bench), claim, (), bench, is_untaken(true), about=_about(true), subject=subject)
    at_once = _at_once(case) if true is subject and true.shape == claim.shape else None
    if at_once is not None:
        return Diagnosis(*at_once, about)
    correct = derived(subject, bench)
    if true is not subject and agree(subject if correct is None else correct, claim, bench.system):
        # The link is wrong because what stands before it is.
        return Diagnosis(None, correct, about)
    known = correct if true is subject else derived(true, bench)
    forms = _forms(true, known, bench)
    case = replace(case, true=true if known is None else known, forms=forms, inner=tuple(_inner(true)))
    named = name(case, by_proof=true is subject)
    if named is None:
        return Diagnosis(None, correct, about)
    mistake, edited = named
    if edited is not None and edited is not correct and isinstance(case.proof(edited), Proved):
        correct = edited
    return Diagnosis(mistake, correct, about)


def _at_once(case: Case) -> tuple[Mistake, Expr] | None:
    """A sign or the base of a logarithm, and the claim put right, where that is proved: nothing need be derived first.

    No other mistake would be said in its place, whatever the right formula is.
    """
    for values in at_points((case.true, case.claim), case.bench.system):
        both = _both(case, values)
        if both is not None:
            found = _clear(Search(case.claim, both[0], Desk(values, ())), 0, case)
            for one in found[:MOST_PROVED]:
                if not _is_circular(one, case) and case.is_proved(one.root):
                    return _mistake(one.edits, case.claim, backwards=False), one.root
            return None
    return None


def _taken(true: Expr, bench: Bench) -> Expr:
    """The derivatives in it taken by the sweep; itself where that fails."""
    try:
        return bench.resolver.resolved(true)
    except (NoRule, Unresolved, DerivingError, ReplayError):
        return true


def different_shapes(left: Expr, right: Expr, bench: Bench, subject: Expr) -> Diagnosis:
    """What is wrong with a claim about two typed sides of different shapes."""
    found = diagnosed(left, right, bench, subject)
    message = f"the left side is {_a(left)}, the right side {_a(right)}"
    if left.shape == right.shape.transposed:
        message += ": transposed"
    if found.mistake is None:
        kind = "transpose" if left.shape == right.shape.transposed else "shape"
        return replace(found, mistake=Mistake(kind, message, hint=HINTS["shape"]))
    told = found.mistake
    kind = "transpose" if told.kind == "transpose" else "shape"
    shown = Mistake(kind, message, hint=HINTS["shape"], also=(replace(told, also=()), *told.also))
    return replace(found, mistake=shown)


def derived(left: Expr, bench: Bench) -> Expr | None:
    """What the left side is, where it is a derivative that can be derived: by a proof, or else by a replay."""
    if is_derivative(left) and left not in bench.right:
        bench.right[left] = _derived(left, bench)
    return bench.right.get(left)


def _derived(left: Expr, bench: Bench) -> Expr | None:
    try:
        found = bench.result(left)
        if not isinstance(prove(left, found.expr, bench, Probe(None, 1)), Proved):
            if found.derivation is None:
                return None
            replay(found.derivation, bench.system.equations)
    except (DerivingError, ReplayError):
        return None
    return found.expr


def _a(side: Expr) -> str:
    return "a scalar" if side.shape.is_scalar else f"of shape {side.shape}"


def _is_turned(left: Expr, right: Expr) -> bool:
    """Whether the claim stands on the left: only the right side is a derivative."""
    return is_untaken(right) and not derivatives(left)


def _forms(true: Expr, known: Expr | None, bench: Bench) -> tuple[Expr, ...]:
    published = bench.system.published.get(true)
    forms = [form for form in (known, published) if form is not None]
    return tuple(dict.fromkeys(forms or ([] if is_untaken(true) else [true])))[:MOST_FORMS]


def explained(true: Expr, claim: Expr, system: System) -> Mistake | None:
    """The mistake by which one formula was written for another, where one is found."""
    named = name(Case(true, claim, (true,), Bench(system)))
    return named[0] if named else None


def name(case: Case, by_proof: bool = False) -> tuple[Mistake, Expr | None] | None:
    """The mistake of a claim, and the claim put right; None for what has no name.

    Where the claim itself needs too much of a change, no claim put right is given. Balls are not asked of what is to be
    confirmed ``by_proof``, and is proved.
    """
    case = case if by_proof else replace(case, subject=None)
    for values in at_points((case.true, case.claim), case.bench.system):
        prepared = _prepared(case, values)
        if prepared is None:
            continue
        table, target, value = prepared
        for root, goal, backwards in _ways(case, target, value):
            named = _searched(Search(root, goal, table), case, backwards)
            if named is not None:
                return named
        if len(ways(case.bench.system.facts)) == 1:
            return None
    return None


def _searched(search: Search, case: Case, backwards: bool) -> tuple[Mistake, Expr | None] | None:
    """A single mistake, else a pair, else a piece in place of another."""
    for stage in STAGES:
        named = _confirmed(_clear(search, stage, case, backwards), case, backwards)
        if named is not None:
            return named
    if not case.is_numeric and (case.derived or not backwards):
        named = _confirmed(search.pairs(), case, backwards)
    last = [one for one in _named(search.singles(), case) if one.edits[0].rank >= LAST]
    return named or _confirmed(last, case, backwards)


def _clear(search: Search, stage: int, case: Case, backwards: bool = False) -> list[Found]:
    """What is found up to a stage and explains better than all that later ones may find, and was not clear before."""
    known, found = _known(case, backwards), _named(search.found(stage), case)
    for earlier in range(stage):
        passed = STAGES[stage - 1]
        found += [one for one in _named(search.found(earlier), case) if _rank(one, known)[0] >= passed]
    return [one for one in found if _rank(one, known)[0] < STAGES[stage]]


def _named(found: Sequence[Found], case: Case) -> list[Found]:
    """Those that say something of the claim."""
    return [one for one in found if not case.is_numeric or one.edits[0].slip.kind in OF_NUMBERS]


def _ways(case: Case, target: object, value: object) -> Iterator[tuple[Expr, object, bool]]:
    """What is edited towards which value: the claim, and then backwards the right forms."""
    yield case.claim, target, False
    for form in case.forms:
        yield form, value, True


def _prepared(case: Case, values: Values) -> tuple[Desk, object, object] | None:
    """What mistakes may be made of at a point, and the values of both sides; None where they have none."""
    both = _both(case, values)
    if both is None:
        return None
    target, value = both
    with np.errstate(all="ignore"):
        slopes = (*slopes_of(case.bench.system.equations), *_local(case), *case.inner)
        given, names = case.bench.system.equations, tuple(_names(case))
        errors = islice(differences_of(variables(*case.forms, case.claim), (case.claim,), given), MOST_ERRORS)
        forms = (case.claim, *complements_of(given), *case.forms, *errors)
        return desk(values, forms, names, slopes, None if case.derived else target), target, value


def _both(case: Case, values: Values) -> tuple[Any, Any] | None:
    """The values of what is true and of what is claimed at a point; None where they have none."""
    with np.errstate(all="ignore"):
        try:
            target, value = values.of(case.true), values.of(case.claim)
        except NoValue:
            return None
    return (target, value) if is_number(target) and is_number(value) else None


def _names(case: Case) -> Iterable[Var]:
    """The names that may stand in the formula: those of the formulas, then all of the model."""
    system = case.bench.system
    equations = (v for name, equation in system.equations.items() for v in (name, *variables(equation)))
    return dict.fromkeys((*variables(*case.forms, case.claim), *system.parameters, *system.data, *equations))


def _inner(true: Expr) -> Iterator[Expr]:
    """The inner derivatives of the chain rule, for the derivative of a formula."""
    if is_apply(true, "derivative"):
        body, v = children(true)
        assert isinstance(v, Var)
        for node in postorder(body):
            argument = children(node)[0] if isinstance(node, Apply) and node.op.elementwise else v
            if argument is not v and argument.shape.is_scalar and contains(argument, v):
                yield derivative(argument, v)


def _local(case: Case) -> Iterator[Expr]:
    """The derivatives of neighbouring nodes, for a claim that is written in derivatives."""
    if any(is_apply(goal, "total") for goal in derivatives(case.claim)):
        for node, equation in case.bench.system.equations.items():
            if node.shape.is_scalar:
                yield from (total_derivative(node, v) for v in variables(equation))


def _confirmed(found: Sequence[Found], case: Case, backwards: bool) -> tuple[Mistake, Expr | None] | None:
    """The first explanation that balls confirm."""
    seen: set[Expr] = set()
    known = _known(case, backwards)
    for one in sorted(found, key=lambda one: _rank(one, known)):
        if one.root in seen or len(seen) >= MOST_CONFIRMED:
            continue
        if _is_circular(one, case):
            continue
        seen.add(one.root)
        if (not backwards and _is_settled(one, case)) or agree(
            case.claim if backwards else case.true, one.root, case.bench.system
        ):
            return _mistake(one.edits, case.claim, backwards), None if backwards else one.root
    return None


def _is_settled(found: Found, case: Case) -> bool:
    """Whether a proof says that the form is right: one is looked for where a further point agrees."""
    if found.root is case.true:
        return True
    is_asked = case.subject is not None and case.true.shape == found.root.shape
    return is_asked and agree(case.true, found.root, case.bench.system, briefly=True) and case.is_proved(found.root)


def _about(true: Expr) -> Expr | None:
    return true if is_untaken(true) or isinstance(true, Var) else None


def _is_circular(found: Found, case: Case) -> bool:
    """Whether a form rests on the very derivative, or the name, that the claim is about."""
    return case.about is not None and contains(found.root, case.about)


def _known(case: Case, backwards: bool) -> Set[Expr]:
    """Where an edit leads to as it was known before."""
    return {case.claim} if backwards else {*case.forms}


def _rank(found: Found, known: Set[Expr]) -> tuple[int, int]:
    """What leads to a formula as it is known explains better than what leads to its value only; signs come first."""
    rank, place = found.rank
    return (KNOWN if found.root in known and KNOWN < rank < SMALL else rank), place


def _mistake(edits: Sequence[Edit], claim: Expr, backwards: bool) -> Mistake:
    first, *others = [_told(edit, claim, backwards) for edit in edits]
    return replace(first, also=tuple(others))


def _told(edit: Edit, claim: Expr, backwards: bool) -> Mistake:
    """What an edit says; the place is told where the claim holds it, which one of two edits may have made."""
    slip, where = (edit.reverse, edit.after) if backwards else (edit.slip, edit.before)
    return Mistake(slip.kind, slip.message, slip.parts, HINTS[slip.kind], where if contains(claim, where) else None)
