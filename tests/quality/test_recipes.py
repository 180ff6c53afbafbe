"""The recipes of CONTRIBUTING.md work as printed: each file, put where it says, is found and holds."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RECIPE = re.compile(r"<!-- recipe: (?P<path>\S+) -->\n```\w+\n(?P<text>.*?)```", re.DOTALL)


def recipes() -> dict[str, str]:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return {match["path"]: match["text"] for match in RECIPE.finditer(text)}


def test_there_is_a_recipe_for_each_kind() -> None:
    kinds = {path.split("/")[1] for path in recipes()}
    assert kinds == {"ops", "rules", "models"}


def project_with(tmp_path: Path, path: str) -> Path:
    """A copy of the package with the recipe's file in it."""
    for package in ("derive", "numeric", "reports"):
        for source in (ROOT / package).rglob("*"):
            if source.is_file() and "__pycache__" not in source.parts:
                target = tmp_path / source.relative_to(ROOT)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(source.read_bytes())
    (tmp_path / path).write_text(recipes()[path], encoding="utf-8")
    return tmp_path


def run(project: Path, program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=project, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_operator_is_found_and_its_derivative_derived(tmp_path: Path) -> None:
    project = project_with(tmp_path, "derive/ops/sech.py")
    program = (
        "from derive import ops, calculus, kernel\n"
        "from derive.steps import Derivation\n"
        "chain = calculus.function_chain(ops.get('sech'))\n"
        "print(kernel.replay(Derivation((chain,))).equalities, 'derivative' in repr(chain.result))\n"
    )
    equalities, unfinished = run(project, program).split()
    assert int(equalities) > 5
    assert unfinished == "False"


def test_the_rule_is_found_and_its_condition_becomes_an_assumption(tmp_path: Path) -> None:
    project = project_with(tmp_path, "derive/rules/logarithms.py")
    program = (
        "from derive import building as b, kernel\n"
        "from derive.conditions import Context\n"
        "from derive.ir import Var\n"
        "from derive.proposing import Draft\n"
        "from derive.steps import Derivation\n"
        "draft = Draft(b.call('log', b.mul(Var('u'), Var('w'))), Context())\n"
        "assert draft.rewrite('logarithm of a product')\n"
        "derivation = Derivation((draft.finished(),))\n"
        "kernel.replay(derivation)\n"
        "print([a.condition for a in derivation.assumptions])\n"
    )
    assert run(project, program).strip() == "['positive', 'positive']"


def test_the_model_is_found_derived_and_its_claim_judged(tmp_path: Path) -> None:
    project = project_with(tmp_path, "derive/models/mean-shift.md")
    program = (
        "import derive\n"
        "model = derive.model('mean-shift')\n"
        "print(model.gradient('b').replay().equalities > 0, derive.check('db = -e', model).outcome)\n"
    )
    assert run(project, program).split() == ["True", "proved"]


@pytest.mark.parametrize("path", sorted(recipes()))
def test_the_recipe_is_for_a_file_that_is_not_there_yet(path: str) -> None:
    assert not (ROOT / path).exists()
