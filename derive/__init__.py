"""derive: gradients of neural networks, derived, checked and guarded.

    import derive
    model = derive.model("logistic-regression")
    derivation = model.gradient("w")
    verdict = derive.check(r"\\frac{\\partial L}{\\partial w} = (a - y) x", model)

Everything is imported when it is first used, so that ``import derive`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from derive.shadowing import refuse_shadows

__version__ = "0.1.0"

if TYPE_CHECKING:
    from derive.claims import check
    from derive.coding.coding import code
    from derive.families import BadOption
    from derive.findings import Finding
    from derive.kernel import Replay, ReplayError, replay
    from derive.modelling import Model, UnknownModel, model_from
    from derive.modelling import library as model
    from derive.notation.reading import Reading, read
    from derive.notation.scoping import BadScope, scope
    from derive.scanning import Findings, scan
    from derive.steps import Derivation, Step
    from derive.verdicts import Proved, Refuted, Undecided, Verdict

_HOMES = {
    "BadOption": "derive.families",
    "BadScope": "derive.notation.scoping",
    "Derivation": "derive.steps",
    "Finding": "derive.findings",
    "Findings": "derive.scanning",
    "Model": "derive.modelling",
    "Proved": "derive.verdicts",
    "Reading": "derive.notation.reading",
    "Refuted": "derive.verdicts",
    "Replay": "derive.kernel",
    "ReplayError": "derive.kernel",
    "Step": "derive.steps",
    "Undecided": "derive.verdicts",
    "UnknownModel": "derive.modelling",
    "Verdict": "derive.verdicts",
    "check": "derive.claims",
    "code": "derive.coding.coding",
    "model": "derive.modelling:library",
    "model_from": "derive.modelling",
    "read": "derive.notation.reading",
    "replay": "derive.kernel",
    "scan": "derive.scanning",
    "scope": "derive.notation.scoping",
}

__all__ = [
    "BadOption",
    "BadScope",
    "Derivation",
    "Finding",
    "Findings",
    "Model",
    "Proved",
    "Reading",
    "Refuted",
    "Replay",
    "ReplayError",
    "Step",
    "Undecided",
    "UnknownModel",
    "Verdict",
    "__version__",
    "check",
    "code",
    "model",
    "model_from",
    "read",
    "replay",
    "scan",
    "scope",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'derive' has no attribute {name!r}")
    refuse_shadows()
    home, _, other = _HOMES[name].partition(":")
    value = getattr(import_module(home), other or name)
    globals()[name] = value
    return value
